mod exams;
mod hostile;
mod kinds;
mod once;
mod orders;
mod traced;
mod variants;

use serde_json::{Value as Json, json};

use super::notes::notes;
use super::*;
use crate::kernel::{Metric, Report};
use crate::scenario::Problem;

fn document() -> Json {
    json!({
        "title": "Before you go on",
        "questions": [
            { "id": "one", "kind": "single", "prompt": "Which?", "points": 2, "explanation": "Since.", "options": [
                { "id": "a", "text": "A", "feedback": "No." },
                { "id": "b", "text": "B", "correct": true, "feedback": "Yes." } ] },
            { "id": "many", "kind": "multiple", "prompt": "Which ones?", "options": [
                { "id": "a", "text": "A", "correct": true }, { "id": "b", "text": "B", "correct": true },
                { "id": "c", "text": "C" }, { "id": "d", "text": "D" } ] },
            { "id": "share", "kind": "numeric", "prompt": "How many?", "answer": 9.1, "tolerance": 0.1, "unit": "%",
              "feedback_low": "Too small.", "feedback_high": "Too large.", "feedback_correct": "Just so." },
            { "id": "steps", "kind": "ordering", "prompt": "In which order?", "feedback_wrong": "Not yet.", "items": [
                { "id": "w", "text": "W" }, { "id": "x", "text": "X" }, { "id": "y", "text": "Y" },
                { "id": "z", "text": "Z" } ] },
            { "id": "name", "kind": "short", "prompt": "What is it called?", "accepted": ["virtual node", "vnode"] },
        ],
    })
}

fn read(tree: &Json) -> (Option<Quiz>, Vec<Problem>) {
    let named = |name: &str| {
        if name != "ring-join" {
            return Err(Problem::unknown("", "scenario", name, ["ring-join"].into_iter()));
        }
        let metric =
            |name: &'static str, value| Metric { name: name.into(), unit: "", value, decimals: 0, remark: None };
        Ok(Report { metrics: vec![metric("moved_fraction", 0.25), metric("broken", f64::NAN)], stopped: None })
    };
    Quiz::from_json("part-1/sample", "sample", tree, Some(&named))
}

fn sample() -> Quiz {
    let (quiz, problems) = read(&document());
    assert_eq!(problems, []);
    quiz.expect("the sample is a quiz")
}

fn credit(id: &str, response: Response) -> f64 {
    sample().question(id).expect("a question").grade(&response).expect("a verdict").credit.expect("a score")
}

fn ids(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_string).collect()
}

/// How this reader sees a question.
fn shuffle(quiz: &Quiz, question: &Question, reader: u64) -> Shuffle {
    Shuffle::new(quiz, question, ReaderId(reader))
}

/// A quiz as its page knows it.
fn of_page(quiz: &Quiz) -> Quiz {
    let mut quiz = quiz.clone();
    quiz.exam_hash.clear();
    for question in &mut quiz.questions {
        let forget =
            |one: &mut Question| (one.tags, one.drawn, one.exam_hash) = (Vec::new(), Vec::new(), String::new());
        forget(question);
        question.others.iter_mut().for_each(forget);
    }
    quiz
}

/// The problems of the sample after `change`, as `path: message`.
fn problems_after(change: impl FnOnce(&mut Json)) -> Vec<String> {
    let mut tree = document();
    change(&mut tree);
    read(&tree).1.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect()
}

#[test]
fn a_quiz_survives_its_own_json() {
    let quiz = sample();
    let (again, problems) = read(&quiz.to_json());
    assert_eq!((again, problems), (Some(quiz), vec![]));
}

#[test]
fn a_quiz_survives_its_seal_even_after_rendering() {
    let mut quiz = sample();
    let hash = quiz.hash.clone();
    quiz.map_texts(|text, _| format!("<em>{text}</em>&amp;"));
    assert_eq!(quiz.hash, hash);
    let obfuscated = obfuscation::obfuscate(&quiz);
    assert_eq!(obfuscation::reveal("part-1/sample", &obfuscated), Some(of_page(&quiz)));
    assert_eq!(obfuscation::reveal("part-1/other", &obfuscated), None);
    assert_eq!(obfuscation::reveal("part-1/sample", &obfuscated[1..]), None);
    assert!(!obfuscated.contains("Just so"));
}

#[test]
fn every_text_that_a_reader_sees_is_mapped_once_with_its_path() {
    let mut paths = Vec::new();
    let mut quiz = sample();
    quiz.map_texts(|text, path| {
        paths.push(format!("{path}={text}"));
        format!("<p>{text}</p>")
    });
    for expected in [
        "title=Before you go on",
        "questions.0.prompt=Which?",
        "questions.0.options.1.feedback=Yes.",
        "questions.2.feedback_low=Too small.",
        "questions.3.items.2.text=Y",
        "questions.0.explanation=Since.",
    ] {
        assert_eq!(paths.iter().filter(|path| *path == expected).count(), 1, "{expected} in {paths:?}");
    }
    assert_eq!(quiz.questions[0].prompt, "<p>Which?</p>");
}

#[test]
fn every_mistake_is_reported_with_its_path_at_once() {
    let found = problems_after(|tree| {
        tree["questions"][0]["options"][0]["correct"] = true.into();
        tree["questions"][1]["options"] = json!([{ "id": "a", "text": "A" }, { "id": "a", "text": "B" }]);
        tree["questions"][2].as_object_mut().expect("a table").remove("tolerance");
        tree["questions"][3]["items"] = json!([{ "id": "w", "text": "W" }]);
        tree["questions"][4]["accepted"] = json!(["≥"]);
        tree["questions"][4]["id"] = "one".into();
        tree["questions"][4]["promt"] = "".into();
    });
    let expected = [
        "questions.0.options: 2 options are right; a `single` question has one, else it is `multiple`",
        "questions.1.options.1.id: a second option of this question has the id `a`",
        "questions.1.options: no option is right: one needs `correct = true`",
        "questions.2.tolerance: a numeric question needs `tolerance` or `tolerance_percent`",
        "questions.3.items: an order needs at least two items, in the right order",
        "questions.4.promt: unknown key `promt`",
        "questions.4.accepted: a short answer needs `accepted = [\"…\"]`, each form with a letter or a digit",
    ];
    for line in expected {
        assert!(found.contains(&line.to_string()), "{line} in {found:#?}");
    }
    assert_eq!(
        problems_after(|tree| tree["questions"][4]["id"] = "one".into()),
        ["questions.4.id: a second question has the id `one`"]
    );
}

#[test]
fn a_computed_key_is_the_metric_times_the_scale() {
    let mut tree = document();
    let question = tree["questions"][2].as_object_mut().expect("a table");
    question.remove("answer");
    question.insert("key".into(), json!({ "scenario": "ring-join", "metric": "moved_fraction", "scale": 100 }));
    let (quiz, problems) = read(&tree);
    assert_eq!(problems, []);
    let quiz = quiz.expect("a quiz");
    let Kind::Numeric(numeric) = &quiz.questions[2].kind else { panic!("not numeric") };
    assert_eq!(numeric.answer, 25.0);
}

#[test]
fn a_written_answer_that_the_engine_contradicts_is_a_mistake() {
    let key = |metric: &str| json!({ "scenario": "ring-join", "metric": metric, "scale": 100 });
    let found = problems_after(|tree| tree["questions"][2]["key"] = key("moved_fraction"));
    assert_eq!(found, ["questions.2.answer: the answer is written as 9.1, but the lab gives 25"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = key("moved_fractoin"));
    assert_eq!(found, ["questions.2.key.metric: unknown metric `moved_fractoin`"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = key("broken"));
    assert_eq!(found, ["questions.2.key.metric: unknown metric `broken`"]);
    let scaled = |scale: f64| json!({ "scenario": "ring-join", "metric": "moved_fraction", "scale": scale });
    let found = problems_after(|tree| tree["questions"][2]["key"] = scaled(0.0));
    assert_eq!(found, ["questions.2.key.scale: `scale` must not be 0: it would make every answer 0"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = json!({ "scenario": "x", "metric": "m" }));
    assert_eq!(found, ["questions.2.key.scenario: unknown scenario `x`"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = json!({ "lab": "hash-rong", "metric": "m" }));
    assert_eq!(found, ["questions.2.key.lab: unknown lab `hash-rong`"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = json!({ "lab": 5, "metric": "m" }));
    assert_eq!(found, ["questions.2.key.lab: `lab` must be text in quotes"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = json!({ "metric": "m" }));
    assert_eq!(found, ["questions.2.key: a key needs `scenario = \"…\"` or `lab = \"…\"`"]);
    let found = problems_after(|tree| tree["questions"][2]["key"] = json!({ "lab": "hash-ring" }));
    assert_eq!(found, ["questions.2.key.metric: `metric = \"…\"` is missing"]);
}

#[test]
fn credit_is_what_the_rules_say() {
    let options = |text: &str| credit("many", Response::Options(ids(text)));
    assert_eq!(
        [options("a b"), options("a"), options("a c"), options("a b c"), options("c d")],
        [1.0, 0.5, 0.0, 0.5, 0.0]
    );
    let order = |text: &str| credit("steps", Response::Order(ids(text)));
    assert_eq!([order("w x y z"), order("z y x w"), order("y z w x")], [1.0, 0.0, 2.0 / 3.0]);
    let number = |text: &str| credit("share", Response::Number(text.into()));
    assert_eq!([number("9,2 %"), number("9.0"), number("9.21"), number("8.9")], [1.0, 1.0, 0.0, 0.0]);
    let text = |text: &str| credit("name", Response::Text(text.into()));
    assert_eq!([text("Virtual-Node!"), text("VNODE"), text("a node")], [1.0, 1.0, 0.0]);
    assert_eq!([credit("one", Response::Option("b".into())), credit("one", Response::Option("a".into()))], [1.0, 0.0]);
}

#[test]
fn a_number_on_the_wrong_side_gets_the_feedback_of_its_side() {
    let say = |text: &str| {
        let verdict = sample().questions[2].grade(&Response::Number(text.into())).expect("a verdict");
        verdict.remarks[0].text.clone()
    };
    assert_eq!([say("5"), say("50"), say("9.1")], ["Too small.", "Too large.", "Just so."]);
}

#[test]
fn what_is_no_answer_is_refused_and_not_judged() {
    let quiz = sample();
    for question in quiz.questions.iter().filter(|question| question.kind.name() != "ordering") {
        assert!(question.grade(&question.blank(&shuffle(&quiz, question, 0))).is_err(), "{}", question.id);
    }
    let refused = |id: &str, response| quiz.question(id).expect("a question").grade(&response).is_err();
    assert!(refused("one", Response::Option("z".into())));
    assert!(refused("one", Response::Text("b".into())));
    assert!(refused("share", Response::Number("nine".into())));
    assert!(refused("steps", Response::Order(ids("w w x y"))));
    assert!(refused("steps", Response::Order(ids("w x y"))));
}

#[test]
fn the_hash_follows_what_is_asked_and_not_what_is_said_after() {
    let hash = |change: &dyn Fn(&mut Json)| {
        let mut tree = document();
        change(&mut tree);
        read(&tree).0.expect("a quiz").hash
    };
    let before = sample().hash;
    assert_eq!(before, hash(&|tree| tree["questions"][0]["explanation"] = "Other.".into()));
    assert_eq!(before, hash(&|tree| tree["questions"][0]["options"][0]["feedback"] = "Other.".into()));
    assert_eq!(before, hash(&|tree| tree["questions"][2]["feedback_low"] = "Other.".into()));
    assert_ne!(before, hash(&|tree| tree["questions"][0]["prompt"] = "Other?".into()));
    assert_ne!(before, hash(&|tree| tree["questions"][2]["answer"] = 9.2.into()));
}

const AT: &str = "2026-11-27T20:29:11Z";

/// A reader who first gets the first question wrong, and answers two.
fn answered(quiz: &Quiz) -> Submission {
    let mut submission = Submission::empty(quiz);
    submission.reader = "Ada".to_string();
    submission.check(&quiz.questions[0], Response::Option("a".into()), AT.into());
    submission.check(&quiz.questions[0], Response::Option("b".into()), AT.into());
    submission.check(&quiz.questions[1], Response::Options(ids("a")), AT.into());
    submission.current(quiz)
}

#[test]
fn attempts_and_the_first_response_are_kept_and_graded_apart() {
    let quiz = sample();
    let submission = answered(&quiz);
    let first = &submission.answers[0];
    assert_eq!((first.checked, first.first()), (2, Some(&Response::Option("a".into()))));
    let grade = grade(&quiz, &submission);
    assert_eq!((grade.points, grade.first_points, grade.out_of), (2.5, 0.5, 6));
    assert_eq!(notes(&quiz, &submission, &grade), [""; 0]);
    let outcomes: Vec<Outcome> = grade.marks.iter().map(|mark| mark.outcome).collect();
    use Outcome::{Partly, Right, Unanswered};
    assert_eq!(outcomes, [Right, Partly, Unanswered, Unanswered, Unanswered]);
}

#[test]
fn an_answer_to_an_earlier_wording_stays_kept_but_is_not_handed_in() {
    let quiz = sample();
    let kept = answered(&quiz);
    let mut changed = quiz.clone();
    changed.questions[0].hash = "other".to_string();
    let current = kept.current(&changed);
    assert!(current.answer("one").is_none() && kept.answer("one").is_some());
    assert_eq!(current.claimed, Some(Claim { points: 0.5, out_of: 6.0 }));
}

#[test]
fn a_grader_is_told_of_changes_and_of_false_claims() {
    let quiz = sample();
    let mut submission = answered(&quiz);
    submission.quiz_hash = "old".to_string();
    submission.answers[0].question_hash = "old".to_string();
    submission.answers[1].question = "gone".to_string();
    submission.claimed = Some(Claim { points: 6.0, out_of: 6.0 });
    let grade = grade(&quiz, &submission);
    assert_eq!(grade.points, 2.0);
    assert_eq!(
        notes(&quiz, &submission, &grade),
        [
            "the quiz has changed since; graded as it now stands, look at: one",
            "the quiz has no question `gone`; its answer was passed over",
            "the file claims 6 of 6 points, the answers earn 2 of 6, perhaps because the quiz has changed",
        ]
    );
}

#[test]
fn a_readers_name_is_one_clean_line() {
    assert_eq!(submission::clean_reader("  Ada\u{1b}[31m\n\u{202e}Lovelace "), "Ada[31m Lovelace");
    assert_eq!(
        submission::clean_reader("Ada \u{8} Love\u{202e}lace"),
        "Ada Lovelace",
        "one name, however it is written"
    );
    assert_eq!(submission::clean_reader(&"x".repeat(5000)).len(), 100);
}
