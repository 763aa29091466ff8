//! Numbers as people type them.

use crate::kernel::decimal;

/// Reads a number that a reader typed: `9.1`, `9,1`, `9.1 %`, `1e3`, `12 000`, `12,000`, `−0.5`, `≈ 3`.
///
/// `unit` may follow, in any letter case. A per cent sign where the unit is not per cent divides by 100. `12,000` may mean
/// twelve or twelve thousand: both readings come back, the thousands first, and a grader takes whichever is right.
/// Empty if it is not a finite number.
pub fn readings(text: &str, unit: &str) -> Vec<f64> {
    let (text, unit) = (plain(text), plain(unit));
    let bare = text.trim_start_matches(['≈', '~', '=']);
    let (bare, divisor) = match (bare.strip_suffix(unit.as_str()), bare.strip_suffix('%')) {
        (Some(bare), _) if !unit.is_empty() => (bare, 1.0),
        (_, Some(bare)) if unit != "%" => (bare, 100.0),
        _ => (bare, 1.0),
    };
    let mut numbers = Vec::new();
    for form in spellings(bare) {
        // Neither `inf` nor `nan`, which Rust reads too.
        let written = form.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'+' | b'-'));
        let number = decimal::parse(&form).filter(|_| written).map(|number| number / divisor);
        numbers.extend(number.filter(|number| number.is_finite()));
    }
    numbers
}

/// Without spaces, in lower case, with a minus that a keyboard has.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars().filter(|&c| !is_space(c)) {
        plain.push(if c == '−' { '-' } else { c.to_ascii_lowercase() });
    }
    plain
}

/// Spaces of every width, and the marks that some use between thousands.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’' | '_')
}

/// The ways to write `text` with a point for decimals and nothing between thousands.
fn spellings(text: &str) -> Vec<String> {
    let count = |mark: u8| text.bytes().filter(|&byte| byte == mark).count();
    let (commas, points) = (count(b','), count(b'.'));
    let last = |mark: u8| text.bytes().rposition(|byte| byte == mark);
    let without = |mark: char| text.chars().filter(|&c| c != mark).collect::<String>();
    let pointed = |text: &str| text.replace(',', ".");
    match (commas, points) {
        (0, 0 | 1) => vec![text.to_string()],
        (0, _) => thousands(text, '.').then(|| without('.')).into_iter().collect(),
        (1, 0) if thousands(text, ',') => vec![without(','), pointed(text)],
        (1, 0) => vec![pointed(text)],
        (_, 0) => thousands(text, ',').then(|| without(',')).into_iter().collect(),
        (_, 1) if last(b',') < last(b'.') => vec![without(',')],
        (1, _) => vec![pointed(&without('.'))],
        _ => Vec::new(),
    }
}

/// Whether every group after a `mark` has three digits and the first has one to three and is not zero.
fn thousands(text: &str, mark: char) -> bool {
    let mut groups = text.trim_start_matches(['-', '+']).split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, unit, expected) in [
            ("9.1", "", 9.1),
            (" 9,1 ", "", 9.1),
            ("9.1 %", "%", 9.1),
            ("9.1 %", "", 0.091),
            ("1e3", "", 1000.0),
            ("12 000", "", 12_000.0),
            ("12\u{202f}000,5", "", 12_000.5),
            ("1,234,567", "", 1_234_567.0),
            ("1.234.567", "", 1_234_567.0),
            ("1,234.5", "", 1234.5),
            ("1.234,5", "", 1234.5),
            ("0,125", "", 0.125),
            ("−0.5", "", -0.5),
            ("≈ 3", "", 3.0),
            ("3.8 MS", "ms", 3.8),
            ("9100 keys", "keys", 9100.0),
        ] {
            assert_eq!(readings(text, unit), [expected], "{text:?}");
        }
    }

    #[test]
    fn a_comma_before_three_digits_is_read_both_ways() {
        assert_eq!(readings("12,000", ""), [12_000.0, 12.0]);
    }

    #[test]
    fn what_is_no_number_has_no_reading() {
        for text in ["", " ", "nine", "NaN", "inf", "1e999", "1..2", "3.8 s", "--1", "1,2,3", "%", "0x10", "12,34,567"]
        {
            assert_eq!(readings(text, "ms"), [0.0; 0], "{text:?}");
        }
    }
}
