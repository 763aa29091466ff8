//! What one format can say and another cannot, question by question.

use std::collections::BTreeMap;
use std::fmt;

/// Everything that was lost or guessed on the way from one format to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order of the file.
    pub remarks: Vec<Remark>,
}

/// One thing that the other side does not have as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The question's id; empty if it is about the whole quiz.
    pub question: String,
    /// The line of the file that was read; 0 where a quiz is written.
    pub line: u32,
    /// Whether the question is not on the other side at all.
    pub left_out: bool,
    /// What is lost, and what was done instead.
    pub text: String,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The line at which reading ended; 0 if it is about the whole file.
    pub line: u32,
    /// What is wrong there, and how to mend it.
    pub why: String,
}

impl Fault {
    /// With the name of the file before it: `exam.gift:12: …`.
    pub fn of(&self, file: &str) -> String {
        if self.line == 0 { format!("{file}: {}", self.why) } else { format!("{file}:{}: {}", self.line, self.why) }
    }
}

impl Report {
    /// Something of a question is another on the other side.
    pub(super) fn changed(&mut self, question: &str, text: impl Into<String>) {
        self.add(question, 0, false, text.into());
    }

    /// A question is not on the other side.
    pub(super) fn left_out(&mut self, question: &str, text: impl Into<String>) {
        self.add(question, 0, true, text.into());
    }

    /// As [`Report::changed`], of a file that was read.
    pub(super) fn changed_at(&mut self, line: u32, question: &str, text: impl Into<String>) {
        self.add(question, line, false, text.into());
    }

    /// As [`Report::left_out`], of a file that was read.
    pub(super) fn left_out_at(&mut self, line: u32, question: &str, text: impl Into<String>) {
        self.add(question, line, true, text.into());
    }

    fn add(&mut self, question: &str, line: u32, left_out: bool, text: String) {
        let remark = Remark { question: question.to_string(), line, left_out, text };
        let mut last = self.remarks.iter().rev().take_while(|before| before.question == question);
        if !last.any(|before| *before == remark) {
            self.remarks.push(remark);
        }
    }

    /// What is said of each question.
    pub fn of<'a>(&'a self, question: &'a str) -> impl Iterator<Item = &'a Remark> {
        self.remarks.iter().filter(move |remark| remark.question == question)
    }

    /// The report for people: what is the same of several questions is said once, with all of them.
    pub fn lines(&self) -> Vec<String> {
        let mut told: Vec<Vec<&Remark>> = Vec::new();
        let mut places: BTreeMap<(bool, &str), usize> = BTreeMap::new();
        for remark in &self.remarks {
            let place = *places.entry((remark.left_out, &remark.text)).or_insert(told.len());
            match told.get_mut(place) {
                Some(same) => same.push(remark),
                None => told.push(vec![remark]),
            }
        }
        let line = |same: &Vec<&Remark>| {
            let names: Vec<String> = same.iter().map(|remark| remark.name()).filter(|name| !name.is_empty()).collect();
            let names = if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) };
            same.first().map(|first| format!("{names}{}{}", if first.left_out { "left out: " } else { "" }, first.text))
        };
        told.iter().filter_map(line).collect()
    }
}

impl Remark {
    fn name(&self) -> String {
        match (self.question.as_str(), self.line) {
            (question, 0) => question.to_string(),
            ("", line) => format!("line {line}"),
            (question, line) => format!("{question} (line {line})"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().iter().try_for_each(|line| writeln!(to, "{line}"))
    }
}
