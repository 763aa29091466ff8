//! Laws that hold for every kind of question.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::quiz::kinds::KINDS;
use crate::scenario::Tree;

/// The examples of all kinds, as TOML.
fn document() -> String {
    let all: String = KINDS.iter().map(|row| row.example).collect();
    format!("title = \"Every kind\"\n{all}")
}

/// Whether the keys of every table in it are in order.
fn is_in_order(tree: &Tree) -> bool {
    tree.entries().is_sorted_by(|one, other| one.0 < other.0)
        && tree.entries().iter().all(|(_, value)| is_in_order(value))
        && tree.as_list().unwrap_or_default().iter().all(is_in_order)
}

/// The checksum of a file is that of its text with sorted keys, and a page takes it of the text as it writes it.
#[test]
fn what_a_page_writes_has_its_keys_in_order() {
    let quiz = examples();
    let mut answers = Submission { reader: "Ada".into(), ..Submission::empty(&quiz) };
    for question in &quiz.questions {
        let mut response = question.kind.solution();
        if let Response::Run { metrics, .. } = &mut response {
            *metrics = vec![("moved_fraction".into(), 0.1), ("lookup_entries".into(), 220.0)];
        }
        answers.ask_again(question);
        answers.check(question, response.clone(), "2026-11-27T20:29:11Z".into());
        answers.witness(question, vec![Evidence { at: "2026-11-27T20:29:11Z".into(), link: "lab=hash-ring".into() }]);
        answers.set_draft(question, Some(response));
    }
    let written = answers.current(&quiz).file("2026-11-27T20:31:00Z");
    assert!(is_in_order(&written), "{written:?}");
}

/// A quiz of one question of each kind.
pub(super) fn examples() -> Quiz {
    let tree: Json = toml::from_str(&document()).expect("TOML");
    let (quiz, problems) = read(&tree);
    assert_eq!(problems, []);
    quiz.expect("the examples are a quiz")
}

/// The files of a folder without their endings.
fn files(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder");
    entries.map(|entry| entry.expect("a file").path().file_stem().expect("a name").to_string_lossy().into()).collect()
}

#[test]
fn every_file_of_a_kind_is_listed_and_has_its_view_and_an_example() {
    let names: BTreeSet<String> = KINDS.iter().map(|row| row.name.to_string()).collect();
    assert_eq!(names.len(), KINDS.len(), "two kinds of one name");
    assert_eq!(names, files("src/quiz/kinds"));
    assert_eq!(names, files("src/ui/quiz/kinds"));
    let shown: Vec<&str> = examples().questions.iter().map(|question| question.kind.name()).collect();
    assert_eq!(shown, KINDS.iter().map(|row| row.name).collect::<Vec<_>>());
}

#[test]
fn every_kind_survives_its_own_json_and_its_page() {
    let mut quiz = examples();
    let (again, problems) = read(&quiz.to_json());
    assert_eq!((again.as_ref(), problems), (Some(&quiz), vec![]));
    quiz.map_texts(|text, _| format!("<em>{text}</em>&amp;␟"));
    assert_eq!(obfuscation::reveal(&quiz.chapter, &obfuscation::obfuscate(&quiz)), Some(of_page(&quiz)));
}

#[test]
fn every_text_of_every_kind_is_mapped_at_its_own_path() {
    let mut quiz = examples();
    let tree: Json = toml::from_str(&document()).expect("TOML");
    quiz.map_texts(|text, path| {
        let written = tree.pointer(&format!("/{}", path.replace('.', "/"))).and_then(Json::as_str);
        assert_eq!(written, Some(text), "{path}");
        "mapped".to_string()
    });
    // Whatever is not mapped is an id, a key or a number.
    for question in quiz.to_json()["questions"].as_array().expect("questions") {
        assert_texts(question, "");
    }
}

/// What no reader sees, and results that are compared.
const IDS: &[&str] = &["id", "kind", "unit", "target", "answer", "metric", "plate", "start", "solution"];

fn assert_texts(tree: &Json, key: &str) {
    match tree {
        Json::Object(map) => map.iter().for_each(|(key, value)| assert_texts(value, key)),
        Json::Array(list) if !["accepted", "free"].contains(&key) => {
            list.iter().for_each(|value| assert_texts(value, key))
        }
        Json::String(text) if !IDS.contains(&key) => assert_eq!(text, "mapped", "{key}"),
        _ => {}
    }
}

#[test]
fn every_kind_knows_its_solution_refuses_what_is_none_and_says_how_it_did() {
    let quiz = examples();
    for question in &quiz.questions {
        let verdict = question.grade(&question.kind.solution()).expect("a verdict");
        let expected = if question.kind.scored() { Outcome::Right } else { Outcome::Answered };
        assert_eq!(verdict.outcome(), expected, "{}", question.id);
        assert_eq!(verdict.points(question.points), f64::from(question.points));
        let blank = question.blank(&shuffle(&quiz, question, 0));
        assert_ne!(blank, question.kind.solution(), "{}: solved before it is answered", question.id);
        for other in &quiz.questions {
            let solution = other.kind.solution();
            if std::mem::discriminant(&solution) != std::mem::discriminant(&blank) {
                assert!(question.grade(&solution).is_err(), "{} takes an answer to {}", question.id, other.id);
            }
        }
    }
}

#[test]
fn every_kind_refuses_a_key_that_it_does_not_know() {
    let tree: Json = toml::from_str(&document()).expect("TOML");
    for index in 0..KINDS.len() {
        let mut tree = tree.clone();
        tree["questions"][index]["colour"] = "red".into();
        let (_, problems) = read(&tree);
        let said: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
        assert_eq!(said, [format!("questions.{index}.colour: unknown key `colour`")]);
    }
}

#[test]
fn the_hash_of_every_kind_follows_what_is_asked_and_not_what_is_said_after() {
    let tree: Json = toml::from_str(&document()).expect("TOML");
    let hashes = |tree: &Json| -> Vec<String> {
        read(tree).0.expect("a quiz").questions.into_iter().map(|question| question.hash).collect()
    };
    let before = hashes(&tree);
    for index in 0..KINDS.len() {
        let mut asked = tree.clone();
        asked["questions"][index]["prompt"] = "Other?".into();
        assert_ne!(hashes(&asked)[index], before[index]);
        let mut said = tree.clone();
        said["questions"][index]["explanation"] = "Other.".into();
        said["questions"][index]["hint"] = "Other.".into();
        let question = said["questions"][index].as_object_mut().expect("a table");
        question
            .iter_mut()
            .filter(|(key, _)| key.starts_with("feedback"))
            .for_each(|(_, text)| *text = "Other.".into());
        assert_eq!(hashes(&said), before);
    }
}

/// The problems of the open example after `change`.
fn problems_of_open(change: impl FnOnce(&mut Json)) -> Vec<String> {
    let mut tree: Json = toml::from_str(&document()).expect("TOML");
    let questions = tree["questions"].as_array_mut().expect("questions");
    questions.retain(|question| question["kind"] == "open");
    change(&mut questions[0]);
    read(&tree).1.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect()
}

#[test]
fn an_open_question_says_what_it_lacks_and_takes_no_points() {
    let compare =
        "questions.0.compare: an open question needs `compare = [\"…\"]`: the points of a good answer, a text each";
    assert_eq!(problems_of_open(|question| question["compare"] = json!([])), [compare]);
    assert_eq!(problems_of_open(|question| question["compare"] = json!(["a", " "])), [compare]);
    assert_eq!(
        problems_of_open(|question| question["model"] = "".into()),
        ["questions.0.model: `model = \"…\"` is missing"]
    );
    assert_eq!(
        problems_of_open(|question| question["points"] = 2.into()),
        ["questions.0.points: an answer of this kind is not scored: take `points` out"]
    );
}

#[test]
fn an_open_answer_is_kept_and_answered_and_counts_neither_way() {
    let quiz = examples();
    let question = quiz.question("open-example").expect("an open question");
    let scored: u32 =
        quiz.questions.iter().filter(|question| question.kind.scored()).map(|question| question.points).sum();
    let mut submission = Submission::empty(&quiz);
    submission.check(question, Response::Text("Each miss goes to the database.".into()), String::new());
    let submission = submission.current(&quiz);
    let grade = grade(&quiz, &submission);
    let mark = grade.marks.iter().find(|mark| mark.question == question.id).expect("a mark");
    assert_eq!((mark.outcome, mark.points, mark.out_of, mark.attempts), (Outcome::Answered, 0.0, 0, 1));
    assert_eq!((grade.points, grade.out_of), (0.0, scored));
    assert_eq!(Submission::from_tree(&submission.to_tree()), Some(submission));
    assert!(question.grade(&Response::Text(" \n".into())).is_err());
}

#[test]
fn a_matching_earns_the_share_of_its_items_that_have_their_target() {
    let quiz = examples();
    let question = quiz.question("matching-example").expect("a matching");
    let pairs = |pairs: &[(&str, &str)]| {
        Response::Pairs(pairs.iter().map(|(item, target)| (item.to_string(), target.to_string())).collect())
    };
    let half = question.grade(&pairs(&[("modulo", "nearly-all"), ("ring", "none")])).expect("a verdict");
    assert_eq!((half.outcome(), half.credit), (Outcome::Partly, Some(0.5)));
    assert_eq!(half.remarks[1].text, "Only what the newcomer takes over moves.");
    let same = question.grade(&pairs(&[("modulo", "none"), ("ring", "none")])).expect("a verdict");
    assert_eq!(same.outcome(), Outcome::Wrong);
    for refused in [&[][..], &[("ring", "one-share")], &[("ring", "x"), ("modulo", "none")], &[("x", "none")]] {
        assert!(question.grade(&pairs(refused)).is_err(), "{refused:?}");
    }
}

#[test]
fn the_steps_of_an_algorithm_are_judged_one_by_one_however_they_are_written() {
    let quiz = examples();
    let question = quiz.question("perform-example").expect("an algorithm");
    let steps = |typed: [&str; 3]| Response::Steps(typed.map(str::to_string).to_vec());
    let first = question.grade(&steps(["1e2 keys", "", ""])).expect("a verdict");
    assert_eq!((first.credit, first.remarks.len()), (Some(1.0 / 3.0), 1));
    let second = question.grade(&steps(["900", "", "9"])).expect("a verdict");
    assert_eq!(second.remarks.iter().map(|remark| remark.right).collect::<Vec<_>>(), [false, true]);
    assert_eq!(second.remarks[0].text, "One share of ten.");
    assert!(question.grade(&steps([" ", "-", ""])).is_err());
    assert!(question.grade(&Response::Steps(vec!["100".into()])).is_err());
    let clock = crate::quiz::kinds::Step {
        prompt: String::new(),
        answer: "2,1,0".into(),
        tolerance: 0.0,
        unit: String::new(),
        hint: String::new(),
    };
    assert_eq!(
        ["[2, 1, 0]", "2 1 0", "21 0"].map(|typed| clock.is_right(typed)),
        [Some(true), Some(true), Some(false)]
    );
}

/// What is wrong with the example of a kind after `change`.
fn problems_of(kind: &str, change: impl FnOnce(&mut Json)) -> Vec<String> {
    let mut tree: Json = toml::from_str(&document()).expect("TOML");
    let questions = tree["questions"].as_array_mut().expect("questions");
    questions.retain(|question| question["kind"] == kind);
    change(&mut questions[0]);
    read(&tree).1.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect()
}

#[test]
fn the_results_of_steps_are_the_engines() {
    let with = |step: Json| {
        problems_of("perform", |question| {
            question["steps"][0] = step;
        })
    };
    let metric = |answer: &str| json!({ "prompt": "How many?", "metric": "nodes_alive", "answer": answer });
    assert_eq!(with(metric("10")), [""; 0]);
    assert_eq!(with(metric("8")), ["questions.0.steps.0.answer: the result is written as 8, but the lab gives 10"]);
    let unknown = with(json!({ "prompt": "?", "metric": "moved" }));
    assert!(unknown[0].starts_with("questions.0.steps.0.metric: unknown metric `moved`"), "{unknown:?}");
    let event = with(json!({ "prompt": "?", "event": 1, "field": "up", "answer": "9" }));
    assert_eq!(event, [""; 0]);
    let event = with(json!({ "prompt": "?", "event": 9, "field": "up" }));
    assert_eq!(event, ["questions.0.steps.0.event: the run has no such event: `event` counts from 1"]);
    let none = with(json!({ "prompt": "?" }));
    assert!(none[0].contains("a step needs"), "{none:?}");
}

#[test]
fn one_option_of_a_prediction_holds_for_what_the_run_gives() {
    let with = |answer: f64| problems_of("prediction", |question| question["answer"] = answer.into());
    assert_eq!(with(100.0), [""; 0]);
    let gap = problems_of("prediction", |question| question["options"][1]["from"] = 1200.0.into());
    assert_eq!(gap, ["questions.0.options: the run gives 1111, for which no option holds: one option must"]);
    let both = problems_of("prediction", |question| question["options"][0]["below"] = 1200.0.into());
    assert_eq!(both, ["questions.0.options: the run gives 1111, for which few and share holds: one option must"]);
}

#[test]
fn an_experiment_has_a_start_that_fails_and_a_solution_that_does_not() {
    let with = |key: &str, value: Json| problems_of("experiment", |question| question[key] = value);
    let solution = "lab=hash-ring&nodes=5&vnodes=400&keys=1000";
    assert_eq!(with("start", solution.into()), ["questions.0.start: the start meets every goal already"]);
    let weak = with("solution", "lab=hash-ring&nodes=5&vnodes=2&keys=1000".into());
    assert_eq!(weak, ["questions.0.solution: the run misses the goal for `max_over_mean`"]);
    let other = with("solution", "lab=hash-ring&nodes=50&vnodes=400&keys=1000".into());
    assert!(other[0].starts_with("questions.0.solution: `nodes` must stay at 5"), "{other:?}");
    let free = with("free", json!(["nodes", "vnode"]));
    assert!(free[0].starts_with("questions.0.free: unknown parameter `vnode`"), "{free:?}");
    let goal = with("goals", json!([{ "metric": "p99", "text": "p99", "at_most": 1.0 }]));
    assert!(goal[0].starts_with("questions.0.goals.0.metric: unknown metric `p99`"), "{goal:?}");
}
