//! Raw HTML of a chapter, read by the rules of the standard and held to the rules of Markdown's own marks.

use std::ops::Range;

use pulldown_cmark::Event;

use super::super::diagnostic::Diagnostic;
use super::super::drawing::colour_problem;
use super::super::html::{self, Tag, Unbalanced};
use super::super::markdown::{Item, Placed};
use super::super::results::{Piece, pieces, stray, unclosed};
use super::{Body, Writer, escaped};

/// What brings scripts, styles or other documents in.
const FORBIDDEN: [&str; 10] =
    ["script", "style", "iframe", "frame", "object", "embed", "base", "meta", "link", "template"];

/// What a reader works with. A script would have to answer it, and a chapter brings none.
const CONTROLS: &str = "button datalist fieldset form input label legend optgroup option output select textarea";

/// Attributes that name other elements of the page by their ids.
const REFERENCES: [&str; 8] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-flowto",
    "aria-labelledby",
    "headers",
    "popovertarget",
];

/// The most elements in one another. (A browser stops at 512.)
const MAX_DEPTH: usize = 64;

/// Elements that end a paragraph wherever they stand in it.
const BLOCKS: &str = "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure \
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul search";

/// The other elements of HTML, and those of it that hold others.
const OTHERS: &str = "a abbr area audio b bdi bdo big br button canvas caption cite code col colgroup data datalist del dfn \
    em font i img input ins kbd label legend map mark math meter noscript optgroup option output picture progress q rp rt \
    ruby s samp select slot small source span strike strong sub sup svg tbody td textarea tfoot th thead time tr track tt u \
    var video wbr";

/// The level of a heading.
fn level(tag: &Tag) -> Option<u8> {
    tag.name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}

fn is_one_of(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Adds what is wrong with the whole although each tag is right: a link in a link, a row without a table.
pub(super) fn check_whole(body: &mut Body) {
    let Some(at) = body.first_raw.clone().filter(|_| body.mistakes.is_empty()) else { return };
    if html::needs_mending(&body.html) {
        let hint =
            "a link holds no link, a row stands in a table, a list holds items; this is the first HTML of the text";
        let message = "a browser would read this text’s HTML in another way than it is written";
        body.mistakes.push(Diagnostic::new(at, message).hint(hint));
    }
}

impl Writer<'_, '_> {
    /// Renders what stands between two marks of Markdown: elements that open there close there.
    pub(super) fn contained(&mut self, render: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.open);
        render(self);
        let open = std::mem::replace(&mut self.open, outer);
        self.never_closed(open.end());
    }

    /// A block of HTML. Its lines come one by one, since in a list or a quotation they are not contiguous.
    pub(super) fn raw_block(&mut self, lines: &[Placed]) {
        let (mut text, mut places) = (String::new(), Vec::new());
        for (item, range) in lines {
            if let Item::Event(Event::Html(line) | Event::Text(line)) = item {
                places.push((text.len(), range.start));
                text.push_str(line);
            }
        }
        self.raw(&text, &places, false);
    }

    /// Raw HTML, whose pieces from these offsets on stand at these places of the document.
    pub(super) fn raw(&mut self, text: &str, places: &[(usize, usize)], is_inline: bool) {
        let place = |offset: usize| {
            let before = places.partition_point(|(start, _)| *start <= offset).checked_sub(1);
            before.map_or(offset, |index| places[index].1 + offset - places[index].0)
        };
        let markup = html::read(text);
        if self.body.first_raw.is_none() {
            self.body.first_raw = Some(self.place.position(place(0)));
        }
        for (offset, message) in &markup.errors {
            self.mistake(place(*offset), format!("this is not valid HTML: {message}"));
        }
        let mut written = 0;
        for tag in &markup.tags {
            let at = place(tag.range.start);
            self.raw_text(text, written..tag.range.start, &markup.hidden, &place);
            written = tag.range.end;
            if self.is_no_element(&tag.name) {
                let tag = &text[tag.range.clone()];
                let hint = format!("write `{}`, or put it between backticks", escaped(tag));
                self.mistake_with_hint(at, format!("`{tag}` is no element of HTML"), hint);
                continue;
            }
            self.balance(tag, at);
            if tag.name == "a" {
                self.in_link = !tag.is_end;
            }
            if is_inline && is_one_of(BLOCKS, &tag.name) && !tag.is_end {
                let hint = "begin it on a line of its own, after an empty line";
                self.mistake_with_hint(at, format!("`<{}>` cannot stand inside a paragraph", tag.name), hint);
            }
            self.forbidden(tag, at);
            self.tag(tag, at);
        }
        self.raw_text(text, written..text.len(), &markup.hidden, &place);
    }

    fn is_no_element(&self, name: &str) -> bool {
        let is_known = is_one_of(BLOCKS, name) || is_one_of(OTHERS, name) || FORBIDDEN.contains(&name);
        !(is_known || self.open.is_in_drawing())
    }

    /// What stands between two tags: its numbers are computed, in comments braces stay.
    fn raw_text(&mut self, text: &str, range: Range<usize>, hidden: &[Range<usize>], place: &dyn Fn(usize) -> usize) {
        let mut written = range.start;
        let from = hidden.partition_point(|comment| comment.start < range.start);
        for comment in hidden[from..].iter().take_while(|comment| comment.end <= range.end) {
            self.raw_numbers(&text[written..comment.start], written, place);
            self.html(&text[comment.clone()]);
            written = comment.end;
        }
        self.raw_numbers(&text[written..range.end], written, place);
    }

    fn raw_numbers(&mut self, text: &str, mut offset: usize, place: &dyn Fn(usize) -> usize) {
        if self.open.is_in_code() {
            return self.html(text);
        }
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    self.html(text);
                    if let Some(open) = text.find("{{") {
                        self.problem(place(offset + open), unclosed());
                    }
                    if let Some(close) = text.find("}}") {
                        self.problem(place(offset + close), stray());
                    }
                    offset += text.len();
                }
                Piece::Result(inside) => {
                    self.result(inside, place(offset));
                    offset += inside.len() + "{{}}".len();
                }
            }
        }
    }

    fn balance(&mut self, tag: &Tag, at: usize) {
        let name = &tag.name;
        match self.open.take(tag, at) {
            Ok(()) if self.open.depth() == MAX_DEPTH + 1 && !tag.is_end => {
                let message = format!("`<{name}>` stands in more than {MAX_DEPTH} elements");
                self.mistake_with_hint(at, message, "end some of them before it");
            }
            Ok(()) => {}
            Err(Unbalanced::Unclosed(unclosed)) => self.never_closed(unclosed),
            Err(Unbalanced::Stray) => {
                let hint = format!("take it away, or open `<{name}>` in the same paragraph, item or cell");
                self.mistake_with_hint(at, format!("`</{name}>` closes nothing"), hint);
            }
            Err(Unbalanced::ClosesItself) => {
                let hint = format!("write `<{name}></{name}>`");
                self.mistake_with_hint(at, format!("`<{name}/>` opens an element and does not close it"), hint);
            }
        }
    }

    fn never_closed(&mut self, elements: Vec<(String, usize)>) {
        for (name, at) in elements {
            let hint = format!("write `</{name}>` in the same paragraph, item or cell");
            self.mistake_with_hint(at, format!("`<{name}>` is never closed"), hint);
        }
    }

    fn forbidden(&mut self, tag: &Tag, at: usize) {
        if FORBIDDEN.contains(&tag.name.as_str()) && !tag.is_end {
            let hint = "the pages' security policy lets no page bring its own";
            self.mistake_with_hint(at, format!("`<{}>` cannot stand in a chapter", tag.name), hint);
        }
        if is_one_of(CONTROLS, &tag.name) && !tag.is_end {
            let hint = "nothing would answer it; what a reader can work with is a lab or a question";
            self.mistake_with_hint(at, format!("`<{}>` cannot stand in a chapter", tag.name), hint);
        }
        if tag.attribute("style").is_some() {
            let hint = "use a class of the style sheets";
            self.mistake_with_hint(at, "`style=\"…\"` cannot stand in a chapter", hint);
        }
        for problem in tag.attributes.iter().filter_map(|(name, value)| colour_problem(name, value)) {
            self.problem(at, problem);
        }
        if tag.attributes.iter().any(|(name, _)| name.starts_with("on")) {
            let hint = "the pages' security policy runs no script of a page's own";
            self.mistake_with_hint(at, "an event handler cannot stand in a chapter", hint);
        }
    }

    /// Writes a tag, once its id, its link or its picture is checked.
    fn tag(&mut self, tag: &Tag, at: usize) {
        match tag.attribute("id") {
            Some("") => self.mistake_with_hint(at, "this id is empty", "take it away, or write `id=\"my-place\"`"),
            Some(id) => self.claim_id(id, at),
            None => {}
        }
        if let Some(level) = level(tag).filter(|_| !tag.is_end) {
            self.level(level, at);
        }
        if tag.name == "a" && tag.is_end && self.link_is_empty() {
            self.mistake(at, "this link has no text");
        }
        let mut tag = tag.clone();
        for (_, value) in tag.attributes.iter_mut().filter(|(_, value)| value.contains("{{")) {
            *value = self.plain(value, at);
        }
        if tag.name == "img" && !tag.is_end {
            return self.raw_picture(tag, at);
        }
        let is_link = matches!(tag.name.as_str(), "a" | "area");
        for (name, value) in &mut tag.attributes {
            match name.as_str() {
                name if REFERENCES.contains(&name) => {
                    for id in value.split_ascii_whitespace() {
                        self.target(&format!("#{id}"), at);
                    }
                }
                "href" | "xlink:href" if is_link => *value = self.target(value, at),
                "href" | "xlink:href" if value.starts_with('#') => *value = self.target(value, at),
                "href" | "xlink:href" | "background" | "longdesc" => {
                    let hint = "link to it with `<a href=\"…\">`, or draw it as a picture in figures/";
                    self.mistake_with_hint(
                        at,
                        format!("`{name}` of `<{}>` cannot lead out of a chapter", tag.name),
                        hint,
                    );
                }
                "ping" | "attributename" => {
                    let hint = "no page sends anything anywhere, or changes where a link leads";
                    self.mistake_with_hint(at, format!("`{name}` cannot stand in a chapter"), hint);
                }
                "src" | "srcset" | "poster" if !FORBIDDEN.contains(&tag.name.as_str()) => {
                    let hint = "link to it, or draw it as a picture in figures/";
                    self.mistake_with_hint(at, format!("`<{}>` cannot bring a file into a chapter", tag.name), hint);
                }
                _ => {}
            }
        }
        tag.write(&mut self.out);
    }

    /// Whether nothing stands between the last start tag of a link and here. (In what is written, `>` ends a tag.)
    fn link_is_empty(&self) -> bool {
        let link = self.out.rsplit_once("<a ").and_then(|(_, link)| link.split_once('>'));
        link.is_some_and(|(attributes, inner)| attributes.contains("href=") && inner.trim().is_empty())
    }

    fn raw_picture(&mut self, mut tag: Tag, at: usize) {
        if tag.attribute("srcset").is_some() {
            self.mistake_with_hint(at, "a picture has one file", "write `src=\"figures/…\"` alone");
        }
        let src = tag.attribute("src").unwrap_or_default().to_string();
        let alt = tag.attribute("alt").unwrap_or_default().to_string();
        tag.attributes.retain(|(name, _)| name != "src" && name != "alt");
        self.picture(&src, &alt, tag.attributes, at);
    }
}
