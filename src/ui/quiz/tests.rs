//! A quiz as its reader goes through it, without a browser.

mod exams;
mod experiments;
mod variants;

use std::cell::{Cell, RefCell};

use super::body;
use super::session::{At, BrowserApi, Session};
use crate::quiz::{Quiz, ReaderId, Response, Submission, kinds::KINDS};
use crate::scenario::{Problem, Tree};
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
    let (quiz, _) = Quiz::from_json("part-1/sample", "sample", &tree, Some(&|name| Err(Problem::new("", name))));
    let quiz = quiz.expect("a quiz");
    let answers = Submission::empty(&quiz);
    let focus = |id| FOCUSED.set(id);
    let api = BrowserApi {
        keep,
        recall: |_| None,
        download: |_, _| true,
        focus,
        shown_run: |_| None,
        tried: |_| Vec::new(),
        now,
    };
    Session::new(quiz, answers, Some(api))
}

thread_local! {
    static CLOCK: Cell<u32> = const { Cell::new(0) };
}

/// A second later each time.
fn now() -> String {
    CLOCK.set(CLOCK.get() + 1);
    format!("2026-11-27T20:{:02}:{:02}Z", CLOCK.get() / 60, CLOCK.get() % 60)
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
    let times: Vec<&str> = session.answers.answers[0].attempts.iter().map(|attempt| attempt.at.as_str()).collect();
    assert_eq!(times, ["2026-11-27T20:00:01Z", "2026-11-27T20:00:02Z"]);
}

#[test]
fn what_cannot_be_judged_is_refused_until_it_changes() {
    let mut session = session(|_| true);
    session.write(SHARE, "nine".into());
    session.check(SHARE);
    assert_ne!(session.inputs[SHARE].refusal, "");
    assert!(session.answers.answers.is_empty());
    session.write(SHARE, "9,1".into());
    assert_eq!(session.inputs[SHARE].refusal, "");
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
    assert_eq!(session.inputs[STEPS].response, blank(&session, STEPS));
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
    assert_eq!(FOCUSED.take(), "quiz-again", "the reader stays where the way back is");
    assert!(session.can_undo() && session.answers.answers.is_empty());
    assert_eq!(session.answers.reader, "Ada Lovelace");
    assert_eq!(session.inputs[MANY].response, blank(&session, MANY));
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
    let asked = "The browser was asked to save sample-ada-lovelace.json, with 1 of 5 answers and 0 drafts. If it is not among your downloads, copy its text below.";
    assert_eq!(session.said, asked);
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
fn what_a_browser_does_not_keep_is_said_at_its_question_and_before_the_export() {
    let mut session = session(|_| false);
    assert_eq!(session.before_export(), "");
    session.choose(at(ONE, 1));
    session.check(ONE);
    assert!(session.solved(ONE));
    for (index, question) in session.quiz.questions.iter().enumerate() {
        assert_eq!(session.unkept(question), index == ONE, "{}", question.id);
    }
    assert!(session.before_export().starts_with("Not all of this is kept"), "{}", session.before_export());
    let html = html(session);
    assert_eq!(html.matches("could not keep this answer").count(), 1);
    let (before, _) = html.split_once("could not keep this answer").expect("the note");
    assert_eq!(before.matches("<form").count(), 1, "it stands at the first question");
}

thread_local! {
    /// The id of the element that was brought into sight last.
    static FOCUSED: RefCell<String> = const { RefCell::new(String::new()) };
    /// What the tabs of one browser share.
    static SHARED: RefCell<Option<Submission>> = const { RefCell::new(None) };
}

/// Another tab of the browser, at the same quiz.
fn tab() -> Session {
    let keep = |answers: &Submission| {
        SHARED.set(Some(answers.clone()));
        true
    };
    let recall = |_: &Quiz| SHARED.with_borrow(Clone::clone);
    let quiz = session(|_| true).quiz;
    let answers = recall(&quiz).unwrap_or_else(|| Submission::empty(&quiz));
    let api = BrowserApi {
        keep,
        recall,
        download: |_, _| true,
        focus: |_| {},
        shown_run: |_| None,
        tried: |_| Vec::new(),
        now,
    };
    Session::new(quiz, answers, Some(api))
}

#[test]
fn two_tabs_keep_what_each_was_told_whether_or_not_they_hear_of_each_other() {
    SHARED.set(None);
    let (mut one, mut other) = (tab(), tab());
    one.choose(at(ONE, 1));
    one.check(ONE);
    other.write(SHARE, "9.1".into());
    other.check(SHARE);
    other.shift(at(STEPS, 0), false);
    assert!(other.solved(ONE), "it came with the first thing that the other tab kept");
    one.follow();
    assert!(one.solved(SHARE) && !one.is_blank(STEPS), "it came when the browser told of it");
    one.write(SHARE, "9.1".into());
    assert_eq!(one.answers, other.answers);
    let third = tab();
    assert_eq!(third.score(), "3 of 6 points. 2 of 5 questions answered, 1 filled in and not checked.");
}

#[test]
fn the_attempts_of_two_tabs_at_one_question_are_kept_in_the_order_of_their_times() {
    SHARED.set(None);
    let (mut one, mut other) = (tab(), tab());
    for (tab, answer) in [(&mut one, "50"), (&mut other, "12")] {
        tab.write(SHARE, answer.into());
        tab.check(SHARE);
    }
    one.follow();
    one.write(SHARE, "9.1".into());
    one.check(SHARE);
    other.follow();
    assert_eq!(one.answers, other.answers);
    let answer = one.answers.answer("share").expect("an answer");
    let told: Vec<_> = answer.attempts.iter().map(|attempt| (attempt.response.clone(), attempt.claimed)).collect();
    let number = |text: &str| Response::Number(text.into());
    assert_eq!(told, [(number("50"), Some(0.0)), (number("12"), Some(0.0)), (number("9.1"), Some(1.0))]);
    assert_eq!(answer.checked, 3);
}

#[test]
fn of_many_attempts_the_first_and_the_last_ones_are_kept_and_all_are_counted() {
    let mut session = session(|_| true);
    for guess in 20..90 {
        session.write(SHARE, guess.to_string());
        session.check(SHARE);
    }
    let answer = session.answers.answer("share").expect("an answer");
    assert_eq!((answer.checked, answer.attempts.len()), (70, 50));
    let kept = [0, 1, 49].map(|place: usize| answer.attempts[place].response.clone());
    assert_eq!(kept, ["20", "41", "89"].map(|guess| Response::Number(guess.into())));
}

#[test]
fn what_was_kept_by_an_earlier_page_is_read_and_becomes_the_second_version_at_the_next_answer() {
    let quiz = session(|_| true).quiz;
    let hash = &quiz.questions[SHARE].hash;
    let before = format!(
        r#"{{"answers":[{{"attempts":3,"first_response":{{"number":"50"}},"question":"share","question_hash":"{hash}","response":{{"number":"12"}}}}],
        "book":"faultlines","chapter":"part-1/sample","drafts":[{{"attempts":0,"question":"many","question_hash":"","response":{{"options":["a"]}}}}],
        "format":"faultlines-answers","quiz_hash":"","reader":"Ada","reader_id":"0000000000000007","version":1}}"#
    );
    SHARED.set(Submission::from_tree(&Tree::parse(&before).expect("JSON")));
    let mut session = tab();
    assert_eq!(session.inputs[MANY].response, Response::Options(vec!["a".into()]));
    session.write(SHARE, "9.1".into());
    session.check(SHARE);
    let kept = SHARED.take().expect("it was kept").to_tree();
    let text = kept.to_text(false);
    assert!(text.contains(r#""version":2"#), "{text}");
    assert_eq!(Submission::from_tree(&kept).as_ref(), Some(&session.answers));
    let answer = session.answers.answer("share").expect("an answer");
    let at: Vec<(&str, Option<f64>)> =
        answer.attempts.iter().map(|attempt| (attempt.at.as_str(), attempt.claimed)).collect();
    assert!(at[..2] == [("", Some(0.0)); 2] && at[2].0.starts_with("2026") && answer.checked == 4, "{at:?}");
}

#[test]
fn a_question_that_is_asked_again_is_blank_and_says_nothing_until_it_is_checked() {
    SHARED.set(None);
    let mut before = tab();
    let all = [(ONE, before.quiz.questions[ONE].clone()), (STEPS, before.quiz.questions[STEPS].clone())];
    for (index, question) in &all {
        before.inputs[*index].response = question.kind.solution();
        before.check(*index);
        before.answers.set_draft(question, Some(Response::Option(String::new())));
    }
    SHARED.set(Some(before.answers));
    let mut session = tab();
    assert!(session.score().ends_with("2 of 5 questions answered."), "{}", session.score());
    assert!(session.is_blank(ONE) && session.is_blank(STEPS));
    session.choose(at(ONE, 1));
    session.follow();
    for (index, question) in &all {
        session.inputs[*index].response = question.kind.solution();
        assert!(session.verdict(*index).is_none(), "the same answer is not told to be right yet");
        session.check(*index);
        assert!(session.solved(*index));
        assert_eq!(session.answers.answer(&question.id).map(|answer| answer.checked), Some(2));
    }
    assert!(session.answers.drafts.is_empty());
}

#[test]
fn what_one_tab_clears_is_cleared_in_both_and_comes_back_over_what_was_answered_since() {
    SHARED.set(None);
    let (mut one, mut other) = (tab(), tab());
    one.choose(at(ONE, 1));
    one.check(ONE);
    other.follow();
    one.start_over();
    other.follow();
    assert!(other.answers.answers.is_empty() && other.is_blank(ONE));
    other.write(SHARE, "9.1".into());
    other.check(SHARE);
    one.follow();
    assert!(one.can_undo(), "what the other tab answers does not lose what was cleared here");
    one.start_over();
    assert!(one.solved(ONE) && one.solved(SHARE));
}

#[test]
fn a_draft_is_kept_counted_and_exported_as_a_draft_until_it_is_checked() {
    SHARED.set(None);
    let mut session = tab();
    session.write(SHARE, "nine".into());
    session.choose(at(MANY, 1));
    let mut again = tab();
    assert_eq!(again.inputs[SHARE].response, Response::Number("nine".into()));
    assert_eq!(again.score(), "0 of 6 points. 0 of 5 questions answered, 2 filled in and not checked.");
    assert!(again.before_export().starts_with("2 answers filled in and not checked"), "{}", again.before_export());
    again.export();
    assert!(again.said.contains("0 of 5 answers and 2 drafts"), "{}", again.said);
    let tree = Tree::parse(&again.exported.clone().expect("a file")).expect("JSON");
    assert_eq!(Submission::from_tree(&tree).expect("a submission").drafts.len(), 2);
    again.check(MANY);
    again.write(SHARE, String::new());
    assert_eq!(again.answers.drafts, []);
    assert_eq!(again.before_export(), "");
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
        session.inputs[index].response = question.kind.solution();
        session.check(index);
        assert!(session.verdict(index).is_some() && session.answered(&question), "{}", question.id);
        assert_eq!(session.solved(index), question.kind.scored(), "{}", question.id);
    }
    let (points, all) = (session.quiz.points(), KINDS.len());
    assert_eq!(session.score(), format!("{points} of {points} points. {all} of {all} questions answered."));
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
    assert_eq!(session.inputs[open].refusal, "Write an answer of your own first.");
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
