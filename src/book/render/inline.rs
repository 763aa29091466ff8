//! Inline: text with its inline results, links, pictures, maths.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage};

use super::super::diagnostic::Diagnostic;
use super::super::html;
use super::super::links;
use super::super::markdown::{Placed, plain_text, shown};
use super::super::results::{Piece, pieces, stray, unclosed};
use super::super::spelling;
use super::{Link, Writer, escaped};
use crate::scenario::{self, Problem, Scenario};

impl Writer<'_, '_> {
    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.prose(text, range),
            Event::Code(code) => {
                self.body.words += 1;
                self.html("<code>");
                self.text(code);
                self.html("</code>");
            }
            Event::InlineMath(tex) => self.maths(tex, DisplayMode::Inline, range.start),
            Event::DisplayMath(tex) => self.maths(tex, DisplayMode::Block, range.start),
            Event::InlineHtml(html) => self.raw(html, &[(0, range.start)], true),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br>\n"),
            Event::Rule => self.html("<hr>\n"),
            // A block of HTML is taken whole; the options of the parser bring no other.
            Event::Html(_) | Event::TaskListMarker(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    fn prose(&mut self, text: &str, range: Range<usize>) {
        if self.open.is_in_code() {
            return self.text(&shown(text));
        }
        self.unknown_notes(text, range.start);
        let written = self.place.written(range.clone()).unwrap_or_default();
        let (mut opened, mut closed) = (written.match_indices("{{"), written.match_indices("}}"));
        // Where the first of so many pairs of braces stands.
        let next = |braces: &mut std::str::MatchIndices<'_, &str>, count: usize| {
            let mut braces = braces.take(count);
            let first = braces.next();
            braces.for_each(drop);
            range.start + first.map_or(0, |(offset, _)| offset)
        };
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    self.body.words += text.split_whitespace().count() as u32;
                    self.text(&shown(text));
                    // Of several one is told.
                    for (braces, told, problem) in
                        [("{{", &mut opened, unclosed as fn() -> Problem), ("}}", &mut closed, stray)]
                    {
                        let count = text.matches(braces).count();
                        if count > 0 {
                            self.problem(next(told, count), problem());
                        }
                    }
                }
                Piece::Result(inside) => {
                    next(&mut closed, 1);
                    self.result(inside, next(&mut opened, 1));
                }
            }
        }
    }

    pub(super) fn result(&mut self, inside: &str, at: usize) {
        self.body.words += 1;
        match self.setting.results.inline(inside) {
            Ok(result) => {
                let text = escaped(&result.text);
                let Some(value) = result.value else { return self.html(&text) };
                let data = format!("<data value=\"{value}\">{text}</data>");
                match self.opens(&result.name).filter(|_| !self.in_link) {
                    Some(href) => {
                        let _ = write!(self.out, "<a class=\"result\" href=\"{}\">{data}</a>", escaped(&href));
                    }
                    None => self.html(&data),
                }
            }
            Err(problem) => self.problem(at, problem),
        }
    }

    /// Where a reader sees the run that a number comes from: its own plate, or the plate of this page that differs least
    /// from it, set to its scenario.
    fn opens(&self, name: &str) -> Option<String> {
        let scenario = self.setting.results.scenario(name).ok()?;
        let plates = self.setting.opened.values().flatten().filter(|plate| plate.scenario.lab == scenario.lab);
        let plate = plates.min_by_key(|plate| differences(&plate.scenario, scenario))?;
        if plate.scenario == *scenario {
            return Some(format!("#{}", plate.id));
        }
        let mut link = scenario::Link::of_plate(plate);
        (link.scenario, link.compare, link.position) = (scenario.clone(), Vec::new(), None);
        Some(format!("?{}#{}", link.to_query(), plate.id))
    }

    pub(super) fn problem(&mut self, at: usize, problem: Problem) {
        let at = self.place.position(at);
        self.body.mistakes.push(Diagnostic::of_problem(at, problem));
    }

    pub(super) fn link(&mut self, href: &str, title: &str, inner: &[Placed], at: usize) {
        let label = plain_text(inner);
        if label.trim().is_empty() {
            self.mistake(at, "this link has no text");
        }
        let target = self.target(href, at);
        let _ = write!(self.out, "<a href=\"{}\"", escaped(&target));
        // Printed, an address is said after the words that lead to it, but not twice.
        if label == href {
            self.html(" class=\"bare\"");
        }
        if !title.is_empty() {
            let title = self.plain(title, at);
            let _ = write!(self.out, " title=\"{}\"", escaped(&title));
        }
        self.html(">");
        let outer = std::mem::replace(&mut self.in_link, true);
        self.items(inner);
        self.in_link = outer;
        self.html("</a>");
    }

    /// A link by a label that nothing in the text gives an address.
    pub(super) fn undefined(&mut self, label: &str, inner: &[Placed], at: usize) {
        let hint = format!(
            "write the address, `[text](…)`, or define it: `[{label}]: …` on a line of its own; where brackets are text, put \
             a backslash before the first: `\\[…][{label}]`"
        );
        self.mistake_with_hint(at, format!("nothing defines the link `[{label}]`"), hint);
        self.items(inner);
    }

    /// Checks where a link leads, and says what to write into the page.
    pub(super) fn target(&mut self, href: &str, at: usize) -> String {
        if matches!(href.trim(), "" | "#") {
            self.mistake_with_hint(at, "this link leads nowhere", "write its address: `[text](../index.html)`");
        }
        if is_relative(href) {
            self.body.links.push(Link { href: href.to_string(), at: self.place.position(at) });
            return links::to_file(href);
        }
        if let Err(why) = spelling::address(href) {
            let hint = format!("{why}; write the whole address, `https://…`, or a path in the book");
            self.mistake_with_hint(at, "a link must lead to a page", hint);
        }
        href.to_string()
    }

    fn maths(&mut self, tex: &str, display_mode: DisplayMode, at: usize) {
        self.body.words += 1;
        if pieces(tex).iter().any(|piece| matches!(piece, Piece::Result(inside) if is_reference(inside))) {
            let hint = "end the maths before the number; for a dollar write `\\$`";
            return self.mistake_with_hint(at, "in maths no number is computed", hint);
        }
        // Each may stand in the one before it and take its share of a thread's stack.
        let marks = tex.matches(['\\', '{', '^', '_', '&']).count();
        if marks > MAX_MARKS || tex.len() > MAX_FORMULA {
            let message =
                format!("a formula has at most {MAX_MARKS} commands and groups, and {MAX_FORMULA} characters");
            return self.mistake_with_hint(at, message, "part it; a `$` that is none of maths is written `\\$`");
        }
        let storage = Storage::new();
        if let Some(Err(error)) = Parser::new(tex, &storage).find(Result::is_err) {
            let message = error.to_string();
            let first = message.lines().next().unwrap_or_default();
            self.mistake(at, format!("this is not valid maths: {first}"));
            return;
        }
        let mut mathml = String::new();
        let storage = Storage::new();
        let config = RenderConfig { display_mode, annotation: None, ..RenderConfig::default() };
        if pulldown_latex::push_mathml(&mut mathml, Parser::new(tex, &storage), config).is_err() {
            self.mistake(at, "this maths cannot be set");
        }
        if mathml.contains(" style=\"") {
            let hint = "colours, negative spaces and row heights need inline styles; leave them out";
            self.mistake_with_hint(at, "this maths cannot be set under the pages' security policy", hint);
        }
        // What the library writes as text that it has not escaped, and as an entity that it has.
        let mathml = mathml.replace("&amp;nbsp;", "\u{a0}").replace("><</", ">&lt;</");
        if tex.contains("\\operatorname*") || !is_mathml(&mathml) {
            let hint = "leave out commands such as `\\mathstrut`, `\\big` and `\\operatorname*`; the name of an operator is letters \
                        alone, `\\operatorname{name}`";
            return self.mistake_with_hint(at, "this maths cannot be set", hint);
        }
        self.html(&mathml);
    }
}

/// The elements of MathML that a formula is made of.
const MATHML: &str = "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt \
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none";

/// Whether what the library made of a formula is MathML, every attribute with a value. It passes on what stands in some of its
/// commands as it is written there.
fn is_mathml(written: &str) -> bool {
    let markup = html::read(written);
    let is_right = |tag: &html::Tag| {
        MATHML.split(' ').any(|name| name == tag.name) && tag.attributes.iter().all(|(_, value)| !value.is_empty())
    };
    let mut texts = markup.tags.windows(2).map(|tags| &written[tags[0].range.end..tags[1].range.start]);
    let is_whole = markup.errors.is_empty() && markup.hidden.is_empty() && markup.tags.iter().all(is_right);
    is_whole && !texts.any(|text| text.contains("=\"")) && !html::needs_mending(written)
}

/// The most commands, groups, scripts and cells of a formula, and its most characters.
const MAX_MARKS: usize = 500;
const MAX_FORMULA: usize = 5_000;

/// In how many parameters two scenarios of one lab differ; in what happens to them counts as one.
fn differences(one: &Scenario, other: &Scenario) -> usize {
    let params = one.params.iter().filter(|(spec, value)| *value != other.params.get(spec.name)).count();
    params + usize::from(one.actions != other.actions)
}

/// Whether `name.metric` stands between two braces, which in maths may be there for other reasons.
fn is_reference(inside: &str) -> bool {
    let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.contains([' ', '\\']);
    inside.trim().split_once('.').is_some_and(|(name, metric)| is_name(name) && is_name(metric))
}

/// Whether a link leads to a page of the book.
pub fn is_relative(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default();
    !scheme.contains(':') && !href.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_without_a_scheme_or_host_are_of_the_book() {
        assert!(is_relative("../tail-latency/index.html#a:b"));
        assert!(is_relative("#price-tag"));
        assert!(!is_relative("https://example.org/"));
        assert!(!is_relative("mailto:a@example.org"));
        assert!(!is_relative("//example.org/x"));
    }
}
