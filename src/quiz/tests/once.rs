//! One mistake in a quiz is told once, and a second value knows where the first stands.

use serde_json::json;

use super::{document, problems_after, read};

#[test]
fn one_mistake_is_told_once() {
    let once = |found: Vec<String>, expected: &str| assert_eq!(found, [expected]);
    once(
        problems_after(|tree| tree["questions"][0]["options"][1]["correct"] = "true".into()),
        "questions.0.options.1.correct: `correct` must be true or false",
    );
    once(
        problems_after(|tree| {
            let option = tree["questions"][0]["options"][1].as_object_mut().expect("a table");
            option.remove("correct");
            option.insert("corect".into(), true.into());
        }),
        "questions.0.options.1.corect: unknown key `corect`",
    );
    once(
        problems_after(|tree| tree["questions"][0]["options"] = "a".into()),
        "questions.0.options: `options` must be a list of tables",
    );
    once(
        problems_after(|tree| tree["questions"][0]["options"][0] = 5.into()),
        "questions.0.options.0: this must be a table of `name = value`",
    );
    once(
        problems_after(|tree| tree["questions"][3]["items"] = 5.into()),
        "questions.3.items: `items` must be a list of tables",
    );
    once(problems_after(|tree| tree["questions"] = 5.into()), "questions: `questions` must be a list of tables");
    once(
        problems_after(|tree| tree["questions"][2]["answer"] = "9".into()),
        "questions.2.answer: `answer` must be a number",
    );
    once(
        problems_after(|tree| {
            let key = json!({ "scenario": "ring-join", "metric": "moved_fraction", "scale": "100" });
            tree["questions"][2]["key"] = key;
        }),
        "questions.2.key.scale: `scale` must be a number",
    );
}

#[test]
fn a_second_question_knows_where_the_first_stands() {
    let mut tree = document();
    // A question that cannot be read has its id all the same.
    tree["questions"][0]["kind"] = "singel".into();
    for index in [1, 4] {
        tree["questions"][index]["id"] = "one".into();
    }
    tree["questions"][3]["items"][2]["id"] = "w".into();
    let problems = read(&tree).1;
    let seconds = problems.iter().filter_map(|problem| Some((problem.path.as_str(), problem.first.as_deref()?)));
    assert_eq!(
        seconds.collect::<Vec<_>>(),
        [
            ("questions.1.id", "questions.0.id"),
            ("questions.3.items.2.id", "questions.3.items.0.id"),
            ("questions.4.id", "questions.0.id"),
        ]
    );
}
