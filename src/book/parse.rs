//! Parse: a Markdown file as its front matter and its items.

use super::diagnostic::{Diagnostic, Place, Source};
use super::markdown::{self, Placed};
use super::results::Results;
use super::tree::Tree;
use crate::scenario::keys::{self, Key, Takes};

/// The line before and after the front matter.
const FENCE: &str = "+++\n";

/// The keys in the front matter of the front page and of a part's overview.
pub const PAGE_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The page’s title; plain text with numbers.").required(),
    Key::new("summary", Takes::Text, "One sentence for lists, search engines and link previews.").required(),
];

/// The keys in the front matter of a chapter.
pub const CHAPTER_FRONT_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The chapter’s title; plain text with numbers.").required(),
    Key::new("breaks", Takes::Text, "One sentence under the title: what breaks.").required(),
    Key::new("summary", Takes::Text, "One sentence for lists, search engines and link previews.").required(),
];

/// A page as its author wrote it.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its front matter.
    front: Tree,
    front_place: Place<'a>,
    /// Where its body stands in the file.
    pub place: Place<'a>,
    /// Its body.
    pub items: Vec<Placed>,
}

/// Reads a file. `keys` are those that its front matter may have.
pub fn document<'a>(source: &'a Source, keys: &[Key]) -> (Document<'a>, Vec<Diagnostic>) {
    let (front_start, front, body_start) = split(&source.text);
    let front_place = Place::exact(source, front_start);
    let (tree, mut mistakes) = Tree::parse(front, front_place);
    if front_start == 0 && !source.path.is_empty() {
        let hint = "begin with `+++`, then `title = \"…\"`, then `+++`";
        mistakes.push(source.mistake(0, "this page has no front matter").hint(hint));
    } else {
        let map = tree.json.as_object().cloned().unwrap_or_default();
        let missing = |key: &&Key| match map.get(key.name) {
            Some(value) => value.as_str().is_some_and(|text| text.trim().is_empty()),
            None => true,
        };
        for Key { name, .. } in keys.iter().filter(|key| key.required).filter(missing) {
            mistakes.push(source.mistake(0, format!("`{name} = \"…\"` is missing in the front matter")));
        }
        mistakes.extend(tree.diagnostics(keys::wrong(&map, keys), front_place));
    }
    let place = Place::exact(source, body_start);
    (Document { front: tree, front_place, place, items: markdown::parse(&source.text[body_start..]) }, mistakes)
}

impl Document<'_> {
    /// A text of the front matter with its inline results written out.
    pub fn front(&self, key: &str, results: &Results, mistakes: &mut Vec<Diagnostic>) -> String {
        let (text, problems) = results.plain(self.front.text(key).unwrap_or_default().trim());
        let at = self.front_place.position(self.front.offset(key));
        mistakes.extend(problems.into_iter().map(|problem| Diagnostic::of_problem(at.clone(), problem)));
        text
    }
}

/// Where the front matter begins, the front matter, where the body begins. Without front matter all is body.
fn split(text: &str) -> (usize, &str, usize) {
    let found = text.strip_prefix(FENCE).and_then(|rest| {
        let end = if rest.starts_with(FENCE) { 0 } else { rest.find("\n+++\n")? + 1 };
        Some((FENCE.len(), &rest[..end], FENCE.len() + end + FENCE.len()))
    });
    found.unwrap_or((0, "", 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body_keep_their_lines() {
        let text = "+++\ntitle = \"T\"\ncolour = 1\n+++\n\nBody {{x.y}}\n";
        let source = Source { path: "a.md".into(), text: text.into() };
        let (document, mistakes) = document(&source, PAGE_KEYS);
        let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "a.md:1:1: `summary = \"…\"` is missing in the front matter",
                "a.md:3:1: unknown key `colour` (one of: title, summary)"
            ]
        );
        assert_eq!(document.place.position(1).line, 6);
    }

    #[test]
    fn a_page_without_front_matter_is_told_how_to_begin() {
        let source = Source { path: "a.md".into(), text: "# Hello\n".into() };
        let (_, mistakes) = document(&source, PAGE_KEYS);
        assert_eq!(mistakes.len(), 1);
        assert!(mistakes[0].message.contains("no front matter"));
    }
}
