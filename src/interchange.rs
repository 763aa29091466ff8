//! (Native.) Quizzes in the forms of other programs: written for Moodle, Anki and mdBook, and read from GIFT and mdbook-quiz.
//!
//! A quiz that is written is one whose texts are CommonMark with maths and nothing else (`book::told_quiz`); one that is read
//! is the same, and [`quiz_toml`] writes it as a chapter's `quiz.toml`. What a format cannot say of a question, and what had to
//! be guessed, stands in the [`Report`].
//!
//! **Architecture Invariant:** nothing here prints, or knows of files.

pub mod anki;
mod draft;
pub mod gift;
mod markup;
pub mod mdbook_quiz;
pub mod moodle_xml;
mod numbers;
pub mod quiz_toml;
pub mod report;

pub use draft::Draft;
pub use markup::html;
pub use report::{Fault, Remark, Report};

/// The longest file that is worth reading, in bytes.
pub const MAX_BYTES: u64 = 8 << 20;

/// A file as the text that it holds.
///
/// # Errors
/// If it is not UTF-8: says in which line.
pub fn text(bytes: &[u8]) -> Result<&str, Fault> {
    let read = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u32;
        Fault { line, why: "this is not UTF-8; save the file in that encoding".to_string() }
    })?;
    Ok(read.strip_prefix('\u{feff}').unwrap_or(read))
}
