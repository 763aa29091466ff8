//! A quiz as its reader goes through it, without a browser.

use super::body;
use super::session::{At, Hands, Session};
use crate::quiz::{Quiz, Submission};
use crate::scenario::Problem;
use crate::ui::dom::Store;

const SAMPLE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/content/part-1/sample/quiz.toml"));
/// The places of its questions.
const ONE: usize = 0;
const MANY: usize = 1;
const SHARE: usize = 2;
const STEPS: usize = 3;

fn session(keep: fn(&Submission) -> bool) -> Session {
    let tree = toml::from_str(SAMPLE).expect("TOML");
    let (quiz, _) = Quiz::from_json("part-1/sample", &tree, &|name| Err(Problem::new("", name)));
    let quiz = quiz.expect("a quiz");
    let answers = Submission::empty(&quiz);
    Session::new(quiz, answers, Some(Hands { keep, download: |_, _| true, focus: |_| {} }))
}

fn html(session: Session) -> String {
    let store = Store::new(session);
    store.look(|session| body(session, store).to_html()).expect("the session is there")
}

fn at(question: usize, row: usize) -> At {
    At { question, row }
}

#[test]
fn what_is_answered_right_is_locked_and_what_is_wrong_can_be_tried_again() {
    let mut session = session(|_| true);
    session.choose(at(ONE, 0));
    session.check(ONE);
    assert!(session.verdict(ONE).is_some() && !session.solved(ONE));
    assert_eq!(session.score(), "0 of 6 points. 1 of 5 questions answered, 1 to try again.");
    session.choose(at(ONE, 1));
    assert_eq!(session.verdict(ONE), None, "a verdict is on what was checked");
    session.check(ONE);
    assert!(session.solved(ONE));
    session.choose(at(ONE, 0));
    assert!(session.solved(ONE), "a right answer cannot be changed");
    assert_eq!(session.score(), "2 of 6 points. 1 of 5 questions answered.");
    assert_eq!(session.answers.answers[0].attempts, 2);
}

#[test]
fn what_cannot_be_judged_is_refused_until_it_changes() {
    let mut session = session(|_| true);
    session.write(SHARE, "nine".into());
    session.check(SHARE);
    assert_ne!(session.drafts[SHARE].refusal, "");
    assert!(session.answers.answers.is_empty());
    session.write(SHARE, "9,1".into());
    assert_eq!(session.drafts[SHARE].refusal, "");
    session.check(SHARE);
    assert!(session.solved(SHARE));
}

#[test]
fn an_item_moves_by_one_place_and_not_past_the_ends() {
    let mut session = session(|_| true);
    session.shift(at(STEPS, 0), true);
    session.shift(at(STEPS, 3), false);
    assert_eq!(session.said, "");
    session.shift(at(STEPS, 1), true);
    assert_eq!(session.said, "Moved to place 1 of 4.");
    session.shift(at(STEPS, 0), false);
    assert_eq!(session.said, "Moved to place 2 of 4.");
    assert_eq!(session.drafts[STEPS].response, session.quiz.questions[STEPS].blank());
}

#[test]
fn thrown_answers_come_back_with_their_inputs() {
    let mut session = session(|_| true);
    session.rename("  Ada\nLovelace ");
    for row in [1, 0] {
        session.choose(at(MANY, row));
    }
    session.check(MANY);
    let before = session.answers.clone();
    session.start_over();
    assert!(session.can_undo() && session.answers.answers.is_empty());
    assert_eq!(session.answers.reader, "Ada Lovelace");
    assert_eq!(session.drafts[MANY].response, session.quiz.questions[MANY].blank());
    session.start_over();
    assert!(!session.can_undo() && session.solved(MANY));
    assert_eq!(session.answers, before);
}

#[test]
fn a_live_quiz_shows_verdicts_and_hands_out_a_file() {
    let mut session = session(|_| true);
    session.choose(at(ONE, 1));
    session.check(ONE);
    session.rename("Ada Lovelace");
    session.export();
    assert_eq!(session.said, "1 of 5 answers exported to sample-ada-lovelace.json.");
    let html = html(session);
    for shown in [
        "name=\"quiz-one-choice\" value=\"ring\" aria-disabled=\"true\" checked>",
        "<span class=\"option-mark\">✓ right</span>",
        "<strong>Right.</strong> 2 of 2 points.</p><div class=\"remark\">It moves one share.</div></div>",
        "<details class=\"explanation\" open>",
        "aria-disabled=\"true\">Answered</button>",
        ">No file arrived? Copy its text</summary>",
    ] {
        assert!(html.contains(shown), "{shown} is not in {html}");
    }
    assert!(!html.contains("quiz-note") && !html.contains(" disabled"));
}

#[test]
fn a_browser_that_keeps_nothing_is_said_to() {
    let mut session = session(|_| false);
    session.choose(at(ONE, 1));
    session.check(ONE);
    assert!(session.solved(ONE));
    assert!(session.said.starts_with("This browser keeps nothing"), "{}", session.said);
}
