//! A question that is asked with other numbers.

use super::*;

const DRAWN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/drawn.toml"));

/// A tab of a browser that keeps answers, of a reader.
fn tab_of(reader: u64) -> Session {
    let mut session = session_of(DRAWN, |answers| {
        SHARED.set(Some(answers.clone()));
        true
    });
    session.api = session.api.map(|api| BrowserApi { recall: |_| SHARED.with_borrow(Clone::clone), ..api });
    session.answers.reader_id = ReaderId(reader);
    session.follow();
    session.fill_in();
    session
}

fn right(session: &Session) -> String {
    let Response::Number(right) = session.question(0).kind.solution() else { panic!("a number") };
    right
}

#[test]
fn other_numbers_are_asked_for_after_an_answer_and_judged_by_their_own_key() {
    SHARED.set(None);
    let mut session = tab_of(5);
    assert!(!html(tab_of(5)).contains("Ask me with other numbers"), "not before an answer was checked");
    let first = session.question(0).prompt.clone();
    session.write(0, right(&session));
    session.check(0);
    assert!(session.solved(0));
    session.ask_again(0);
    assert_ne!(session.question(0).prompt, first);
    assert_eq!(FOCUSED.take(), "quiz-sum-prompt");
    assert_eq!(session.said, "Question 1 is asked again, with other numbers.");
    assert!(session.is_blank(0) && session.verdict(0).is_none() && !session.solved(0));
    assert_eq!(session.score(), "1 of 1 point. 1 of 1 question answered.", "asking costs nothing");
    session.write(0, "99".into());
    session.check(0);
    assert_eq!(session.score(), "0 of 1 point. 1 of 1 question answered, 1 to try again.");
    session.write(0, right(&session));
    session.check(0);
    assert!(session.solved(0));
    let draws: Vec<u32> = session.answers.answers[0].attempts.iter().map(|attempt| attempt.variant).collect();
    assert_eq!(draws, [0, 1, 1]);
    let page = html(session);
    for shown in ["Ask me with other numbers</button>", "id=\"quiz-sum-prompt\" tabindex=\"-1\""] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
}

#[test]
fn the_numbers_stay_whatever_is_typed_and_wherever_the_page_is_opened_again() {
    SHARED.set(None);
    let mut session = tab_of(9);
    session.write(0, right(&session));
    session.check(0);
    session.ask_again(0);
    let asked = session.question(0).prompt.clone();
    for typed in ["12", "", "3"] {
        session.write(0, typed.into());
        assert_eq!(session.question(0).prompt, asked, "after “{typed}”");
        let again = tab_of(9);
        assert_eq!(again.question(0).prompt, asked, "in another tab, after “{typed}”");
        assert!(again.inputs[0].again && again.verdict(0).is_none());
    }
    let mut again = tab_of(9);
    again.write(0, right(&again));
    again.check(0);
    assert!(again.solved(0));
    session.follow();
    assert!(session.solved(0), "this tab hears of it");
}
