//! A quiz, obfuscated for its page.
//!
//! Obfuscated, not secret: the text is scrambled so that a glance at the page's source or at a search engine's excerpt gives no
//! answer away. Who wants to open it can, with this very code; a static page cannot keep a secret from its reader.

use super::Quiz;
use crate::kernel::{Seed, Stream};

/// Obfuscates a quiz with its hashes, keys and feedback: the text that a page carries, each byte swapped with another as the
/// chapter's name pairs them and written as two hexadecimal digits (which compress better than base64: every word of the
/// text stays the same word).
pub fn obfuscate(quiz: &Quiz) -> String {
    let obfuscated = scramble(&quiz.chapter, quiz.to_page());
    obfuscated.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reveals what [`obfuscate`] made. `None` if it was made for another chapter, or not by it.
pub fn reveal(chapter: &str, obfuscated: &str) -> Option<Quiz> {
    let digits: Vec<u32> = obfuscated.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let bytes = digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect();
    Quiz::from_page(chapter, &scramble(chapter, bytes))
}

/// Swaps every byte with its partner, as this name pairs them; twice gives the bytes back. A substitution and not a
/// keystream, so that the obfuscated text still compresses on its way to the reader.
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
