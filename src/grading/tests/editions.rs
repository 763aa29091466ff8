//! Answers to a quiz as it was, or without its keys.

use super::*;

#[test]
fn answers_to_the_edition_for_exams_are_graded_with_the_keys() {
    let quizzes = quizzes();
    let quiz = &quizzes[0];
    let exam = quiz.clone().for_exam();
    let mut submission = Submission::empty(&exam);
    for (question, asked) in quiz.questions.iter().zip(&exam.questions) {
        submission.check(asked, question.kind.solution(), String::new());
    }
    let file = submission.current(&exam).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
    let record = Judge::new(&quizzes, Keep::Last, None).judge("a.json", &file).unwrap().records.remove(0);
    assert_eq!((record.points, record.notes), (f64::from(quiz.points()), vec![]));
    assert!(record.marks.iter().all(|mark| !mark.changed));
}

#[test]
fn an_answer_to_a_quiz_that_has_changed_is_graded_by_the_key_that_its_reader_saw() {
    let then = quizzes();
    let tree: Json = toml::from_str(&SAMPLE.replace("answer = 9.1", "answer = 50.0")).unwrap();
    let now = vec![Quiz::from_json("part-1/sample", "sample", &tree, None).0.unwrap()];
    assert_ne!(then[0].hash, now[0].hash);
    let mut submission = Submission::empty(&then[0]);
    submission.check(&then[0].questions[2], Response::Number("9.1".into()), String::new());
    let whole = submission.current(&then[0]).exported("2026-11-27T20:30:00Z").to_text(false);
    // Of a build that nobody has kept, with that question as it was.
    let other_build = whole.replace(&then[0].hash, &"0".repeat(32));
    for file in [&whole, &other_build] {
        let forgetful = Judge::new(&now, Keep::Last, None);
        let record = forgetful.judge("a.json", file.as_bytes()).unwrap().records.remove(0);
        assert_eq!((record.points, record.marks[2].changed), (0.0, true));
        let keys = keys::read(keys::write(&then).as_bytes()).unwrap();
        let record = Judge::new(&now, Keep::Last, None).remembering(&keys).judge("a.json", file.as_bytes());
        let record = record.unwrap().records.remove(0);
        assert_eq!((record.points, record.marks[2].changed), (1.0, true), "{:?}", record.notes);
        let said = "`share` has changed since; graded by the key of what its reader saw: 1 of 1 points, by today's 0";
        assert!(record.notes.iter().any(|note| note == said), "{:?}", record.notes);
        assert!(!record.notes.iter().any(|note| note.contains("claims")), "{:?}", record.notes);
    }
}

#[test]
fn a_key_that_was_mended_after_an_exam_counts_and_a_question_that_was_reworded_is_graded_as_it_was() {
    let then = quizzes();
    let exam = then[0].clone().for_exam();
    let mut submission = Submission::empty(&exam);
    submission.check(&exam.questions[2], Response::Number("9.1".into()), String::new());
    let file = submission.current(&exam).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
    let graded = |from: &str, to: &str| {
        let text = SAMPLE.replace(from, to).replace("Which hash?", "Which one?");
        let now = vec![Quiz::from_json("part-1/sample", "sample", &toml::from_str(&text).unwrap(), None).0.unwrap()];
        let judge = Judge::new(&now, Keep::Last, None).remembering(&then);
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        (record.points, record.marks[2].changed, record.notes.join("; "))
    };
    // The pages of an exam say nothing of a key: what its reader saw is the question.
    let (points, changed, notes) = graded("answer = 9.1", "answer = 50.0");
    assert_eq!((points, changed), (0.0, false));
    let said = "the key of `share` was mended after the exam; graded by today's: 0 of 1 points, by the earlier 1";
    assert!(notes.contains(said) && !notes.contains("graded as it now stands"), "{notes}");
    let (points, changed, notes) = graded("What share moves?", "What share stays?");
    assert_eq!((points, changed), (1.0, true));
    assert!(!notes.contains("mended"), "{notes}");
}

#[test]
fn of_an_experiment_whose_goals_have_changed_nothing_is_said_by_todays() {
    let link = "lab=hash-ring&nodes=5&vnodes=400&keys=1000";
    let (then, file) = runs::experiment(link, 1.0);
    let mut now = then.clone();
    now[0].questions[0].hash = "0".repeat(32);
    let judge = Judge::new(&now, Keep::Last, None).remembering(&then);
    let record = judge.judge("a.json", &file).unwrap().records.remove(0);
    let said = format!(
        "`{}` has changed since; graded by the key of what its reader saw: 1 of 1 points",
        now[0].questions[0].id
    );
    assert!(record.notes.contains(&said), "{:?}", record.notes);
}

#[test]
fn a_key_file_among_answers_is_none() {
    let why = intake::read("keys.json", keys::write(&quizzes()).as_bytes()).unwrap_err();
    assert_eq!(why, Refusal::Broken("this is a key file, not answers: it is given apart from them".to_string()));
    let mut answers = second_version("faultlines-keys", 7, &["9.1"]);
    answers["note"] = json!({ "format": "faultlines-keys" });
    assert_eq!(read(&sealed(answers)).chapters.len(), 1, "whatever stands in an answer file");
}

#[test]
fn of_an_exam_the_last_answer_counts_though_a_right_one_was_before_it() {
    let quizzes = quizzes();
    let exam = quizzes[0].clone().for_exam();
    let mut submission = Submission::empty(&exam);
    for option in ["ring", "modulo"] {
        submission.check(&exam.questions[0], Response::Option(option.into()), String::new());
    }
    let file = submission.current(&exam).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
    for (keep, points) in [(Keep::Best, 0.0), (Keep::Last, 0.0), (Keep::First, 2.0)] {
        let record = Judge::new(&quizzes, keep, None).judge("a.json", &file).unwrap().records.remove(0);
        assert_eq!(record.points, points, "{keep:?}");
    }
}

#[test]
fn what_a_quiz_no_longer_asks_and_what_it_asks_besides_is_told() {
    let then = quizzes();
    let mut now = then.clone();
    now[0].questions[2].id = "new-one".into();
    now[0].hash = "0".repeat(32);
    let file = second_version("Ada", 7, &["9.1"]).to_string();
    let judge = Judge::new(&now, Keep::Best, None).remembering(&then);
    let notes = judge.judge("a.json", file.as_bytes()).unwrap().records.remove(0).notes;
    let said = "the quiz has changed since: it no longer asks share; it asks besides new-one";
    assert!(notes.iter().any(|note| note == said), "{notes:?}");
}
