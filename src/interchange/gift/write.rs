//! A quiz as GIFT.

use std::fmt::Write as _;

use super::super::draft::open_text;
use super::super::markup::{to_others, without_arrows, words};
use super::super::numbers::{MOST_RIGHT, far_below, plain, share, with_unit};
use super::super::report::Report;
use crate::quiz::kinds::{Matching, Multiple, Numeric, Ordering, Short};
use crate::quiz::{Choice, Item, Kind, Question, Quiz};

/// What Moodle takes for the name of a format, at the beginning of a text.
const FORMATS: &[&str] = &["[html]", "[markdown]", "[moodle]", "[plain]"];

/// Writes a quiz.
pub fn write(quiz: &Quiz, report: &mut Report) -> String {
    // Two slashes are one in the name of a category.
    let mut out = format!("$CATEGORY: $course$/{}\n", words(&quiz.title).replace('/', "//"));
    for question in &quiz.questions {
        let Some(answers) = answers(question, report) else { continue };
        let mut explanation = question.explanation.clone();
        if let Kind::Open(open) = &question.kind {
            explanation = open_text(open, &question.explanation);
        }
        let prompt = match &question.kind {
            Kind::Numeric(numeric) => with_unit(&question.prompt, numeric, &question.id, report),
            _ => question.prompt.as_str().into(),
        };
        let _ =
            write!(out, "\n// [id:{0}]\n::{0}::[markdown]{1}{{{answers}", question.id, escaped(&to_others(&prompt)));
        if !explanation.is_empty() {
            let _ = write!(out, "\n\t####{}", text(&explanation));
        }
        out.push_str("\n}\n");
        if !question.hint.is_empty() {
            report.changed(&question.id, "GIFT has no hint: it is left out");
        }
        if question.points > 1 {
            let points = question.points;
            report.changed(&question.id, format!("GIFT has no points: set {points} in the quiz there"));
        }
    }
    if out.contains("\\\\(") {
        report.changed("", "maths is TeX between `\\(` and `\\)`, which Moodle's filter for MathJax sets");
    }
    out
}

/// What follows the prompt; `None` for a question that GIFT has no form for.
fn answers(question: &Question, report: &mut Report) -> Option<String> {
    Some(match &question.kind {
        Kind::Single(_) | Kind::Prediction(_) => of_single(question.kind.choices()),
        Kind::Matching(matching) => of_matching(matching, &question.id, report),
        Kind::Perform(_) | Kind::Experiment(_) => {
            report.left_out(&question.id, format!("GIFT has no question of the kind `{}`", question.kind.name()));
            return None;
        }
        Kind::Multiple(multiple) => of_multiple(multiple, &question.id, report),
        Kind::Numeric(numeric) => of_numeric(numeric),
        Kind::Ordering(ordering) => of_ordering(ordering, &question.id, report),
        Kind::Short(short) => of_short(short, &question.id, report),
        Kind::Open(_) => {
            report.changed(
                &question.id,
                "an open question is an essay, which a person grades; its model answer is feedback",
            );
            String::new()
        }
    })
}

fn of_single(options: &[Choice]) -> String {
    let line = |option: &Choice| {
        let sign = if option.correct { "=" } else { "~" };
        answer(sign, &text(&option.text), &option.feedback)
    };
    options.iter().map(line).collect()
}

/// A wrong option takes away what a right one gives, as here.
fn of_multiple(multiple: &Multiple, question: &str, report: &mut Report) -> String {
    let right = multiple.options.iter().filter(|option| option.correct).count();
    if right > MOST_RIGHT {
        report.changed(
            question,
            format!("Moodle cannot part the points among {right} right options: set the shares there"),
        );
    }
    let share = share(right);
    let line = |option: &Choice| {
        let sign = if option.correct { format!("~%{share}%") } else { format!("~%-{share}%") };
        answer(&sign, &text(&option.text), &option.feedback)
    };
    multiple.options.iter().map(line).collect()
}

/// The right number first: of several answers that fit, the first counts. A range without credit has what is too low.
fn of_numeric(numeric: &Numeric) -> String {
    let Numeric { answer: right, tolerance, feedback_correct, feedback_low, feedback_high, .. } = numeric;
    let mut out = String::from("#");
    out += &answer("=", &format!("{}:{}", plain(*right), plain(*tolerance)), feedback_correct);
    if feedback_low != feedback_high {
        out += &answer("=%0%", &format!("{}..{}", plain(far_below(*right)), plain(*right)), feedback_low);
    }
    if !feedback_high.is_empty() {
        out += &answer("~", "", feedback_high);
    }
    out
}

/// A target that belongs to no item has nothing before its arrow.
fn of_matching(matching: &Matching, question: &str, report: &mut Report) -> String {
    if matching.items.iter().any(|item| !item.feedback.is_empty()) {
        report.changed(question, "the feedback on its items is left out: an answer of pairs has none in GIFT");
    }
    let pair = |item: &str, target: &str| format!("\n\t={} -> {}", text(item), text(target));
    let target = |id: &str| matching.targets.iter().find(|target| target.id == id).map_or("", |it| it.text.as_str());
    let pairs = matching.items.iter().map(|item| pair(&item.text, target(&item.target)));
    let is_free = |target: &&Item| !matching.items.iter().any(|item| item.target == target.id);
    pairs.chain(matching.targets.iter().filter(is_free).map(|free| pair("", &free.text))).collect()
}

fn of_ordering(ordering: &Ordering, question: &str, report: &mut Report) -> String {
    report.changed(
        question,
        "GIFT has no order: it asks for the place of each item, and each right place earns its share of the points",
    );
    if !(ordering.feedback_correct.is_empty() && ordering.feedback_wrong.is_empty()) {
        report.changed(question, "the feedback on the order is left out: an answer of pairs has none in GIFT");
    }
    let pair = |(index, item): (usize, &Item)| format!("\n\t={} -> {}", text(&item.text), index + 1);
    ordering.items.iter().enumerate().map(pair).collect()
}

fn of_short(short: &Short, question: &str, report: &mut Report) -> String {
    report.changed(question, "spaces and punctuation count in Moodle's short answers; letter case does not");
    let mut out = String::new();
    for form in &short.accepted {
        if form.contains("->") {
            report.changed(question, format!("`{form}` is not among the accepted answers: `->` would make it a pair"));
            continue;
        }
        // A star stands for any text there.
        let form = escaped(&form.replace('*', "\\*"));
        let sign = if form.starts_with('%') || starts_with_format(&form) { "=%100%" } else { "=" };
        out += &answer(sign, &form, &short.feedback_correct);
    }
    if !short.feedback_wrong.is_empty() {
        out += &answer("=%0%", "*", &short.feedback_wrong);
    }
    out
}

/// An answer on a line of its own. `text` is escaped, `feedback` as it is in the book.
fn answer(sign: &str, text: &str, feedback: &str) -> String {
    let is_share = sign.len() == 1 && text.starts_with('%');
    let share = match sign {
        "=" if is_share => "%100%",
        "~" if is_share => "%0%",
        _ => "",
    };
    let feedback = if feedback.is_empty() { String::new() } else { format!("#{}", self::text(feedback)) };
    format!("\n\t{sign}{share}{text}{feedback}")
}

/// A text of the book in the format of its question.
fn text(text: &str) -> String {
    let text = escaped(&to_others(&without_arrows(text)));
    if starts_with_format(&text) { format!("[markdown]{text}") } else { text }
}

fn starts_with_format(text: &str) -> bool {
    FORMATS.iter().any(|format| text.starts_with(format))
}

/// A text in which nothing has a meaning for GIFT.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().filter(|&c| c != '\r') {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(text("a = b: {c} ~d #e \\f\ng"), "a \\= b\\: \\{c\\} \\~d \\#e \\\\f\\ng");
        assert_eq!(text("[html] is a word"), "[markdown][html] is a word");
        assert_eq!(answer("~", "%50% of it", ""), "\n\t~%0%%50% of it");
        assert_eq!(text("$x_1$ is $5$ and \\$6"), "\\\\\\\\(x\\\\_1\\\\\\\\) is \\\\\\\\(5\\\\\\\\) and $6");
    }
}
