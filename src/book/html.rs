//! HTML as its standard reads it: the tags of a text, each with its attributes and its place.
//!
//! The tokenizer is html5ever's; SVG that is to stand inside a page goes through the same rules.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{self, BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use scraper::Html;

use super::render::escaped;

/// A start or end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it is written with a `/` before its `>`.
    pub closes_itself: bool,
    /// Its attributes in order, names in lower case, character references resolved.
    pub attributes: Vec<(String, String)>,
    /// The bytes of the text that it was read from.
    pub range: Range<usize>,
}

impl Tag {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether an element of this name has no content and no end tag.
    pub fn is_void(&self) -> bool {
        const VOID: [&str; 13] =
            ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
        VOID.contains(&self.name.as_str())
    }

    /// The tag as HTML, in one way of writing it.
    pub fn write(&self, out: &mut String) {
        out.push_str(if self.is_end { "</" } else { "<" });
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            // Writing to a String cannot fail.
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
        }
        out.push_str(if self.closes_itself && !self.is_void() { "/>" } else { ">" });
    }
}

/// What a text holds beside its words.
#[derive(Debug, Default)]
pub struct Markup {
    /// Every tag, in order.
    pub tags: Vec<Tag>,
    /// Comments, processing instructions and document types: nothing that a reader sees.
    pub hidden: Vec<Range<usize>>,
    /// What the standard calls a parse error, with the offset of what is wrong or of the tag before which it is found.
    pub errors: Vec<(usize, String)>,
}

/// Reads the tags of a text.
pub fn read(text: &str) -> Markup {
    let tokenizer = Tokenizer::new(Gatherer { text, state: RefCell::default() }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut fed = 0;
    // A tag ends with the first `>` outside of quotes: fed up to each, the tokenizer hands over a tag where it ends.
    for piece in text.split_inclusive('>') {
        fed += piece.len();
        tokenizer.sink.state.borrow_mut().fed = fed;
        input.push_back(StrTendril::from(piece));
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.take();
    state.take(text, text.len()..text.len());
    state.markup
}

#[derive(Debug, Default)]
struct State {
    markup: Markup,
    /// How much of the text the tokenizer has been given.
    fed: usize,
    /// Where the last tag or comment ended.
    last: usize,
    /// From there on, up to the first `<` that can open another, if that has been looked for.
    opening: usize,
}

impl State {
    /// Takes a tag or a comment, and tells each `<` before it that opens nothing.
    fn take(&mut self, text: &str, range: Range<usize>) {
        let stray = text[self.last..range.start].match_indices('<').map(|(at, _)| self.last + at);
        self.markup.errors.extend(stray.map(|at| (at, STRAY.to_string())));
        (self.last, self.opening) = (range.end, range.end);
    }
}

/// What is wrong with a `<` that opens no tag.
const STRAY: &str = "`<` opens nothing: write `&lt;`";

struct Gatherer<'a> {
    text: &'a str,
    state: RefCell<State>,
}

impl Gatherer<'_> {
    /// Where the tag, comment or document type opens that ends here, or comes next: at the first `<` that can open one.
    /// What was looked through is not looked through again.
    fn opening(&self, state: &mut State) -> usize {
        let between = &self.text[state.opening..state.fed];
        let opens = |(at, _): &(usize, &str)| {
            between[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        };
        state.opening += between.match_indices('<').find(opens).map_or(between.len(), |(at, _)| at);
        state.opening
    }
}

impl TokenSink for Gatherer<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::CharacterTokens(_) | Token::NullCharacterToken | Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        let mut state = self.state.borrow_mut();
        let range = self.opening(&mut state)..state.fed;
        match token {
            // It has no place; each `<` is told where it stands.
            Token::ParseError(message) if message.ends_with("in state TagOpen") => {}
            Token::ParseError(message) => {
                state.markup.errors.push((range.start, message.replace(char::is_control, " ")));
            }
            Token::TagToken(tag) => {
                state.take(self.text, range.clone());
                state.markup.tags.push(of_token(&tag, range));
            }
            _ => {
                state.take(self.text, range.clone());
                state.markup.hidden.push(range);
            }
        }
        TokenSinkResult::Continue
    }
}

fn of_token(tag: &tokenizer::Tag, range: Range<usize>) -> Tag {
    let attributes = tag.attrs.iter().map(|it| (it.name.local.to_string(), it.value.to_string()));
    Tag {
        name: tag.name.to_string(),
        is_end: tag.kind == tokenizer::TagKind::EndTag,
        closes_itself: tag.self_closing,
        attributes: attributes.collect(),
        range,
    }
}

/// Whether a browser would have to mend a part of a page: by the standard, its tags do not make a tree as written.
pub fn needs_mending(html: &str) -> bool {
    !Html::parse_fragment(html).errors.is_empty()
}

/// Elements that were opened and wait for their end.
#[derive(Debug, Default)]
pub struct Open {
    /// Their names with the offsets of their start tags.
    elements: Vec<(String, usize)>,
    /// The first of them that holds code.
    code: Option<usize>,
}

/// What a tag does wrong to the elements around it.
#[derive(Debug, PartialEq, Eq)]
pub enum Unbalanced {
    /// An end tag that ends nothing.
    Stray,
    /// Elements that end with another's end tag, or not at all: names with the offsets of their start tags.
    Unclosed(Vec<(String, usize)>),
    /// `<div/>`: only elements of SVG and MathML close themselves.
    ClosesItself,
}

impl Open {
    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Takes a tag that stands at an offset.
    ///
    /// # Errors
    /// If the tag leaves the elements unbalanced.
    pub fn take(&mut self, tag: &Tag, at: usize) -> Result<(), Unbalanced> {
        if tag.is_end {
            let found = self.elements.iter().rposition(|(name, _)| *name == tag.name).ok_or(Unbalanced::Stray)?;
            let unclosed = self.elements.split_off(found).split_off(1);
            self.code = self.code.filter(|code| *code < found);
            return if unclosed.is_empty() { Ok(()) } else { Err(Unbalanced::Unclosed(unclosed)) };
        }
        if tag.is_void() {
            return Ok(());
        }
        if !tag.closes_itself {
            if matches!(tag.name.as_str(), "code" | "pre") {
                self.code.get_or_insert(self.elements.len());
            }
            self.elements.push((tag.name.clone(), at));
            return Ok(());
        }
        let inside = is_foreign(&tag.name) || self.is_in_drawing();
        if inside { Ok(()) } else { Err(Unbalanced::ClosesItself) }
    }

    /// Whether what stands here is SVG or MathML.
    pub fn is_in_drawing(&self) -> bool {
        self.elements.iter().any(|(name, _)| is_foreign(name))
    }

    /// Whether what stands here is code.
    pub fn is_in_code(&self) -> bool {
        self.code.is_some()
    }

    /// Ends the text: what is still open.
    pub fn end(self) -> Vec<(String, usize)> {
        self.elements
    }
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(text: &str) -> (Vec<Unbalanced>, Vec<(String, usize)>) {
        let mut open = Open::default();
        let tags = read(text).tags;
        let wrong = tags.iter().filter_map(|tag| open.take(tag, tag.range.start).err()).collect();
        (wrong, open.end())
    }

    #[test]
    fn a_tag_is_read_with_any_quotes_and_knows_its_place() {
        let text = "1 < 2, a <b>x</b> <!-- <i> --> <A href='x>y' id=z\n title=\"&amp;\">";
        let markup = read(text);
        let names: Vec<&str> = markup.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["b", "b", "a"]);
        let link = &markup.tags[2];
        assert_eq!(&text[link.range.clone()], "<A href='x>y' id=z\n title=\"&amp;\">");
        assert_eq!(link.attribute("href"), Some("x>y"));
        assert_eq!((link.attribute("id"), link.attribute("title")), (Some("z"), Some("&")));
        assert_eq!(markup.hidden.iter().map(|it| &text[it.clone()]).collect::<Vec<_>>(), ["<!-- <i> -->"]);
        let mut written = String::new();
        link.write(&mut written);
        assert_eq!(written, "<a href=\"x&gt;y\" id=\"z\" title=\"&amp;\">");
    }

    #[test]
    fn what_is_not_closed_and_what_closes_nothing_is_found() {
        assert_eq!(balance("<p><br><img src=x></p><svg><path/></svg>"), (vec![], vec![]));
        assert_eq!(balance("x</p>").0, [Unbalanced::Stray]);
        assert_eq!(balance("<p><b>x</p>").0, [Unbalanced::Unclosed(vec![("b".into(), 3)])]);
        assert_eq!(balance("<div/>").0, [Unbalanced::ClosesItself]);
        assert_eq!(balance("<p><b>").1, [("p".into(), 0), ("b".into(), 3)]);
    }

    #[test]
    fn what_only_the_tree_shows_is_found() {
        assert!(!needs_mending("<p>x <a href=\"#y\">y</a></p>\n<table><tr><td>x</td></tr></table>"));
        assert!(needs_mending("<a href=\"#x\">x <a href=\"#y\">y</a></a>"));
        assert!(needs_mending("<p><div>x</div></p>"));
    }

    #[test]
    fn what_the_standard_forbids_is_an_error_with_its_place() {
        let markup = read("word <p id=a id=b>x</p>");
        assert_eq!(markup.errors.len(), 1);
        assert_eq!(markup.errors[0].0, 5);
    }
}
