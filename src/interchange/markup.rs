//! Markdown of the book, Markdown of others, HTML and plain text, each made of another.
//!
//! The book writes maths between dollars. Moodle, Anki and mdBook set what stands between `\(` and `\)`; in their Markdown a
//! backslash is two.

use std::fmt::Write as _;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html as writer};
use regex::{Captures, Regex};

/// What stands between the texts of a document as far as maths goes.
enum Stretch<'a> {
    /// Markdown as it is written.
    Text(&'a str),
    /// Code, with its marks.
    Code(&'a str),
    /// TeX, and whether it is set on a line of its own.
    Maths(String, bool),
}

fn stretches(text: &str, options: Options) -> Vec<Stretch<'_>> {
    let (mut stretches, mut done) = (Vec::new(), 0);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let stretch = match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => Stretch::Code(&text[range.clone()]),
            Event::InlineMath(tex) => Stretch::Maths(tex.to_string(), false),
            Event::DisplayMath(tex) => Stretch::Maths(tex.to_string(), true),
            _ => continue,
        };
        if range.start >= done {
            stretches.extend([Stretch::Text(&text[done..range.start]), stretch]);
            done = range.end;
        }
    }
    stretches.push(Stretch::Text(&text[done..]));
    stretches
}

/// Whether there is maths in a text.
pub(super) fn has_maths(text: &str) -> bool {
    text.contains('$') && stretches(text, Options::ENABLE_MATH).iter().any(|it| matches!(it, Stretch::Maths(..)))
}

/// Markdown of the book as HTML with maths between `\(` and `\)`; one paragraph comes without its `<p>`.
pub fn html(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_MATH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::InlineMath(tex) => Event::Text(CowStr::from(format!("\\({tex}\\)"))),
        Event::DisplayMath(tex) => Event::Text(CowStr::from(format!("\\[{tex}\\]"))),
        other => other,
    });
    let mut html = String::new();
    writer::push_html(&mut html, events);
    let html = html.trim();
    let alone = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    alone.filter(|rest| !rest.contains("<p>")).unwrap_or(html).to_string()
}

/// The words of a text of Markdown on one line, without marks.
pub(super) fn words(text: &str) -> String {
    let pieces = Parser::new_ext(text, Options::ENABLE_MATH).map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => " ".to_string(),
        _ => String::new(),
    });
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Markdown of the book as Markdown for programs in which a dollar is a dollar.
pub(super) fn to_others(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for stretch in stretches(text, Options::ENABLE_MATH) {
        match stretch {
            Stretch::Text(text) => out.push_str(&text.replace("\\$", "$")),
            Stretch::Code(code) => out.push_str(code),
            Stretch::Maths(tex, false) => _ = write!(out, "\\\\({}\\\\)", escaped_tex(&tex)),
            Stretch::Maths(tex, true) => _ = write!(out, "\\\\[{}\\\\]", escaped_tex(&tex)),
        }
    }
    out
}

/// Markdown of the book without `->`, which parts the two sides of a pair in GIFT: an entity in its place, an arrow in code.
pub(super) fn without_arrows(text: &str) -> String {
    let pieces = stretches(text, Options::ENABLE_MATH).into_iter().map(|stretch| match stretch {
        Stretch::Text(text) => text.replace("->", "-&gt;"),
        Stretch::Code(code) => code.replace("->", "→"),
        Stretch::Maths(tex, false) => format!("${}$", tex.replace("->", "\to ")),
        Stretch::Maths(tex, true) => format!("$${}$$", tex.replace("->", "\to ")),
    });
    pieces.collect()
}

/// Markdown of others as Markdown of the book.
pub(super) fn of_others(text: &str) -> String {
    static MATHS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?s)\\\\\((.+?)\\\\\)|\\\\\[(.+?)\\\\\]|\$\$(.+?)\$\$").ok());
    let mut out = String::with_capacity(text.len());
    for stretch in stretches(text, Options::empty()) {
        match stretch {
            Stretch::Text(text) => out.push_str(&with_maths(text, &MATHS, protected, unescaped_tex)),
            Stretch::Code(code) => out.push_str(code),
            Stretch::Maths(..) => {}
        }
    }
    out.trim().to_string()
}

/// Plain text, in which maths may stand between `\(` and `\)`, as Markdown of the book.
pub(super) fn of_plain(text: &str) -> String {
    static MATHS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?s)\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$").ok());
    with_maths(text, &MATHS, escaped, str::to_string).trim().to_string()
}

/// HTML as Markdown of the book; nothing if it cannot be read.
pub(super) fn of_html(text: &str) -> Option<String> {
    // Each element inside another takes its share of a thread's stack.
    const DEEPEST: i32 = 100;
    let (mut depth, mut deepest) = (0, 0);
    for (at, _) in text.match_indices('<') {
        let is_empty = ["<br", "<hr", "<img", "<!"].iter().any(|tag| text[at..].starts_with(tag));
        depth += if is_empty {
            0
        } else if text[at..].starts_with("</") {
            -1
        } else {
            1
        };
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        return None;
    }
    htmd::convert(text).ok().map(|markdown| of_others(&markdown))
}

/// A text in which each match of `maths` becomes maths of the book, and what stands between as `rest` writes it.
fn with_maths(
    text: &str,
    maths: &Option<Regex>,
    rest: impl Fn(&str) -> String,
    tex: impl Fn(&str) -> String,
) -> String {
    let Some(maths) = maths else { return rest(text) };
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for found in maths.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&rest(&text[done..whole.start()]));
        out.push_str(&formula(&found, &tex).unwrap_or_else(|| rest(whole.as_str())));
        done = whole.end();
    }
    out + &rest(&text[done..])
}

/// A formula between dollars, if it can stand there.
fn formula(found: &Captures<'_>, tex: impl Fn(&str) -> String) -> Option<String> {
    let inside = (1..=3).find_map(|group| found.get(group)).map(|inside| tex(inside.as_str()))?;
    let inside = inside.trim();
    let marks = if found.get(1).is_some() { "$" } else { "$$" };
    let can_stand = !inside.is_empty() && !inside.contains(['$', '\n']) && !inside.ends_with('\\');
    can_stand.then(|| format!("{marks}{inside}{marks}"))
}

/// TeX in Markdown that is not read as maths.
fn escaped_tex(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    for c in tex.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

fn unescaped_tex(text: &str) -> String {
    let (mut out, mut letters) = (String::with_capacity(text.len()), text.chars().peekable());
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(letters.next()),
            _ => out.push(c),
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Markdown of others in which nothing is maths or a number of the book's.
fn protected(text: &str) -> String {
    // A dollar behind a backslash is a dollar in the book, and there a backslash before it.
    text.replace("\\$", "$").replace('$', "\\$").replace("{{", "{\\{").replace("}}", "}\\}")
}

/// Plain text as Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let start = line.len() - line.trim_start().len();
        let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
        for (at, c) in line.char_indices() {
            let opens = at == start && matches!(c, '#' | '>' | '+' | '-' | '=');
            let numbers = at == start + digits && digits > 0 && matches!(c, '.' | ')');
            if opens
                || numbers
                || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '$' | '{' | '}' | '&' | '~' | '|')
            {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
