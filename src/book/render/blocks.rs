//! Blocks: paragraphs, headings, lists, quotations and admonitions.

use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, LinkType, Tag};

use super::super::diagnostic::Position;
use super::super::markdown::{Item, Placed, end_of, slug};
use super::super::results::{Piece, pieces};
use super::super::spelling::composed;
use super::{Claim, Heading, Writer, escaped};
use crate::ui::phrases::page as say;

impl Writer<'_, '_> {
    /// Renders items in order.
    pub(super) fn items(&mut self, items: &[Placed]) {
        let mut index = 0;
        while let Some((item, range)) = items.get(index) {
            match item {
                Item::Event(Event::Start(tag)) => {
                    let end = end_of(items, index);
                    self.element(tag, &items[index + 1..end.min(items.len())], range.start);
                    index = end;
                }
                Item::Event(event) => self.event(event, range.clone()),
                Item::Fence(fence) => self.fence(fence, range.start),
                Item::Wrong(wrong) => self.mistake_with_hint(range.start, &wrong.message, &wrong.hint),
                Item::Definition { .. } => {}
            }
            index += 1;
        }
    }

    fn element(&mut self, tag: &Tag<'_>, inner: &[Placed], at: usize) {
        match tag {
            Tag::HtmlBlock => self.raw_block(inner),
            // Nothing stands in these again but for what is counted.
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::Table(_) => {
                self.contained(|writer| writer.marked(tag, inner, at));
            }
            _ => self.deeper(at, |writer| writer.marked(tag, inner, at)),
        }
    }

    fn marked(&mut self, tag: &Tag<'_>, inner: &[Placed], at: usize) {
        match tag {
            Tag::Paragraph => self.paragraph(inner),
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref(), inner, at),
            Tag::BlockQuote(kind) => self.quotation(*kind, inner),
            Tag::List(None) => self.block("ul", inner),
            Tag::List(Some(1)) => self.block("ol", inner),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
                self.items(inner);
                self.html("</ol>\n");
            }
            Tag::Item => self.wrap("li", inner, "\n"),
            Tag::Emphasis => self.wrap("em", inner, ""),
            Tag::Strong => self.wrap("strong", inner, ""),
            Tag::Strikethrough => self.wrap("s", inner, ""),
            Tag::Link { link_type: LinkType::ReferenceUnknown | LinkType::CollapsedUnknown, dest_url, .. } => {
                self.undefined(dest_url, inner, at);
            }
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.link(&format!("mailto:{dest_url}"), "", inner, at);
            }
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title, inner, at),
            Tag::Image { dest_url, .. } => self.image(dest_url, inner, at),
            Tag::Table(alignments) => self.table(alignments, inner),
            Tag::FootnoteDefinition(label) => self.note(label, inner),
            // The options of the parser leave nothing else that has content.
            _ => self.items(inner),
        }
    }

    fn wrap(&mut self, name: &str, inner: &[Placed], after: &str) {
        let _ = write!(self.out, "<{name}>");
        self.items(inner);
        let _ = write!(self.out, "</{name}>{after}");
    }

    fn block(&mut self, name: &str, inner: &[Placed]) {
        let _ = writeln!(self.out, "<{name}>");
        self.items(inner);
        let _ = writeln!(self.out, "</{name}>");
    }

    fn paragraph(&mut self, inner: &[Placed]) {
        if let [(Item::Event(Event::Start(Tag::Image { dest_url, title, .. })), range), alt @ .., _] = inner
            && end_of(inner, 0) == inner.len() - 1
            && !title.is_empty()
        {
            return self.figure(dest_url, title, alt, range.start);
        }
        self.wrap("p", inner, "\n");
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<&str>, inner: &[Placed], at: usize) {
        let (text, _) = self.words(inner);
        if text.trim().is_empty() {
            self.mistake_with_hint(
                at,
                "this heading has no text",
                "write it before its anchor: `## Text {#my-anchor}`",
            );
        }
        if inner.iter().any(|(item, _)| matches!(item, Item::Event(Event::InlineMath(_)))) {
            let hint = "say it in words: the contents of a page show it plain";
            self.mistake_with_hint(at, "no maths can stand in a heading", hint);
        }
        let level = level as u8;
        self.level(level, at);
        let is_number = |piece: &Piece<'_>| matches!(piece, Piece::Result(_));
        let mut texts = inner.iter().filter_map(|(item, _)| match item {
            Item::Event(Event::Text(text)) => Some(text),
            _ => None,
        });
        if id.is_none() && texts.any(|text| pieces(text).iter().any(is_number)) {
            let hint = "give it one of its own: `{#my-anchor}`";
            self.mistake_with_hint(at, "the anchor of this heading would change with its number", hint);
        }
        let id = id.map_or_else(|| slug(&text), composed);
        self.claim_id(&id, at);
        let content = self.apart(|writer| writer.items(inner));
        let _ = writeln!(self.out, "{}", linked_heading(level, &id, &content, &text));
        self.section.clone_from(&text);
        self.body.headings.push(Heading { level, id, text });
    }

    /// Headings go down one level at a time; the first-level heading of a page is its title.
    pub(super) fn level(&mut self, level: u8, at: usize) {
        if level == 1 {
            let hint = "its title is in the front matter; begin sections with `##`";
            self.mistake_with_hint(at, "a page has one first-level heading", hint);
        }
        let above = self.body.headings.last().map_or(1, |heading| heading.level);
        if level > above + 1 && level > 2 {
            self.mistake(at, format!("a heading of level {level} stands under one of level {above}"));
        }
    }

    /// Takes an id for an element of this page.
    pub(super) fn claim_id(&mut self, id: &str, at: usize) {
        if id.is_empty() {
            self.mistake_with_hint(at, "this heading has no letters to make an anchor of", "add one: `{#my-anchor}`");
        } else if !id.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c)) {
            let hint = "an id is one word of letters, digits, `-` and `_`: `my-anchor`";
            self.mistake_with_hint(at, format!("`{id}` cannot stand in an address"), hint);
        } else if let Some(first) = self.count_id(id, at) {
            let hint = format!("the first is in {}; give this one another", first.line());
            self.mistake_with_hint(at, format!("the id `{id}` is taken on this page"), hint);
        }
    }

    /// Remembers an id; gives the place of its first time, if this is not it.
    pub(super) fn count_id(&mut self, id: &str, at: usize) -> Option<Position> {
        if let Some(claim) = self.body.ids.get_mut(id) {
            claim.times += 1;
            return Some(claim.at.clone());
        }
        let at = self.place.position(at);
        self.body.ids.insert(id.to_string(), Claim { at, times: 1 });
        None
    }

    fn quotation(&mut self, kind: Option<BlockQuoteKind>, inner: &[Placed]) {
        let Some(kind) = kind else { return self.block("blockquote", inner) };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", say::ALERT_NOTE),
            BlockQuoteKind::Tip => ("tip", say::ALERT_TIP),
            BlockQuoteKind::Important => ("important", say::ALERT_IMPORTANT),
            BlockQuoteKind::Warning => ("warning", say::ALERT_WARNING),
            BlockQuoteKind::Caution => ("caution", say::ALERT_CAUTION),
        };
        let title = escaped(&title.text());
        let _ = writeln!(
            self.out,
            "<div class=\"admonition {class}\" role=\"note\">\n<p class=\"admonition-title\">{title}</p>"
        );
        self.items(inner);
        self.html("</div>\n");
    }
}

/// A heading with the link to it.
pub(super) fn linked_heading(level: u8, id: &str, content: &str, text: &str) -> String {
    let (id, label) = (escaped(id), escaped(&say::LINK_TO.of([text.to_string()])));
    format!(
        "<h{level} id=\"{id}\">{content} <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a></h{level}>"
    )
}
