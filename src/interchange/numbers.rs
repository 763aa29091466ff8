//! Numbers as other programs read them: without an exponent, a separator of thousands or a unit.

use std::borrow::Cow;

use super::report::Report;
use crate::quiz::kinds::Numeric;

/// A number in full.
pub(super) fn plain(number: f64) -> String {
    // No minus before a zero; Rust writes no exponent.
    format!("{}", number + 0.0)
}

/// The share of the points for each of so many right options, in per cent with five decimals, as Moodle knows it.
pub(super) fn share(of: usize) -> String {
    let share = format!("{:.5}", 100.0 / of.max(1) as f64);
    share.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// The most right options among which Moodle parts the points evenly.
pub(super) const MOST_RIGHT: usize = 10;

/// An end far below every answer that a reader may give: what is between it and the right number is too low.
pub(super) fn far_below(answer: f64) -> f64 {
    let mut below = -1000.0;
    while below > -1000.0 * answer.abs() && below > -1e15 {
        below *= 10.0;
    }
    below
}

/// The prompt with the unit behind it, unless it names that itself: no other program shows one behind the field.
pub(super) fn with_unit<'a>(prompt: &'a str, numeric: &Numeric, question: &str, report: &mut Report) -> Cow<'a, str> {
    let unit = numeric.unit.as_str();
    let mut words = prompt.split(|c: char| c.is_whitespace() || ",.;:?!()".contains(c));
    if unit.is_empty()
        || words.any(|word| word == unit)
        || (unit.contains(' ') && prompt.contains(unit))
        || (unit == "%" && prompt.contains("per cent"))
    {
        return prompt.into();
    }
    report.changed(question, format!("the unit stands at the end of the prompt: [{unit}]"));
    format!("{prompt} [{unit}]").into()
}
