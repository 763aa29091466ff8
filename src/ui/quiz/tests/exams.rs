//! The edition for exams: answers are recorded, and nobody is told how good they are.

use super::*;

#[test]
fn an_exam_records_answers_and_says_nothing_of_them() {
    let practice = session(|_| true);
    let (quiz, api) = (practice.quiz.clone().for_exam(), practice.api);
    let mut session = Session::new(quiz.clone(), Submission::empty(&quiz), api);
    session.write(SHARE, "9,1".into());
    assert!(!session.recorded(SHARE));
    session.check(SHARE);
    assert!(session.recorded(SHARE) && session.verdict(SHARE).is_none() && !session.solved(SHARE));
    assert_eq!(session.score(), format!("1 of {} questions answered.", quiz.questions.len()));
    session.write(SHARE, "nine".into());
    session.check(SHARE);
    assert_ne!(session.inputs[SHARE].refusal, "", "what is no answer is still refused");
    session.write(SHARE, "50".into());
    session.check(SHARE);
    let signal = Signal::new(session);
    let html = signal.with(|session| body(session, signal).to_html()).unwrap();
    assert!(html.contains("Recorded") && !html.contains("is-right") && !html.contains("is-wrong"), "{html}");
    let submission = signal.with(|session| session.answers.current(&session.quiz)).unwrap();
    let answer = &submission.answers[0];
    assert!(submission.claimed.is_none() && answer.attempts.iter().all(|attempt| attempt.claimed.is_none()));
    assert_eq!(answer.checked, 2);
    signal.close();
}
