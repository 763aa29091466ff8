//! Experiments: a run that a reader takes from a plate.

use super::super::session::{BrowserApi, Session};
use crate::kernel::Report;
use crate::quiz::{Evidence, Quiz, Response, Submission, kinds::KINDS};
use crate::scenario::{Link, Problem};
use crate::ui::phrases::quiz as say;

/// A session of one experiment whose plate shows the run of this query.
fn experiment(shown_run: fn(&str) -> Option<(Link, Report)>) -> Session {
    let row = KINDS.iter().find(|row| row.name == "experiment").unwrap();
    let tree = toml::from_str(&format!("title = \"One\"\n{}", row.example)).unwrap();
    let (quiz, problems) = Quiz::from_json("part-1/ring", "course", &tree, Some(&|name| Err(Problem::new("", name))));
    assert_eq!(problems, []);
    let quiz = quiz.unwrap();
    let answers = Submission::empty(&quiz);
    let (download, now): (fn(&str, &str) -> bool, _) = (|_, _| true, super::now);
    let tried: fn(&str) -> Vec<Evidence> = |plate| vec![Evidence { at: "1".into(), link: format!("of {plate}") }];
    let api = BrowserApi { keep: |_| true, recall: |_| None, download, focus: |_| {}, shown_run, tried, now };
    Session::new(quiz, answers, Some(api))
}

fn shows(query: &str) -> Option<(Link, Report)> {
    let link = Link::parse(query).0.unwrap();
    let report = link.scenario.report();
    Some((link, report))
}

#[test]
fn the_run_of_an_experiment_is_taken_from_its_plate() {
    let mut session = experiment(|plate| {
        assert_eq!(plate, "two-rings");
        shows("lab=hash-ring&nodes=5&vnodes=400&keys=1000&vs=strategy:modulo&t=5")
    });
    session.check(0);
    assert_eq!(session.inputs[0].refusal, "Take a run of the plate first.");
    session.take_run(0);
    let Response::Run { link, metrics } = &session.inputs[0].response else { panic!("a run") };
    assert!(!link.contains("vs=") && !link.contains("t="), "the run alone: {link}");
    assert_eq!(metrics.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["max_over_mean"]);
    session.check(0);
    assert!(session.solved(0));
    let attempt = &session.answers.answers[0].attempts[0];
    assert_eq!(
        attempt.evidence,
        [Evidence { at: "1".into(), link: "of two-rings".into() }],
        "what was tried on the way"
    );
}

#[test]
fn a_run_that_an_experiment_does_not_allow_is_refused_with_what_must_stay() {
    let mut session = experiment(|_| shows("lab=hash-ring&nodes=4&vnodes=400&keys=1000"));
    session.take_run(0);
    assert_eq!(session.inputs[0].refusal, "`nodes` must stay at 5 here: put it back, and take the run again.");
    assert!(session.is_blank(0));
    let mut session = experiment(|_| shows("lab=bloom"));
    session.take_run(0);
    assert_eq!(session.inputs[0].refusal, "This run is of another lab.");
    let mut session = experiment(|_| None);
    session.take_run(0);
    assert_eq!(session.inputs[0].refusal, say::NO_RUN.text());
}
