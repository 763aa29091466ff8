//! A quiz as its reader goes through it, without a browser.

use super::body;
use super::session::{At, BrowserApi, Session};
use crate::quiz::{Quiz, ReaderId, Response, Submission, kinds::KINDS};
use crate::scenario::Problem;
use crate::ui::dom::Signal;

const SAMPLE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/content/part-1/sample/quiz.toml"));
/// The places of its questions.
const ONE: usize = 0;
const MANY: usize = 1;
const SHARE: usize = 2;
const STEPS: usize = 3;

fn session(keep: fn(&Submission) -> bool) -> Session {
    session_of(SAMPLE, keep)
}

fn session_of(text: &str, keep: fn(&Submission) -> bool) -> Session {
    let tree = toml::from_str(text).expect("TOML");
    let (quiz, _) = Quiz::from_json("part-1/sample", "sample", &tree, &|name| Err(Problem::new("", name)));
    let quiz = quiz.expect("a quiz");
    let answers = Submission::empty(&quiz);
    Session::new(quiz, answers, Some(BrowserApi { keep, download: |_, _| true, focus: |_| {} }))
}

fn html(session: Session) -> String {
    let signal = Signal::new(session);
    signal.with(|session| body(session, signal).to_html()).expect("the session is there")
}

fn blank(session: &Session, index: usize) -> Response {
    let question = &session.quiz.questions[index];
    question.blank(&session.shuffle(question))
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
    assert_eq!(session.drafts[STEPS].response, blank(&session, STEPS));
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
    assert_eq!(session.drafts[MANY].response, blank(&session, MANY));
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

/// A quiz of one question of each kind.
fn every_kind() -> Session {
    let all: String = KINDS.iter().map(|row| row.example).collect();
    session_of(&format!("title = \"Every kind\"\n{all}"), |_| true)
}

#[test]
fn every_kind_is_drawn_answered_and_locked_or_kept() {
    let mut session = every_kind();
    for index in 0..KINDS.len() {
        let question = session.quiz.questions[index].clone();
        session.drafts[index].response = question.kind.solution();
        session.check(index);
        assert!(session.verdict(index).is_some() && session.answered(&question), "{}", question.id);
        assert_eq!(session.solved(index), question.kind.scored(), "{}", question.id);
    }
    assert_eq!(session.score(), "5 of 5 points. 6 of 6 questions answered.");
    let html = html(session);
    for question in KINDS.iter().map(|row| format!("id=\"quiz-{}-example-form\"", row.name)) {
        assert!(html.contains(&question), "{question}");
    }
}

#[test]
fn a_model_answer_unfolds_once_the_reader_has_written_one_and_stays_while_it_is_edited() {
    let mut session = every_kind();
    let open = session.quiz.questions.iter().position(|question| !question.kind.scored()).expect("an open question");
    session.write(open, " ".into());
    session.check(open);
    assert_eq!(session.drafts[open].refusal, "Write an answer of your own first.");
    session.write(open, "The database is too small.".into());
    session.check(open);
    session.write(open, "The database is too small for all.".into());
    let page = html(session);
    for shown in ["<details class=\"explanation model\" open>", "Retries add to it", ">Show a model answer</button>"] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    let page = html(every_kind());
    assert!(!page.contains("Retries add to it"), "it can be read before an answer is written");
}

#[test]
fn another_reader_sees_the_options_in_another_order_and_the_answers_are_the_same() {
    let order = |reader| {
        let mut session = session(|_| true);
        session.answers.reader_id = ReaderId(reader);
        session.fill_in();
        session.choose(at(ONE, 1));
        session.check(ONE);
        assert!(session.solved(ONE));
        let page = html(session);
        page.find("value=\"ring\"") < page.find("value=\"modulo\"")
    };
    let first = (0..20).filter(|reader| order(*reader)).count();
    assert!((3..=17).contains(&first), "the right option stands first for {first} of 20 readers");
}
