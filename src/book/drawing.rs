//! Drawings: SVG pictures of the content, made fit to stand inside a page in both colour schemes.
//!
//! A picture in an `<img>` knows nothing of the page's scheme. A drawing is written into the page itself, where
//! `currentColor` and the tokens of `style/tokens.css` have their values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::diagnostic::{Diagnostic, Source};
use super::guesses::Guesses;
use super::html::{self, Open, Tag, Unbalanced};
use super::render::escaped;
use crate::scenario::Problem;

/// The attributes that take a colour.
const COLOURS: [&str; 6] = ["fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"];
/// Elements that run, that style, or that bring other documents in.
const FORBIDDEN: [&str; 8] = ["script", "style", "foreignobject", "image", "iframe", "object", "embed", "a"];
/// Attributes whose value is a list of ids.
const ID_LISTS: [&str; 2] = ["aria-labelledby", "aria-describedby"];
/// Attributes of an `<img>` that mean nothing on a drawing in the page.
const OF_IMAGES: [&str; 3] = ["loading", "decoding", "title"];
/// What the alternative text and the page's style sheet say instead.
const REPLACED: [&str; 6] = ["role", "aria-label", "aria-labelledby", "aria-hidden", "xmlns", "version"];

/// The custom properties that the style sheet of values defines: `--ink`.
static TOKENS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../style/tokens.css").lines().map(str::trim);
    lines.filter(|line| line.starts_with("--")).filter_map(|line| Some(line.split_once(':')?.0)).collect()
});

/// An SVG picture, read and checked.
#[derive(Debug, Default)]
pub struct Drawing {
    /// The attributes of its `<svg>`.
    root: Vec<(String, String)>,
    /// What stands inside, by tags and the text between them.
    inside: Vec<Node>,
    /// Its ids, as written, and how often each stands there.
    pub ids: BTreeMap<String, u32>,
}

#[derive(Debug)]
enum Node {
    Tag(Tag),
    Text(String),
}

impl Drawing {
    /// Reads a picture, and says what of it cannot stand in a page.
    pub fn read(source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut markup = html::read(&source.text);
        // An id may stand in quotes: `url("#mark")`.
        let attributes = markup.tags.iter_mut().flat_map(|tag| &mut tag.attributes);
        for (_, value) in attributes.filter(|(_, value)| value.contains("url(")) {
            *value = value.replace(['"', '\''], "");
        }
        let mut reader = Reader { source, drawing: Self::default(), mistakes: Vec::new(), references: Vec::new() };
        for (at, message) in &markup.errors {
            // `<?xml …?>` and `<!DOCTYPE svg …>` are of a file, not of a page; they stay behind.
            if markup.hidden.binary_search_by_key(at, |hidden| hidden.start).is_err() {
                reader.mistake(
                    *at,
                    format!("this is not well-formed: {message}"),
                    "draw it with a program, or mend it by hand",
                );
            }
        }
        reader.tags(&markup.tags);
        reader.content(&markup);
        if reader.mistakes.is_empty() && html::needs_mending(&reader.drawing.html("it", "", &[])) {
            let hint = "a drawing holds the elements of SVG alone";
            reader.mistake(0, "a browser would read this drawing in another way than it is written", hint);
        }
        // What is wrong is told here, and not of the page once more.
        if !reader.mistakes.is_empty() {
            reader.drawing.inside.clear();
        }
        (reader.drawing, reader.mistakes)
    }

    /// The picture as HTML: `prefix` goes before its ids, `alt` says what it shows, `extra` are the attributes of the
    /// `<img>` that it stands for.
    pub fn html(&self, prefix: &str, alt: &str, extra: &[(String, String)]) -> String {
        let mut out = format!("<svg role=\"img\" aria-label=\"{}\"", escaped(alt));
        let own = self.root.iter().filter(|(name, _)| extra.iter().all(|(other, _)| other != name));
        let own = own.map(|(name, value)| (name, prefixed(name, value, prefix)));
        let extra_kept = extra.iter().filter(|(name, _)| !(is_one_of(name, &REPLACED) || is_one_of(name, &OF_IMAGES)));
        for (name, value) in own.chain(extra_kept.map(|(name, value)| (name, value.clone()))) {
            // Writing to a String cannot fail.
            let _ = write!(out, " {name}=\"{}\"", escaped(&value));
        }
        out.push('>');
        if let Some((_, title)) = extra.iter().find(|(name, _)| name == "title") {
            let _ = write!(out, "<title>{}</title>", escaped(title));
        }
        for node in &self.inside {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Tag(tag) => {
                    let mut tag = tag.clone();
                    for (name, value) in &mut tag.attributes {
                        *value = prefixed(name, value, prefix);
                    }
                    tag.write(&mut out);
                }
            }
        }
        out.push_str("</svg>");
        out
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.contains(&name)
}

/// The value of an attribute, with every id in it behind the prefix.
fn prefixed(name: &str, value: &str, prefix: &str) -> String {
    match name {
        "id" => format!("{prefix}-{value}"),
        "href" | "xlink:href" => value.replacen('#', &format!("#{prefix}-"), 1),
        _ if ID_LISTS.contains(&name) => {
            value.split_whitespace().map(|id| format!("{prefix}-{id}")).collect::<Vec<_>>().join(" ")
        }
        _ => value.replace("url(#", &format!("url(#{prefix}-")),
    }
}

/// The ids that a value refers to, and whether it refers to anything else.
fn references(name: &str, value: &str) -> (Vec<String>, bool) {
    if matches!(name, "href" | "xlink:href" | "src") {
        return value.strip_prefix('#').map_or((Vec::new(), true), |id| (vec![id.to_string()], false));
    }
    if ID_LISTS.contains(&name) {
        return (value.split_whitespace().map(str::to_string).collect(), false);
    }
    let (mut ids, mut elsewhere) = (Vec::new(), false);
    for rest in value.split("url(").skip(1) {
        match rest.strip_prefix('#').and_then(|rest| rest.split_once(')')) {
            Some((id, _)) => ids.push(id.to_string()),
            None => elsewhere = true,
        }
    }
    (ids, elsewhere)
}

/// What is wrong with an attribute that takes a colour: it follows the scheme of the page, or it is a problem.
pub fn colour_problem(name: &str, value: &str) -> Option<Problem> {
    const WORDS: [&str; 6] = ["none", "currentcolor", "inherit", "transparent", "context-fill", "context-stroke"];
    let bare = value.trim();
    if !COLOURS.contains(&name) || bare.starts_with("url(#") || WORDS.contains(&bare.to_ascii_lowercase().as_str()) {
        return None;
    }
    if let Some(inside) = bare.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) {
        // What follows the token is taken only where there is none.
        let token = inside.split(',').next().unwrap_or_default().trim();
        let is_known = TOKENS.contains(token);
        return (!is_known).then(|| Problem::unknown("", "token", token, TOKENS.iter().copied()));
    }
    let mut problem = Problem::new("", format!("`{name}=\"{value}\"` is the same colour on light and dark paper"));
    problem.hint = Some("use `currentColor` or a token of style/tokens.css, such as `var(--good)`".into());
    Some(problem)
}

struct Reader<'a> {
    source: &'a Source,
    drawing: Drawing,
    mistakes: Vec<Diagnostic>,
    /// Ids that are referred to, with the places.
    references: Vec<(String, usize)>,
}

impl Reader<'_> {
    fn mistake(&mut self, at: usize, message: impl Into<String>, hint: &str) {
        self.mistakes.push(self.source.mistake(at, message).hint(hint));
    }

    fn tags(&mut self, tags: &[Tag]) {
        let mut open = Open::default();
        for tag in tags {
            match open.take(tag, tag.range.start) {
                Ok(()) => {}
                Err(Unbalanced::Unclosed(unclosed)) => self.unclosed(unclosed),
                Err(_) => self.mistake(tag.range.start, format!("`</{}>` ends nothing", tag.name), "take it away"),
            }
            if FORBIDDEN.contains(&tag.name.as_str()) && !tag.is_end {
                let hint = "draw with shapes and text; colours are attributes";
                self.mistake(tag.range.start, format!("`<{}>` cannot stand in a drawing", tag.name), hint);
                continue;
            }
            for (name, value) in &tag.attributes {
                self.attribute(tag.range.start, name, value);
            }
        }
        self.unclosed(open.end());
        let guesses = Guesses::default();
        for (id, at) in std::mem::take(&mut self.references) {
            if !self.drawing.ids.contains_key(&id) {
                let problem = guesses.unknown("id", &id, self.drawing.ids.keys().map(String::as_str));
                self.mistakes.push(Diagnostic::of_problem(self.source.position(at), problem));
            }
        }
    }

    fn unclosed(&mut self, unclosed: Vec<(String, usize)>) {
        for (name, at) in unclosed {
            self.mistake(at, format!("`<{name}>` is never closed"), &format!("write `</{name}>` where it ends"));
        }
    }

    fn attribute(&mut self, at: usize, name: &str, value: &str) {
        let (ids, elsewhere) = references(name, value);
        self.references.extend(ids.into_iter().map(|id| (id, at)));
        if name.starts_with("on") {
            self.mistake(at, format!("`{name}` cannot stand in a drawing"), "a drawing runs no script");
        } else if name == "style" || name == "class" {
            let hint = "write each property as an attribute: `fill=\"var(--good)\"`";
            self.mistake(at, format!("`{name}` cannot stand in a drawing"), hint);
        } else if name == "id" {
            let times = self.drawing.ids.entry(value.to_string()).or_default();
            *times += 1;
            if *times > 1 {
                self.mistake(at, format!("the id `{value}` is taken in this drawing"), "give this one another");
            }
        } else if elsewhere {
            let hint = "a drawing refers only to its own ids: `#mark`";
            self.mistake(at, format!("`{name}=\"{value}\"` leads out of the drawing"), hint);
        } else if let Some(problem) = colour_problem(name, value) {
            self.mistakes.push(Diagnostic::of_problem(self.source.position(at), problem));
        }
    }

    /// Takes the root's attributes and what is inside it over into the drawing.
    fn content(&mut self, markup: &html::Markup) {
        let Some((root, rest)) = markup.tags.split_first().filter(|(root, _)| root.name == "svg" && !root.is_end)
        else {
            self.mistake(0, "a drawing is one `<svg>`", "draw it anew, or save it as PNG");
            return;
        };
        let kept = root.attributes.iter().filter(|(name, _)| {
            !REPLACED.contains(&name.as_str()) && !name.starts_with("xmlns:") && !name.starts_with("xml:")
        });
        self.drawing.root = kept.cloned().collect();
        self.frame(root);
        let mut at = root.range.end;
        for tag in rest {
            self.text(at..tag.range.start, markup);
            at = tag.range.end;
            self.drawing.inside.push(Node::Tag(tag.clone()));
        }
        // The end tag of the root is written anew.
        self.drawing.inside.pop();
    }

    /// The text between two tags, without comments.
    fn text(&mut self, range: std::ops::Range<usize>, markup: &html::Markup) {
        let mut at = range.start;
        let from = markup.hidden.partition_point(|hidden| hidden.start < range.start);
        for hidden in markup.hidden[from..].iter().take_while(|hidden| range.contains(&hidden.start)) {
            self.drawing.inside.push(Node::Text(self.source.text[at..hidden.start].to_string()));
            at = hidden.end;
        }
        self.drawing.inside.push(Node::Text(self.source.text[at..range.end].to_string()));
    }

    /// Sees that the root says its shape, and that what has no colour of its own has the text's.
    fn frame(&mut self, root: &Tag) {
        let size = |name| root.attribute(name).and_then(|it| it.trim_end_matches("px").parse::<f64>().ok());
        let numbers = |frame: &str| -> Vec<f64> {
            frame
                .split(|c: char| c == ',' || c.is_ascii_whitespace())
                .filter(|it| !it.is_empty())
                .map(|it| it.parse().unwrap_or(f64::NAN))
                .collect()
        };
        if let Some(frame) = root.attribute("viewbox") {
            let is_frame = matches!(numbers(frame)[..], [x, y, width, height] if (x + y).is_finite() && width > 0.0 && height > 0.0);
            if !is_frame {
                let hint = "four numbers: `viewBox=\"0 0 WIDTH HEIGHT\"`";
                self.mistake(root.range.start, format!("`viewBox=\"{frame}\"` is no frame"), hint);
            }
        } else {
            match (size("width"), size("height")) {
                (Some(width), Some(height)) => {
                    self.drawing.root.push(("viewbox".into(), format!("0 0 {width} {height}")));
                }
                _ => self.mistake(root.range.start, "this drawing has no size", "add `viewBox=\"0 0 WIDTH HEIGHT\"`"),
            }
        }
        if root.attribute("fill").is_none() {
            self.drawing.root.push(("fill".into(), "currentColor".into()));
        }
    }
}

#[cfg(test)]
mod tests;
