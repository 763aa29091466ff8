//! A quiz of GIFT.

mod pairs;

use super::super::draft::{self, Draft, Ids, Options};
use super::super::markup::{of_html, of_others, of_plain};
use super::super::report::{Fault, Report};
use super::split::{Answer, Block, answers, blocks, braces, shown};
use crate::quiz::Kind;
use crate::quiz::fold::fold;
use crate::quiz::kinds::{Numeric, Short};

/// The most questions of a file.
const MOST_QUESTIONS: usize = 5_000;
/// The most answers of a question.
const MOST_ANSWERS: usize = 200;

/// How a text is to be read: what it says in brackets at its beginning, or what its question's prompt says.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Markdown,
    Html,
    Plain,
    /// Plain text in which there may be HTML.
    Moodle,
}

/// Reads a file; `title` is the quiz's if the file names no category.
///
/// # Errors
/// If there is no question in it that can be read: says why, of the first.
pub fn read(file: &str, title: &str) -> Result<(Draft, Report), Fault> {
    let mut reader = Reader { title: title.to_string(), ..Reader::default() };
    for block in blocks(file) {
        if reader.questions.len() >= MOST_QUESTIONS {
            let why = format!("a file has at most {MOST_QUESTIONS} questions: part it");
            return Err(Fault { line: block.line, why });
        }
        reader.block(block);
    }
    let Reader { title, questions, report, .. } = reader;
    if questions.is_empty() {
        let first = report.remarks.iter().find(|remark| remark.left_out);
        let none = || Fault { line: 0, why: "there is no question in GIFT here: `prompt {=right ~wrong}`".to_string() };
        return Err(first.map_or_else(none, |first| Fault { line: first.line, why: first.text.clone() }));
    }
    Ok((Draft { title, questions }, report))
}

#[derive(Default)]
struct Reader {
    title: String,
    questions: Vec<crate::quiz::Question>,
    ids: Ids,
    /// How many questions were met, those among them that cannot be read.
    met: u32,
    report: Report,
}

impl Reader {
    fn block(&mut self, mut block: Block) {
        if let Some(rest) = block.text.strip_prefix("$CATEGORY:") {
            let (category, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            self.category(&shown(category), block.line);
            (block.text, block.line) = (rest.to_string(), block.line + 1);
        }
        if block.text.trim().is_empty() {
            return;
        }
        let text = block.text.trim_start();
        let named = text.strip_prefix("::").and_then(|rest| rest.split_once("::"));
        let (name, text) = named.map_or((String::new(), text), |(name, rest)| (shown(name), rest));
        let id = block.id.as_deref().unwrap_or(&name);
        self.met += 1;
        let id = self.ids.keep(id, &format!("question-{}", self.met));
        match self.question(&id, text, &block) {
            Ok(question) => self.questions.push(question),
            Err(Fault { line, why }) => self.report.left_out_at(line, &id, why),
        }
        if block.has_tags {
            self.report.changed_at(block.line, &id, "its tags are left out: a quiz here has none");
        }
    }

    /// The last category's name, the first time that one is named, is the quiz's title.
    fn category(&mut self, path: &str, line: u32) {
        let name = path.replace("//", "\u{1}");
        let name = name.rsplit('/').next().unwrap_or_default().replace('\u{1}', "/");
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.questions.is_empty() && !name.is_empty() && !name.starts_with('$') {
            self.title = of_plain(&name);
        } else if !self.questions.is_empty() {
            self.report.changed_at(
                line,
                "",
                format!("the category `{name}` begins no quiz of its own: part the file there"),
            );
        }
    }

    fn question(&mut self, id: &str, text: &str, block: &Block) -> Result<crate::quiz::Question, Fault> {
        let line = block.line;
        let fault = |why: &str| Fault { line, why: why.to_string() };
        let (before, inside, behind) = braces(text, line)?;
        let inside = inside.ok_or_else(|| fault("a text without braces asks nothing: write it into the chapter"))?;
        let (format, before) = format_of(before.trim(), Format::Moodle);
        let blank = if behind.trim().is_empty() { "" } else { " \\_\\_\\_\\_\\_ " };
        let mut side = |text: &str| self.text(text, format, id, line);
        let prompt = format!("{}{blank}{}", side(before), side(behind));
        let prompt = prompt.trim().to_string();
        if prompt.is_empty() {
            return Err(fault("there is no prompt before the braces"));
        }
        let (inside, explanation) = inside.rsplit_once("####").unwrap_or((inside, ""));
        let mut explanation = self.text(explanation, format, id, line);
        let inside = inside.trim();
        let mut of = Of { reader: self, id, line, format };
        let kind = if inside.is_empty() {
            let open = draft::open(&explanation);
            explanation = open.explanation;
            if let Some(missing) = open.missing {
                of.changed(missing);
            }
            of.changed("an essay is an open question, which is not scored here");
            open.kind
        } else if let Some(numbers) = inside.strip_prefix('#') {
            of.numeric(numbers.trim()).map_err(|why| fault(&why))?
        } else {
            of.kind(inside).map_err(|why| fault(&why))?
        };
        Ok(draft::question(id.to_string(), prompt, explanation, kind))
    }

    /// A text as Markdown of the book.
    fn text(&mut self, text: &str, outer: Format, id: &str, line: u32) -> String {
        let (format, text) = format_of(text.trim(), outer);
        let text = shown(text);
        let is_html = format == Format::Html || (format == Format::Moodle && text.contains("</"));
        match format {
            // As an arrow is written that parts no pair.
            Format::Markdown => of_others(&text.replace("-&gt;", "->")),
            _ if is_html => of_html(&text).unwrap_or_else(|| {
                self.report.changed_at(line, id, "a text in HTML could not be read, and stands here as it was");
                of_plain(&text)
            }),
            _ => of_plain(&text),
        }
    }
}

/// The format that a text names at its beginning, or the one around it.
fn format_of(text: &str, outer: Format) -> (Format, &str) {
    let named = [
        ("[markdown]", Format::Markdown),
        ("[html]", Format::Html),
        ("[plain]", Format::Plain),
        ("[moodle]", Format::Moodle),
    ];
    let named = named.into_iter().find_map(|(name, format)| Some((format, text.strip_prefix(name)?)));
    named.unwrap_or((outer, text))
}

/// What stands in the braces of one question.
struct Of<'a> {
    reader: &'a mut Reader,
    id: &'a str,
    line: u32,
    format: Format,
}

impl Of<'_> {
    fn changed(&mut self, text: impl Into<String>) {
        self.reader.report.changed_at(self.line, self.id, text);
    }

    fn text(&mut self, text: &str) -> String {
        self.reader.text(text, self.format, self.id, self.line)
    }

    /// A text for a line: with what ends one as a space, but for a break that is meant.
    fn line(&mut self, text: &str) -> String {
        let text = self.text(text);
        let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        text.split("\\\n").map(words).collect::<Vec<_>>().join("\\\n")
    }

    fn kind(&mut self, inside: &str) -> Result<Kind, String> {
        let all = answers(inside);
        if all.len() > MOST_ANSWERS {
            return Err(format!("a question has at most {MOST_ANSWERS} answers"));
        }
        let word = inside.split('#').next().unwrap_or_default().trim();
        match word {
            "T" | "TRUE" | "F" | "FALSE" => self.true_false(word.starts_with('T'), inside),
            _ if inside.contains('~') => self.choice(&all),
            _ if inside.contains("->") => self.pairs(&all),
            _ => self.short(&all),
        }
    }

    /// Behind the first `#` stands what is said of a wrong answer, behind the second what is said of the right one.
    fn true_false(&mut self, truth: bool, inside: &str) -> Result<Kind, String> {
        let mut said = inside.splitn(3, '#').skip(1);
        let [wrong, right] = [said.next(), said.next()].map(|said| self.text(said.unwrap_or_default()));
        let mut options = Options::default();
        for (text, is) in [("True", true), ("False", false)] {
            let is_right = is == truth;
            options.add(text.to_string(), is_right, if is_right { right.clone() } else { wrong.clone() });
        }
        options.kind(true).map_err(str::to_string)
    }

    /// With `=` one option is chosen, without it as many as one likes.
    fn choice(&mut self, all: &[Answer]) -> Result<Kind, String> {
        let is_single = all.iter().any(|answer| answer.is_right);
        let full = |answer: &Answer| if is_single { answer.credit() >= 100.0 } else { answer.credit() > 0.0 };
        let right = all.iter().filter(|answer| full(answer)).count();
        let mut options = Options::default();
        for answer in all {
            let (text, feedback) = (self.line(answer.text), self.text(answer.feedback));
            if !options.add(text, full(answer), feedback) {
                self.changed("an option that says nothing, or the same as one before it, is left out");
            }
        }
        let even = 100.0 / right.max(1) as f64;
        let is_even = |answer: &Answer| {
            let due = if is_single { 0.0 } else { -even };
            let due = if full(answer) { if is_single { 100.0 } else { even } } else { due };
            (answer.credit() - due).abs() < 0.01
        };
        if is_single && right > 1 {
            self.changed("several options are right: here all of them are to be chosen");
        } else if !all.iter().all(is_even) {
            self.changed(if is_single {
                "an option that earns a part of the points earns none here"
            } else {
                "every right option earns the same here, and every wrong one takes as much away"
            });
        }
        options.kind(is_single).map_err(str::to_string)
    }

    fn short(&mut self, all: &[Answer]) -> Result<Kind, String> {
        let (mut accepted, mut feedback_correct, mut feedback_wrong) = (Vec::new(), String::new(), String::new());
        for answer in all {
            // A star that is meant as itself stands behind a backslash; braces would be a number of the book's.
            let form = shown(answer.text).replace("\\*", "*").replace(['{', '}'], "");
            let feedback = self.text(answer.feedback);
            if answer.credit() >= 100.0 && !fold(&form).is_empty() {
                accepted.push(form);
                if feedback_correct.is_empty() {
                    feedback_correct = feedback;
                } else if !feedback.is_empty() && feedback != feedback_correct {
                    self.changed("the feedback on the first accepted answer stands for all of them");
                }
            } else if answer.text == "*" && answer.credit() <= 0.0 {
                feedback_wrong = feedback;
            } else {
                self.changed(format!(
                    "`{form}` is not among the accepted answers: it earns a part of the points, or has no letter"
                ));
            }
        }
        if accepted.is_empty() {
            return Err("no answer earns all of the points".to_string());
        }
        if accepted.iter().any(|form| form.contains('*')) {
            self.changed("a `*` stands for nothing here: write each accepted answer out");
        }
        Ok(Kind::Short(Short { accepted, feedback_correct, feedback_wrong }))
    }

    fn numeric(&mut self, inside: &str) -> Result<Kind, String> {
        let all = answers(inside);
        let mut all = all.iter().take(MOST_ANSWERS).collect::<Vec<_>>();
        let right = all.iter().position(|answer| answer.credit() >= 100.0 && range(answer.text).is_some());
        let right = right.ok_or("no number earns all of the points: `{#12.5:0.5}` or `{#12..13}`")?;
        let right = all.remove(right);
        let (low, high) = range(right.text).ok_or("this is no number")?;
        let (mut answer, mut tolerance) = (low.midpoint(high), (high - low).abs() / 2.0);
        if let Some((written, around)) = right.text.split_once(':').filter(|_| !right.text.contains("..")) {
            (answer, tolerance) = (number(written).unwrap_or(answer), number(around).map_or(tolerance, f64::abs));
        }
        let feedback_correct = self.text(right.feedback);
        let (mut below, mut others): (Option<String>, String) = <_>::default();
        for other in all {
            let reach = range(other.text);
            let is_below = other.credit() <= 0.0 && reach.is_some_and(|(low, high)| low < answer && high == answer);
            if is_below {
                below = Some(self.text(other.feedback));
            } else if other.credit() <= 0.0 && (other.text.is_empty() || other.text == "*") {
                others = self.text(other.feedback);
            } else {
                let text = shown(other.text);
                self.changed(format!("`{text}` is left out: a number is right or wrong here"));
            }
        }
        let feedback_low = below.unwrap_or_else(|| others.clone());
        let (unit, feedback_high) = (String::new(), others);
        Ok(Kind::Numeric(Numeric { answer, tolerance, unit, feedback_correct, feedback_low, feedback_high }))
    }
}

/// The least and the largest number of `12`, `12:0.5` or `11.5..12.5`.
fn range(text: &str) -> Option<(f64, f64)> {
    let (low, high) = match text.split_once("..") {
        Some((low, high)) => (number(low)?, number(high)?),
        None => {
            let (answer, tolerance) = text.split_once(':').unwrap_or((text, "0"));
            let (answer, tolerance) = (number(answer)?, number(tolerance)?.abs());
            (answer - tolerance, answer + tolerance)
        }
    };
    Some((low, high)).filter(|(low, high)| low <= high && (high - low).is_finite())
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}
