//! Out and in again: the same quiz, but for what the report names; and the check has nothing against it.

use std::collections::BTreeSet;

use faultlines::book::quiz_mistakes;
use faultlines::interchange::{Draft, Report, gift, html, mdbook_quiz, quiz_toml};
use faultlines::quiz::kinds::Matching;
use faultlines::quiz::{Choice, Kind, Question};

use super::{QUIZZES, comes_back_as, kept, letters, of_toml};

/// That a chapter may have this quiz as it is.
fn is_accepted(draft: &Draft) {
    let text = quiz_toml::text(draft);
    let quiz = of_toml(&text);
    assert_eq!(quiz.questions.len(), draft.questions.len());
    assert_eq!(quiz.title, draft.title);
    for (read, written) in quiz.questions.iter().zip(&draft.questions) {
        let read = Question { hash: String::new(), exam_hash: String::new(), ..read.clone() };
        assert_eq!(read, *written, "{text}");
    }
    assert_eq!(quiz_mistakes("quiz.toml", &text), [], "{text}");
}

/// Options without their ids, whose texts are HTML.
fn shown(options: &[Choice]) -> Vec<(String, bool, String)> {
    options.iter().map(|option| (html(&option.text), option.correct, html(&option.feedback))).collect()
}

/// Each item with the target that belongs to it, as HTML.
fn pairs(matching: &Matching) -> Vec<(String, String)> {
    let target = |id: &str| matching.targets.iter().find(|target| target.id == id).map_or("", |target| &target.text);
    matching.items.iter().map(|item| (html(&item.text), html(target(&item.target)))).collect()
}

#[test]
fn what_gift_can_say_comes_back() {
    for quiz in QUIZZES.iter() {
        let mut report = Report::default();
        let file = gift::write(quiz, &mut report);
        let (draft, _) = gift::read(&file, "no name").unwrap_or_else(|fault| panic!("{}\n{file}", fault.of("gift")));
        is_accepted(&draft);
        assert_eq!(letters(&draft.title), letters(&quiz.title));
        let known = kept(quiz, &report);
        assert_eq!(draft.questions.len(), known.len());
        for (question, back) in known.into_iter().zip(&draft.questions) {
            let is_told = |of: &str| report.of(&question.id).any(|remark| remark.text.contains(of));
            assert_eq!(back.id, question.id);
            assert_eq!(html(&back.explanation), html(&question.explanation), "{}", question.id);
            assert_eq!(question.points > 1, is_told("points: set"), "{}", question.id);
            if html(&back.prompt) != html(&question.prompt) {
                assert!(is_told("the unit stands at the end"), "{}: {}", question.prompt, back.prompt);
            }
            assert_eq!(back.kind.name(), comes_back_as(&question.kind));
            match (&back.kind, &question.kind) {
                (Kind::Numeric(back), Kind::Numeric(numeric)) => {
                    assert_eq!((back.answer, back.tolerance), (numeric.answer, numeric.tolerance));
                    let said = [
                        (&back.feedback_correct, &numeric.feedback_correct),
                        (&back.feedback_low, &numeric.feedback_low),
                        (&back.feedback_high, &numeric.feedback_high),
                    ];
                    assert!(said.iter().all(|(back, said)| html(back) == html(said)), "{said:?}");
                }
                (Kind::Ordering(back), Kind::Ordering(ordering)) => {
                    let items =
                        |all: &[faultlines::quiz::Item]| all.iter().map(|item| html(&item.text)).collect::<Vec<_>>();
                    assert_eq!(items(&back.items), items(&ordering.items));
                    assert!(is_told("has no order"));
                    assert_eq!(is_told("feedback on the order"), !ordering.feedback_correct.is_empty());
                }
                (Kind::Matching(back), Kind::Matching(matching)) => {
                    assert_eq!(pairs(back), pairs(matching));
                    let free =
                        |all: &Matching| all.targets.iter().map(|target| html(&target.text)).collect::<BTreeSet<_>>();
                    assert_eq!(free(back), free(matching), "targets that belong to no item too");
                    let had_feedback = matching.items.iter().any(|item| !item.feedback.is_empty());
                    assert_eq!(is_told("feedback on its items"), had_feedback);
                }
                (Kind::Short(back), Kind::Short(short)) => {
                    assert_eq!(back.accepted, short.accepted);
                    assert_eq!(html(&back.feedback_correct), html(&short.feedback_correct));
                    assert_eq!(html(&back.feedback_wrong), html(&short.feedback_wrong));
                }
                (Kind::Open(back), Kind::Open(open)) => {
                    assert_eq!(html(&back.model), html(&open.model));
                    let points = |all: &[String]| all.iter().map(|point| html(point)).collect::<Vec<_>>();
                    assert_eq!(points(&back.compare), points(&open.compare));
                }
                (back, kind) => assert_eq!(shown(back.choices()), shown(kind.choices()), "{}", question.id),
            }
        }
    }
}

#[test]
fn what_mdbook_quiz_can_say_comes_back_and_the_rest_is_told() {
    for quiz in QUIZZES.iter() {
        let mut report = Report::default();
        let file = mdbook_quiz::write(quiz, &mut report);
        let is_left_out = |question: &Question| report.of(&question.id).any(|remark| remark.left_out);
        if file.is_empty() {
            assert!(quiz.questions.iter().all(is_left_out));
            continue;
        }
        let (draft, remarks) =
            mdbook_quiz::read(&file, &quiz.title).unwrap_or_else(|fault| panic!("{}\n{file}", fault.of("toml")));
        assert_eq!(remarks.remarks, []);
        is_accepted(&draft);
        let kept = kept(quiz, &report);
        assert_eq!(draft.questions.len(), kept.len());
        for (question, back) in kept.into_iter().zip(&draft.questions) {
            let is_told = |of: &str| report.of(&question.id).any(|remark| remark.text.contains(of));
            assert_eq!((&back.id, html(&back.prompt)), (&question.id, html(&question.prompt)));
            assert_eq!(html(&back.explanation), html(&question.explanation));
            match (&back.kind, &question.kind) {
                (Kind::Short(back), Kind::Numeric(numeric)) => {
                    assert_eq!(back.accepted[0].parse(), Ok(numeric.answer));
                    assert!(is_told("without a tolerance"));
                }
                (Kind::Short(back), Kind::Short(short)) => assert_eq!(back.accepted, short.accepted),
                (back, kind) => {
                    assert_eq!(back.name(), comes_back_as(kind));
                    let texts = |kind: &Kind| {
                        let texts = kind.choices().iter().map(|option| (html(&option.text), option.correct));
                        texts.collect::<BTreeSet<_>>()
                    };
                    assert_eq!(texts(back), texts(kind));
                    let has_feedback = kind.choices().iter().any(|option| !option.feedback.is_empty());
                    assert_eq!(is_told("feedback on an answer is left out"), has_feedback);
                }
            }
        }
        for question in quiz.questions.iter().filter(|question| is_left_out(question)) {
            assert!(!matches!(question.kind, Kind::Single(_) | Kind::Multiple(_) | Kind::Numeric(_) | Kind::Short(_)));
        }
    }
}
