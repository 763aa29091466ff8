//! What the interface says: its phrases by name, in the language of the book.
//!
//! Their texts stand in catalogues: `assets/strings/en.toml` decides which phrases there are, and `build.rs` makes a constant of
//! each, in a module for each section. Natively the [`catalogue::Catalogue`] in use has the text. A page's module (feature
//! `page`) carries none, and asks the page by the phrase's number: the build writes the texts into a script beside it. What a lab
//! says of itself is not here: its sentences stand with its schema and its view.
//!
//! ```
//! use faultlines::ui::phrases::{page, plate};
//!
//! assert_eq!(plate::PLAY.text(), "Play");
//! assert_eq!(page::MINUTES.of(["1".to_string()]), "1 minute to read");
//! ```

#[cfg(not(target_arch = "wasm32"))]
pub mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
mod pseudo;
#[cfg(test)]
mod tests;

use super::dom::{IntoNode, IntoValue, Node, Text};

/// A phrase of the interface, by its number, with so many holes to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<const HOLES: usize>(u32);

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Between what fills the holes of a phrase, on its way to the page.
#[cfg(all(feature = "page", target_arch = "wasm32"))]
const NEXT: &str = "\u{1f}";

impl Phrase<0> {
    /// Its text.
    pub fn text(self) -> String {
        said(self.0, &[])
    }
}

impl<const HOLES: usize> Phrase<HOLES> {
    /// Its number, by which catalogues have it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn number(self) -> usize {
        self.0 as usize
    }

    /// Its text, the holes filled in the order in which they stand in English.
    pub fn of(self, given: [String; HOLES]) -> String {
        said(self.0, &given)
    }
}

impl IntoNode for Phrase<0> {
    fn into_node(self) -> Node {
        Node::Text(self.text().into())
    }
}

impl IntoValue for Phrase<0> {
    fn into_value(self) -> Option<Text> {
        Some(self.text().into())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn said(number: u32, given: &[String]) -> String {
    catalogue::current().say(number as usize, given, str::to_string)
}

/// The page has the texts, and the browser knows the plurals.
#[cfg(all(feature = "page", target_arch = "wasm32"))]
#[inline(never)]
fn said(number: u32, given: &[String]) -> String {
    page_says(number, &given.join(NEXT))
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = faultlinesSay)]
    fn page_says(number: u32, given: &str) -> String;
}

/// A module without a page speaks English.
#[cfg(all(not(feature = "page"), target_arch = "wasm32"))]
fn said(number: u32, given: &[String]) -> String {
    let forms = ENGLISH[number as usize].1;
    let count = place(forms[0].1, "count").and_then(|place| given.get(place)).map_or("", String::as_str);
    let category = if count == "1" { "one" } else { "other" };
    let form = forms.iter().find(|form| form.0 == category).unwrap_or(&forms[0]).1;
    let filled = pieces(form).map(|piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Hole(hole) => place(forms[0].1, hole).and_then(|place| given.get(place)).cloned().unwrap_or_default(),
    });
    filled.collect()
}

/// A piece of a phrase's text.
#[cfg(not(feature = "page"))]
enum Piece<'a> {
    /// What stands there.
    Text(&'a str),
    /// What is filled in: its name.
    Hole(&'a str),
}

/// A phrase's text in pieces.
#[cfg(not(feature = "page"))]
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    text.split('{')
        .enumerate()
        .flat_map(|(index, part)| match part.split_once('}') {
            Some((hole, after)) if index > 0 => [Some(Piece::Hole(hole)), Some(Piece::Text(after))],
            _ => [Some(Piece::Text(part)), None],
        })
        .flatten()
}

/// The holes of a text, each once, in order.
#[cfg(not(feature = "page"))]
fn holes(text: &str) -> Vec<&str> {
    let mut holes = Vec::new();
    for piece in pieces(text) {
        if let Piece::Hole(hole) = piece
            && !holes.contains(&hole)
        {
            holes.push(hole);
        }
    }
    holes
}

/// The place of a hole among those of the English text.
#[cfg(not(feature = "page"))]
fn place(english: &str, hole: &str) -> Option<usize> {
    holes(english).into_iter().position(|other| other == hole)
}
