//! Numbers and values as a reader sees them.

use super::told;
pub use crate::kernel::words::{capital, number, short, whole};
use crate::kernel::{LabSpec, ParamKind, ParamSpec, Time, Value, decimal};

/// A number for a machine to read, with no more decimals than it needs, at most so many: `-1200.5`.
pub fn plain(value: f64, decimals: usize) -> String {
    decimal::trimmed(&decimal::fixed(value, decimals as u8)).to_string()
}

/// A moment of virtual time: `1.62 s`, and from a hundred seconds on `125.0 s`.
pub fn time(moment: Time) -> String {
    let seconds = moment.as_millis() / 1000.0;
    number(seconds, if seconds < 99.995 { 2 } else { 1 }) + "\u{202f}s"
}

/// A length of time, given in milliseconds, of few letters: `5.4 s`, `46 ms`, `0.7 ms`.
pub fn duration(ms: f64) -> String {
    match ms {
        ms if ms >= 1_000.0 => short((ms / 100.0).round() / 10.0) + "\u{202f}s",
        ms if ms >= 10.0 => number(ms, 0) + "\u{202f}ms",
        ms => short((ms * 10.0).round() / 10.0) + "\u{202f}ms",
    }
}

/// The text with its first letter small: the rest may hold a name.
pub fn lower(text: &str) -> String {
    let mut text = text.to_string();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// A parameter's value with its unit: `Ring with virtual nodes`, `10 ms`.
pub fn value(lab: &LabSpec, spec: &ParamSpec, value: Value) -> String {
    let unit = if spec.unit.is_empty() { String::new() } else { format!("\u{202f}{}", spec.unit) };
    match value {
        Value::Integer(value) => short(value as f64) + &unit,
        Value::Number(value) => short(value) + &unit,
        Value::Choice(id) => chosen(lab, spec, id),
    }
}

/// What a control shows for the choice with this id.
fn chosen(lab: &LabSpec, spec: &ParamSpec, id: &'static str) -> String {
    let ParamKind::Choice { options, .. } = spec.kind else { return id.to_string() };
    let option = options.iter().find(|option| option.id == id);
    option.map_or_else(|| id.to_string(), |option| told::choice(lab, spec.name, option))
}
