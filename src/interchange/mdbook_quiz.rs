//! The TOML of mdbook-quiz. <https://github.com/cognitive-engineering-lab/mdbook-quiz>

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use toml::{Spanned, Table, Value};

use super::draft::{self, Draft, Ids, Options};
use super::markup::{has_maths, of_others, to_others};
use super::numbers::plain;
use super::quiz_toml::literal;
use super::report::{Fault, Report};
use crate::quiz::fold::fold;
use crate::quiz::kinds::{Numeric, Short};
use crate::quiz::{Choice, Kind, Question, Quiz};

/// Writes a quiz.
pub fn write(quiz: &Quiz, report: &mut Report) -> String {
    let mut out = String::new();
    for question in &quiz.questions {
        let Some((kind, keys)) = asked(question, report) else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        let id = &question.id;
        let _ = writeln!(out, "[[questions]]\ntype = \"{kind}\"\nid = \"{id}\"");
        for (key, value) in [("prompt.prompt", json!(to_others(&question.prompt)))].into_iter().chain(keys) {
            let _ = writeln!(out, "{key} = {}", literal(&value));
        }
        if !question.explanation.is_empty() {
            let _ = writeln!(out, "context = {}", literal(&json!(to_others(&question.explanation))));
        }
        if !question.hint.is_empty() {
            report.changed(id, "mdbook-quiz has no hint: it is left out");
        }
        if question.points > 1 {
            report.changed(id, "mdbook-quiz has no points");
        }
    }
    report.changed("", "mdbook-quiz has no heading for a quiz: its title is left out");
    if quiz.questions.iter().any(|question| has_maths(&question.prompt) || has_maths(&question.explanation)) {
        report.changed("", "mdbook-quiz sets no maths: it shows the TeX");
    }
    out
}

type Keys = Vec<(&'static str, Json)>;

/// The type of a question there, and what it has beside the prompt.
fn asked(question: &Question, report: &mut Report) -> Option<(&'static str, Keys)> {
    let id = &question.id;
    match &question.kind {
        Kind::Single(_) | Kind::Prediction(_) => {
            Some(("MultipleChoice", choice(question.kind.choices(), true, id, report)))
        }
        Kind::Multiple(multiple) => {
            report.changed(id, "all right options and no other must be chosen: there is no part of the points");
            Some(("MultipleChoice", choice(&multiple.options, false, id, report)))
        }
        Kind::Numeric(numeric) => Some(("ShortAnswer", number(numeric, id, report))),
        Kind::Short(short) => {
            report.changed(id, "spaces inside an answer and punctuation count; letter case does not");
            feedback(&[&short.feedback_correct, &short.feedback_wrong], id, report);
            Some(("ShortAnswer", word(&short.accepted)))
        }
        Kind::Ordering(_) | Kind::Matching(_) | Kind::Perform(_) | Kind::Experiment(_) | Kind::Open(_) => {
            let kind = question.kind.name();
            report.left_out(id, format!("mdbook-quiz has no question of the kind `{kind}`"));
            None
        }
    }
}

fn choice(options: &[Choice], is_single: bool, id: &str, report: &mut Report) -> Keys {
    feedback(&options.iter().map(|option| option.feedback.as_str()).collect::<Vec<_>>(), id, report);
    let of = |correct: bool| {
        let texts =
            options.iter().filter(move |option| option.correct == correct).map(|option| to_others(&option.text));
        texts.collect::<Vec<_>>()
    };
    let right = of(true);
    let answer = if is_single { json!(right.first()) } else { json!(right) };
    vec![("prompt.distractors", json!(of(false))), ("answer.answer", answer)]
}

fn number(numeric: &Numeric, id: &str, report: &mut Report) -> Keys {
    let answer = plain(numeric.answer);
    report.changed(id, format!("a number is a word to mdbook-quiz: only {answer} is right, without a tolerance"));
    feedback(&[&numeric.feedback_correct, &numeric.feedback_low, &numeric.feedback_high], id, report);
    let with_unit = format!("{answer} {}", numeric.unit);
    word(if numeric.unit.is_empty() { vec![answer] } else { vec![answer, with_unit] }.as_slice())
}

fn word(accepted: &[String]) -> Keys {
    let mut keys = vec![("answer.answer", json!(accepted.first()))];
    if accepted.len() > 1 {
        keys.push(("answer.alternatives", json!(accepted[1..])));
    }
    keys
}

fn feedback(all: &[&str], id: &str, report: &mut Report) {
    if all.iter().any(|text| !text.is_empty()) {
        report.changed(id, "feedback on an answer is left out; the explanation is kept");
    }
}

/// A file, with the place of each question.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    questions: Vec<Spanned<Table>>,
    #[serde(default)]
    multipart: Table,
}

/// The most questions of a file, and the most answers of a question.
const MOST: usize = 5_000;
const MOST_ANSWERS: usize = 200;

/// Reads a file; the quiz gets this title.
///
/// # Errors
/// If it is no TOML, or there is no question in it that can be read: says why, of the first.
pub fn read(file: &str, title: &str) -> Result<(Draft, Report), Fault> {
    let line =
        |at: usize| 1 + file.as_bytes()[..at.min(file.len())].iter().filter(|&&byte| byte == b'\n').count() as u32;
    let File { questions: entries, multipart } = toml::from_str(file).map_err(|error| Fault {
        line: error.span().map_or(0, |span| line(span.start)),
        why: format!("this is not a quiz of mdbook-quiz: {}", error.message()),
    })?;
    if entries.len() > MOST {
        return Err(Fault { line: 0, why: format!("a file has at most {MOST} questions: part it") });
    }
    let (mut questions, mut ids, mut report) = (Vec::new(), Ids::default(), Report::default());
    for (index, entry) in entries.iter().enumerate() {
        let line = line(entry.span().start);
        let entry = Entry { table: entry.get_ref(), multipart: &multipart };
        let id = ids.keep(
            entry.text(&["id"]).filter(|id| !is_uuid(id)).unwrap_or_default(),
            &format!("question-{}", index + 1),
        );
        match entry.question(&id, line, &mut report) {
            Ok(question) => questions.push(question),
            Err(why) => report.left_out_at(line, &id, why),
        }
    }
    if questions.is_empty() {
        let first = report.remarks.iter().find(|remark| remark.left_out);
        let none = || Fault { line: 0, why: "there is no `[[questions]]` in this file".to_string() };
        return Err(first.map_or_else(none, |first| Fault { line: first.line, why: first.text.clone() }));
    }
    Ok((Draft { title: super::markup::of_plain(title), questions }, report))
}

/// Whether an id was made for a machine, as mdbook-quiz makes them.
fn is_uuid(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// A `[[questions]]`.
struct Entry<'a> {
    table: &'a Table,
    multipart: &'a Table,
}

impl<'a> Entry<'a> {
    fn value(&self, path: &[&str]) -> Option<&'a Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.table.get(*first)?, |value, key| value.get(key))
    }

    fn text(&self, path: &[&str]) -> Option<&'a str> {
        self.value(path)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// A text, or the texts of a list.
    fn texts(&self, path: &[&str]) -> Vec<&'a str> {
        match self.value(path) {
            Some(Value::String(text)) => vec![text.trim()],
            Some(Value::Array(list)) => {
                list.iter().filter_map(Value::as_str).map(str::trim).take(MOST_ANSWERS).collect()
            }
            _ => Vec::new(),
        }
    }

    fn question(&self, id: &str, line: u32, report: &mut Report) -> Result<Question, String> {
        let kind = self.text(&["type"]).ok_or("`type = \"…\"` is missing")?;
        let kind = match kind {
            "MultipleChoice" => self.choice(id, line, report)?,
            "ShortAnswer" => self.short(id, line, report)?,
            "Tracing" => return Err("no kind of question here has a program traced".to_string()),
            other => {
                let shown: String = other.chars().take(40).collect();
                return Err(format!("there is no type `{shown}`: MultipleChoice, ShortAnswer and Tracing are known"));
            }
        };
        let prompt = self.text(&["prompt", "prompt"]).ok_or("`prompt.prompt = \"…\"` is missing")?;
        let part = self.text(&["multipart"]).and_then(|part| self.multipart.get(part)?.as_str());
        let prompt =
            part.map_or_else(|| of_others(prompt), |part| format!("{}\n\n{}", of_others(part), of_others(prompt)));
        let explanation = self.text(&["context"]).map(of_others).unwrap_or_default();
        Ok(draft::question(id.to_string(), prompt, explanation, kind))
    }

    fn choice(&self, id: &str, line: u32, report: &mut Report) -> Result<Kind, String> {
        let answer = self.value(&["answer", "answer"]).ok_or("`answer.answer` is missing")?;
        let (right, wrong) = (self.texts(&["answer", "answer"]), self.texts(&["prompt", "distractors"]));
        let mut options = Options::default();
        for (text, correct) in
            right.into_iter().map(|text| (text, true)).chain(wrong.into_iter().map(|text| (text, false)))
        {
            if !options.add(of_others(text), correct, String::new()) {
                report.changed_at(line, id, "an option that says nothing, or the same as one before it, is left out");
            }
        }
        let is_kept = ["answerIndex", "sortAnswers"].iter().any(|key| self.value(&["prompt", key]).is_some());
        if is_kept {
            report.changed_at(line, id, "each reader sees the options in another order here");
        }
        options.kind(answer.is_str()).map_err(str::to_string)
    }

    fn short(&self, id: &str, line: u32, report: &mut Report) -> Result<Kind, String> {
        let all = self.texts(&["answer", "answer"]).into_iter().chain(self.texts(&["answer", "alternatives"]));
        let mut accepted: Vec<String> = Vec::new();
        for form in all {
            // Braces would be a number of the book's.
            let form = form.replace(['{', '}'], "");
            if fold(&form).is_empty() {
                report.changed_at(
                    line,
                    id,
                    format!("`{form}` is left out: an accepted answer has a letter or a digit here"),
                );
            } else {
                accepted.push(form);
            }
        }
        if accepted.is_empty() {
            return Err("`answer.answer` has no letter and no digit, which alone count here".to_string());
        }
        let (feedback_correct, feedback_wrong) = <_>::default();
        Ok(Kind::Short(Short { accepted, feedback_correct, feedback_wrong }))
    }
}
