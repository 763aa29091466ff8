//! How good an answer is, and what to tell the reader.

use super::{Choice, Kind, Numeric, Ordering, Outcome, Question, Response, Short, number};

/// What a grader says of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The share of the question's points, 0 to 1.
    pub credit: f64,
    /// What to tell the reader, in the order of the question.
    pub remarks: Vec<Remark>,
}

/// One thing to tell the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The option that it is about, if it is about one.
    pub option: Option<String>,
    /// Whether that part of the answer is right.
    pub right: bool,
    /// What it says; may be empty.
    pub text: String,
}

impl Verdict {
    fn plain(right: bool, text: &str) -> Self {
        Self::partial(if right { 1.0 } else { 0.0 }, text)
    }

    fn partial(credit: f64, text: &str) -> Self {
        Self { credit, remarks: vec![Remark { option: None, right: credit == 1.0, text: text.to_string() }] }
    }

    /// In a word.
    pub fn outcome(&self) -> Outcome {
        if self.credit >= 1.0 {
            Outcome::Right
        } else if self.credit > 0.0 {
            Outcome::Partly
        } else {
            Outcome::Wrong
        }
    }
}

impl Question {
    /// Judges a response. Credit:
    ///
    /// - single, short: all or nothing;
    /// - numeric: all if within the tolerance, bounds included; else nothing;
    /// - multiple: (right ones chosen − wrong ones chosen) / right ones, at least 0;
    /// - ordering: of the pairs that are neighbours in the right order, the share that are neighbours, in that order,
    ///   in the answer: all for the right order, nothing for the reverse, about 1/n for a guess among n.
    ///
    /// # Errors
    /// If the response is not an answer to this question (nothing chosen, not a number, another kind's): says why,
    /// in words for the reader. Such a response is neither right nor wrong.
    pub fn judge(&self, response: &Response) -> Result<Verdict, String> {
        match (&self.kind, response) {
            (Kind::Single(options), Response::Option(id)) => judge_single(options, id),
            (Kind::Multiple(options), Response::Options(ids)) => judge_multiple(options, ids),
            (Kind::Numeric(numeric), Response::Number(text)) => judge_numeric(numeric, text),
            (Kind::Ordering(ordering), Response::Order(ids)) => judge_ordering(ordering, ids),
            (Kind::Short(short), Response::Text(text)) => judge_short(short, text),
            _ => Err(format!("This answer is not one to a question of the kind “{}”.", self.kind.name())),
        }
    }

    /// The response of a reader who has not answered: what the inputs of a fresh page hold.
    pub fn blank(&self) -> Response {
        match self.kind {
            Kind::Single(_) => Response::Option(String::new()),
            Kind::Multiple(_) => Response::Options(Vec::new()),
            Kind::Numeric(_) => Response::Number(String::new()),
            Kind::Ordering(_) => Response::Order(self.shuffled()),
            Kind::Short(_) => Response::Text(String::new()),
        }
    }
}

fn judge_single(options: &[Choice], id: &str) -> Result<Verdict, String> {
    if id.is_empty() {
        return Err("Choose an answer first.".to_string());
    }
    let option = options.iter().find(|option| option.id == id).ok_or("The option chosen is not among these.")?;
    let remark = Remark { option: Some(option.id.clone()), right: option.correct, text: option.feedback.clone() };
    Ok(Verdict { credit: if option.correct { 1.0 } else { 0.0 }, remarks: vec![remark] })
}

fn judge_multiple(options: &[Choice], ids: &[String]) -> Result<Verdict, String> {
    if ids.is_empty() {
        return Err("Choose at least one answer first.".to_string());
    }
    if !ids.iter().all(|id| options.iter().any(|option| option.id == *id)) {
        return Err("An option chosen is not among these.".to_string());
    }
    let chosen = options.iter().filter(|option| ids.contains(&option.id));
    let remarks: Vec<Remark> = chosen
        .map(|option| Remark { option: Some(option.id.clone()), right: option.correct, text: option.feedback.clone() })
        .collect();
    let right = remarks.iter().filter(|remark| remark.right).count();
    let wrong = remarks.len() - right;
    let all = options.iter().filter(|option| option.correct).count().max(1);
    Ok(Verdict { credit: right.saturating_sub(wrong) as f64 / all as f64, remarks })
}

fn judge_numeric(numeric: &Numeric, text: &str) -> Result<Verdict, String> {
    let readings = number::readings(text, &numeric.unit);
    let Some(&first) = readings.first() else {
        let unit = if numeric.unit.is_empty() { String::new() } else { format!(" in {}", numeric.unit) };
        return Err(format!("Type a number{unit} first, such as 12.5."));
    };
    // The slack keeps the bounds inclusive where 9.2 − 9.1 is a hair above 0.1.
    let slack = 1e-9 * numeric.answer.abs().max(numeric.tolerance);
    let right = readings.iter().any(|reading| (reading - numeric.answer).abs() <= numeric.tolerance + slack);
    Ok(match () {
        () if right => Verdict::plain(true, &numeric.feedback_correct),
        () if first < numeric.answer => Verdict::plain(false, &numeric.feedback_low),
        () => Verdict::plain(false, &numeric.feedback_high),
    })
}

fn judge_ordering(ordering: &Ordering, ids: &[String]) -> Result<Verdict, String> {
    let items = &ordering.items;
    if ids.len() != items.len() || !items.iter().all(|item| ids.contains(&item.id)) {
        return Err("The order must hold every item once.".to_string());
    }
    let kept =
        items.windows(2).filter(|right| ids.windows(2).any(|given| given[0] == right[0].id && given[1] == right[1].id));
    let credit = kept.count() as f64 / (items.len() - 1) as f64;
    Ok(Verdict::partial(credit, if credit == 1.0 { &ordering.feedback_correct } else { &ordering.feedback_wrong }))
}

fn judge_short(short: &Short, text: &str) -> Result<Verdict, String> {
    let given = fold(text);
    if given.is_empty() {
        return Err("Type an answer first.".to_string());
    }
    let right = short.accepted.iter().any(|form| fold(form) == given);
    Ok(Verdict::plain(right, if right { &short.feedback_correct } else { &short.feedback_wrong }))
}

/// A short answer without what does not matter: letters and digits only, those of ASCII in lower case. (Unicode's tables
/// of letters and cases would weigh more in the page's module than the rest of the grader.)
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|&c| is_letter_or_digit(c)).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a character is part of a word: beyond ASCII, all but the blocks of punctuation and of symbols.
fn is_letter_or_digit(c: char) -> bool {
    match c {
        ..'\u{80}' => c.is_ascii_alphanumeric(),
        'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾' => true,
        ..'À' | '×' | '÷' => false,
        '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        _ => true,
    }
}
