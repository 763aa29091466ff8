//! A quiz, sealed for its page.
//!
//! Sealed, not secret: the text is scrambled so that a glance at the page's source or at a search engine's excerpt gives no
//! answer away. Who wants to open it can, with this very code; a static page cannot keep a secret from its reader.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde_json::{Value as Json, json};

use super::Quiz;
use crate::registry::{Seed, Stream};
use crate::scenario::Problem;

/// Seals a quiz with its hashes, keys and feedback: base64 of its JSON, each byte swapped with another as the chapter's name pairs them.
pub fn seal(quiz: &Quiz) -> String {
    let hashes: Vec<&str> = quiz.questions.iter().map(|question| question.hash.as_str()).collect();
    let tree = json!({ "hash": quiz.hash, "hashes": hashes, "quiz": quiz.to_json() });
    BASE64.encode(scramble(&quiz.chapter, tree.to_string().into_bytes()))
}

/// Opens what [`seal`] made. `None` if it was made for another chapter, or not by it.
pub fn open(chapter: &str, sealed: &str) -> Option<Quiz> {
    let plain = scramble(chapter, BASE64.decode(sealed).ok()?);
    let tree: Json = serde_json::from_str(std::str::from_utf8(&plain).ok()?).ok()?;
    let (quiz, problems) = Quiz::from_json(chapter, tree.get("quiz")?, &|name| Err(unnamed(name)));
    let mut quiz = quiz.filter(|_| problems.is_empty())?;
    // The texts are HTML by now; the hashes are those of the texts as written.
    quiz.hash = tree.get("hash")?.as_str()?.to_string();
    let hashes = tree.get("hashes")?.as_array().filter(|hashes| hashes.len() == quiz.questions.len())?;
    for (question, hash) in quiz.questions.iter_mut().zip(hashes) {
        question.hash = hash.as_str()?.to_string();
    }
    Some(quiz)
}

/// A sealed quiz holds numbers in the place of computed keys.
fn unnamed(name: &str) -> Problem {
    Problem::new("", format!("a page knows no scenario `{name}`"))
}

/// Swaps every byte with its partner, as this name pairs them; twice gives the bytes back. A substitution and not a
/// keystream, so that the sealed text still compresses on its way to the reader.
fn scramble(name: &str, mut bytes: Vec<u8>) -> Vec<u8> {
    let mut stream = Stream::named(Seed(0), &format!("quiz seal {name}"));
    let mut order: Vec<u8> = (0..=255).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, stream.below(last as u64 + 1) as usize);
    }
    let mut partners = [0u8; 256];
    for pair in order.chunks_exact(2) {
        partners[usize::from(pair[0])] = pair[1];
        partners[usize::from(pair[1])] = pair[0];
    }
    for byte in &mut bytes {
        *byte = partners[usize::from(*byte)];
    }
    bytes
}
