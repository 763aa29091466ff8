//! Options that are histories of a run.

use super::*;

const RULE: &str = "{ first = \"send\", then = \"receive\", same = \"message\" }";

/// A quiz of one question, whose second option has this in place of its `swap`.
fn traced(rules: &str, swap: &str) -> (Option<Quiz>, Vec<String>) {
    read_run("do=send-to-1@20:0:50,event@40:2,event@90:0", rules, swap)
}

fn read_run(run: &str, rules: &str, swap: &str) -> (Option<Quiz>, Vec<String>) {
    let text = format!(
        r#"
        title = "Traces"
        [[questions]]
        id = "which"
        kind = "single"
        prompt = "Which of these is impossible?"
        options = [
          {{ id = "real", events = [1, 2, 3] }},
          {{ id = "other", events = [1, 2, 3, 4], {swap} feedback = "Nobody receives what is not sent." }},
        ]
        [questions.trace]
        run = "lab=space-time&chatter=0&skew_ms=0&drift_ppm=0&seed=1&{run}"
        rules = [{rules}]
        [questions.trace.lines]
        local = "something happens at process {{process}}"
        "#
    );
    let tree = toml::from_str::<serde_json::Value>(&text).expect("TOML");
    let (quiz, problems) = Quiz::from_json("part-1/sample", "", &tree, Some(&|_| unreachable!("no named scenario")));
    (quiz, problems.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect())
}

#[test]
fn the_history_in_which_something_comes_before_its_cause_is_the_right_answer() {
    let (quiz, problems) = traced(RULE, "swap = [1, 3],");
    assert_eq!(problems, Vec::<String>::new());
    let quiz = quiz.expect("a quiz");
    let Kind::Single(single) = &quiz.questions[0].kind else { panic!("{quiz:?}") };
    let right: Vec<&str> = single.options.iter().filter(|it| it.correct).map(|it| it.id.as_str()).collect();
    assert_eq!(right, ["other"]);
    let text = &single.options[1].text;
    assert!(text.starts_with("(1) Process 1 receives") && text.contains("\\\n(3) Process 0 sends"), "{text}");
    assert!(text.ends_with("(4) Something happens at process 0"), "{text}");
    let (again, problems) = Quiz::from_json("part-1/sample", "", &quiz.to_json(), None);
    assert_eq!((again, problems), (Some(quiz.clone()), Vec::new()), "as written out it is a choice like any other");
}

#[test]
fn a_clock_that_goes_back_is_impossible_and_two_processes_have_clocks_of_their_own() {
    let rises = "{ rises = \"lamport\", of = \"process\" }";
    assert_eq!(traced(rises, "swap = [1, 4],").1, Vec::<String>::new());
    let told = traced(rises, "swap = [1, 2],").1;
    assert!(told.len() == 1 && told[0].starts_with("questions.0.options.1.swap: with these lines"), "{told:?}");
}

#[test]
fn what_happens_again_proves_nothing_where_lines_may_be_missing() {
    let rule = "{ first = \"local\", then = \"receive\", same = \"process\" }";
    let (_, problems) = read_run("do=event@10:1,send-to-1@20:0:50,event@40:1,event@90:0", rule, "swap = [1, 3],");
    let told = "questions.0.trace.rules.0: this happens a second time in event 3";
    assert!(problems.iter().any(|problem| problem.starts_with(told)), "{problems:?}");
}

#[test]
fn what_proves_nothing_is_told_where_it_stands() {
    for (rules, swap, told) in [
        (RULE, "", "questions.0.options: all of these happened"),
        (RULE, "swap = [1, 2],", "questions.0.options.1.swap: with these lines changed no rule"),
        (RULE, "swap = [1, 9],", "questions.0.options.1.swap: `swap` must be a list of whole numbers from 1 to 4"),
        (RULE, "swap = [2, 2],", "questions.0.options.1.swap: `swap` must be the numbers of two lines"),
        ("", "swap = [1, 3],", "questions.0.trace.rules: a trace needs at least one"),
        (
            "{ first = \"receive\", then = \"send\", same = \"message\" }",
            "swap = [1, 3],",
            "questions.0.trace.rules.0: the run itself breaks",
        ),
        (
            "{ rises = \"lamports\", of = \"process\" }",
            "swap = [1, 3],",
            "questions.0.trace.rules.0: this rule says nothing",
        ),
    ] {
        let problems = traced(rules, swap).1;
        assert!(problems.iter().any(|problem| problem.starts_with(told)), "{told}: {problems:?}");
    }
}
