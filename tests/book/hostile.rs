//! What a page carries and what a reader hands in, altered by somebody else: read as far as it goes, and no panic.

use std::path::Path;
use std::sync::OnceLock;

use faultlines::quiz::{Quiz, Submission, obfuscation};
use faultlines::scenario::Plate;
use proptest::prelude::*;

use super::scenario::any_lab;

/// The first quiz of the book.
fn quiz() -> &'static Quiz {
    static QUIZ: OnceLock<Quiz> = OnceLock::new();
    QUIZ.get_or_init(|| {
        let (quizzes, _) = faultlines::book::quizzes(Path::new("content")).expect("the content can be read");
        quizzes.into_iter().next().expect("the book has a quiz")
    })
}

/// A text with some of its characters put in another's place.
fn altered(text: &str, changes: &[(usize, char)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, letter) in changes {
        let length = letters.len();
        letters[at % length] = *letter;
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(crate::thorough::fuzz())]

    #[test]
    fn a_plate_in_a_page_is_read_or_refused(
        lab in any_lab(),
        lines in prop::collection::vec("[-+0-9eE.a-z,=&@: %]{0,24}", 0..12),
        anything in ".{0,300}",
    ) {
        let _ = Plate::from_page(&anything);
        let text = format!("v=1&lab={}&plate=p\n{}", lab.spec.id, lines.join("\n"));
        if let Some(plate) = Plate::from_page(&text) {
            prop_assert_eq!(Plate::from_page(&plate.to_page()), Some(plate));
        }
    }

    #[test]
    fn a_quiz_in_a_page_is_opened_or_refused(changes in prop::collection::vec((any::<usize>(), prop::char::ranges(vec!['0'..='9', 'a'..='f'].into())), 0..6)) {
        static OBFUSCATED: OnceLock<String> = OnceLock::new();
        let obfuscated = OBFUSCATED.get_or_init(|| obfuscation::obfuscate(quiz()));
        let _ = obfuscation::reveal(&quiz().chapter, &altered(obfuscated, &changes));
    }

    #[test]
    fn an_answer_file_is_read_or_refused(changes in prop::collection::vec((any::<usize>(), prop::char::range(' ', '~')), 0..4)) {
        let file = altered(&Submission::empty(quiz()).to_json().to_string(), &changes);
        if let Ok(json) = serde_json::from_str(&file) {
            let _ = Submission::from_json(&json);
        }
    }
}
