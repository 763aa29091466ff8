//! Render: the body of a page, from the items of its Markdown.

mod blocks;
mod code;
pub mod fences;
mod inline;
mod notes;
mod pictures;
mod raw;
mod tables;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag};

use super::diagnostic::{Diagnostic, Place, Position};
use super::drawing::Drawing;
use super::html::Open;
use super::markdown::{self, Item, Placed};
use super::names::Plates;
use super::results::Results;
use crate::scenario::{Plate, Problem};
pub use inline::is_relative;
use notes::Notes;

/// What a page can refer to while it is rendered.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Every named scenario of the book.
    pub results: &'a Results,
    /// The plates of this page.
    pub plates: &'a Plates,
    /// The plates that a number of this page may open.
    pub opened: &'a Plates,
    /// The quiz of this chapter, rendered.
    pub quiz: Option<&'a str>,
    /// The map of this page’s part and its incident builder, drawn.
    pub ties: Option<&'a [String; 2]>,
    /// The pictures of this chapter, from its folder; a drawing is written into the page. `None` where none can stand.
    pub figures: Option<&'a BTreeMap<String, Option<Drawing>>>,
}

/// A rendered body and what was learned on the way.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Its headings, for the contents.
    pub headings: Vec<Heading>,
    /// Its links, still to be checked.
    pub links: Vec<Link>,
    /// How many words it holds.
    pub words: u32,
    /// How many quiz fences it holds.
    pub quizzes: u32,
    /// Its plates with the words that they show, in order.
    pub shown: Vec<Plate>,
    /// What is wrong with it.
    pub mistakes: Vec<Diagnostic>,
    /// Every id that the text gives, with its place. Those of what the book puts around it are not among them.
    pub ids: BTreeMap<String, Claim>,
    /// The ids that controls of its plates will have when they are alive.
    controls: Vec<String>,
    notes: Notes,
    /// Where its first raw HTML stands.
    first_raw: Option<Position>,
    /// How often each drawing stands on the page, by the beginning of its ids.
    drawn: BTreeMap<String, u32>,
    /// In how many quotations, lists, notes and emphases the writer is.
    nesting: u32,
}

/// An id that the text gives to an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where, for the first time.
    pub at: Position,
    /// How often; more than once is told.
    pub times: u32,
}

impl Claim {
    /// The mistake that this id is one of those that the book itself gives on this page.
    pub fn of_the_book(&self, id: &str) -> Diagnostic {
        let message = format!("the book itself has the id `{id}` on this page");
        Diagnostic::new(self.at.clone(), message).hint("give this one another")
    }
}

/// In how many quotations, lists, asides and emphases a text may stand: each takes its share of a thread's stack.
pub const MAX_NESTING: u32 = 32;

/// What stands in an aside, a timeline or a quiz holds no plates.
static NO_PLATES: Plates = Plates::new();

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 for a section.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text, plain.
    pub text: String,
}

/// A link of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As the author wrote it.
    pub href: String,
    /// Where.
    pub at: Position,
}

/// Renders a document.
pub fn document(items: &[Placed], place: Place<'_>, setting: Setting<'_>) -> Body {
    let mut body = Body::default();
    body.notes.add(items, place, &mut body.mistakes);
    let (out, section, open, in_link) = <_>::default();
    let mut writer = Writer { body: &mut body, setting, place, out, section, open, in_link };
    writer.contained(|writer| writer.items(items));
    writer.footnotes();
    body.html = writer.out;
    raw::check_whole(&mut body);
    let taken = body.controls.iter().filter_map(|id| Some(body.ids.get(id)?.of_the_book(id))).collect::<Vec<_>>();
    body.mistakes.extend(taken);
    body
}

/// Renders Markdown that stands in a string of a quiz: a prompt, say. One paragraph comes without its `<p>`, and of a line
/// there is no more. Each text is a page of its own here, so that none has what stands once on a page.
pub fn fragment(text: &str, place: Place<'_>, is_line: bool, results: &Results) -> (String, Body) {
    let setting = Setting { results, plates: &NO_PLATES, opened: &NO_PLATES, quiz: None, ties: None, figures: None };
    let items = markdown::parse(text);
    let mut body = document(&items, place, setting);
    if is_line && !is_of_one_line(&items) {
        body.mistakes.push(no_line(place));
    }
    if !(body.ids.is_empty() && body.headings.is_empty()) {
        let hint = "put them into the chapter; `**bold**` stands out in a quiz too";
        body.mistakes.push(place.mistake(0, "no heading, note or id can stand in a quiz").hint(hint));
    }
    let html = std::mem::take(&mut body.html);
    let html = html.trim();
    let alone =
        html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|rest| !rest.contains("<p>"));
    (alone.unwrap_or(html).to_string(), body)
}

/// Whether items are the text of a line: no block but one paragraph.
fn is_of_one_line(items: &[Placed]) -> bool {
    let mut blocks = items.iter().map(|(item, _)| item).filter(|item| match item {
        Item::Event(Event::Start(tag)) => {
            !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        item => matches!(item, Item::Fence(_) | Item::Event(Event::Rule)),
    });
    matches!(blocks.next(), None | Some(Item::Event(Event::Start(Tag::Paragraph)))) && blocks.next().is_none()
}

fn no_line(place: Place<'_>) -> Diagnostic {
    let hint = "behind a backslash a mark is text: `404\\. That`, `\\- item`, `\\# Head`";
    place.mistake(0, "only a line of text can stand here, and this is a block of Markdown").hint(hint)
}

/// Writes items as HTML. One body may have several writers: the page's, and one for each note and aside.
struct Writer<'a, 'b> {
    body: &'b mut Body,
    setting: Setting<'a>,
    place: Place<'a>,
    out: String,
    /// The heading above, plain: it names the tables below.
    section: String,
    /// The elements of raw HTML that are open where the writer is, since the last mark of Markdown.
    open: Open,
    /// Whether the writer is inside a link, which holds no other.
    in_link: bool,
}

impl<'a> Writer<'a, '_> {
    fn mistake(&mut self, offset: usize, message: impl Into<String>) -> &mut Diagnostic {
        let diagnostic = self.place.mistake(offset, message);
        self.body.mistakes.push(diagnostic);
        let last = self.body.mistakes.len() - 1;
        &mut self.body.mistakes[last]
    }

    fn mistake_with_hint(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.mistake(offset, message).hint = Some(hint.into());
    }

    /// Renders into a string of its own.
    fn apart(&mut self, render: impl FnOnce(&mut Self)) -> String {
        let outer = std::mem::take(&mut self.out);
        render(self);
        std::mem::replace(&mut self.out, outer)
    }

    /// Renders the Markdown of a fence, where it stands.
    fn nested(&mut self, text: &str, place: Place<'a>, is_line: bool) -> String {
        let mut with_definitions = format!("{text}\n");
        for line in self.body.notes.lines_for(text) {
            let _ = write!(with_definitions, "\n{line}\n");
        }
        let items: Vec<Placed> = markdown::parse(&with_definitions);
        let own = items.iter().position(|(_, range)| range.start > text.len()).unwrap_or(items.len());
        self.body.notes.add(&items[..own], place, &mut self.body.mistakes);
        if is_line && !is_of_one_line(&items[..own]) {
            self.body.mistakes.push(no_line(place));
        }
        let section = self.section.clone();
        let (out, open, in_link) = <_>::default();
        let setting = Setting { plates: &NO_PLATES, ..self.setting };
        let mut writer = Writer { body: &mut *self.body, setting, place, out, section, open, in_link };
        writer.deeper(0, |writer| writer.items(&items[..own]));
        writer.out
    }

    /// A text that is shown without marks (a caption, an alternative text), with its numbers written out.
    fn plain(&mut self, text: &str, at: usize) -> String {
        let (written, problems) = self.setting.results.plain(text);
        for problem in problems {
            self.problem(at, problem);
        }
        written
    }

    /// The text of items without its marks, and what is wrong with its numbers; in code braces stay.
    fn words(&self, items: &[Placed]) -> (String, Vec<Problem>) {
        let (mut words, mut problems) = (String::new(), Vec::new());
        for (item, _) in items {
            match item {
                Item::Event(Event::Text(text)) => {
                    let (text, found) = self.setting.results.plain(text);
                    words.push_str(&markdown::shown(&text));
                    problems.extend(found);
                }
                Item::Event(Event::Code(text) | Event::InlineMath(text)) => words.push_str(text),
                Item::Event(Event::SoftBreak | Event::HardBreak) => words.push(' '),
                _ => {}
            }
        }
        (words, problems)
    }

    /// Renders what stands between two marks of Markdown, unless it is nested too deep.
    fn deeper(&mut self, at: usize, render: impl FnOnce(&mut Self)) {
        if self.body.nesting == MAX_NESTING {
            let message = format!("this stands in more than {MAX_NESTING} quotations, lists, asides or emphases");
            return self.mistake_with_hint(at, message, "end some of them before it");
        }
        self.body.nesting += 1;
        self.contained(render);
        self.body.nesting -= 1;
    }

    fn text(&mut self, text: &str) {
        escape(&mut self.out, text);
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }
}

/// Appends text with `& < > "` escaped.
pub fn escape(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = maud::Escaper::new(out).write_str(text);
}

/// Text with `& < > "` escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
