//! How a computed number is written into a text.

use crate::scenario::Problem;

/// How a number may be written: what stands at the end of it, and what that gives.
pub const FORMATS: &[(&str, &str)] = &[
    ("", "As the metric itself is shown."),
    ("|3", "So many decimals, 0 to 12."),
    ("|%1", "Per cent of a fraction, with so many decimals."),
    ("|,", "A whole number with thousands set apart."),
];

/// A number with what it is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    pub(super) value: f64,
    pub(super) unit: &'a str,
    /// Digits after the point, if the text asks for none.
    pub(super) decimals: u8,
}

/// A number in one of the [`FORMATS`].
pub(super) fn written(number: Number<'_>, format: Option<&str>) -> Result<String, Problem> {
    let Number { value, unit, decimals } = number;
    let digits = |text: &str| {
        let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<usize>().ok().filter(|&digits| is_whole && digits <= 12)
    };
    let bad = || {
        let mut problem = Problem::new("", format!("unknown format `|{}`", format.unwrap_or_default()));
        problem.hint = Some("`|2` for decimals, `|%1` for per cent, `|,` for thousands".into());
        problem
    };
    let unfit = |message: String| {
        let hint = "leave the format out for the metric’s own, or write so many decimals: `|2`";
        Err(Problem { hint: Some(hint.into()), ..Problem::new("", message) })
    };
    match format {
        None => Ok(rounded(value, decimals.into())),
        Some(",") if value != 0.0 && rounded(value, 0) == "0" => {
            unfit(format!("`|,` is for whole numbers, and of {} nothing is left", rounded(value, 4)))
        }
        Some(",") => Ok(grouped(&rounded(value, 0))),
        Some(format) => match format.strip_prefix('%') {
            Some(rest) if !unit.is_empty() && digits(rest).is_some() => {
                unfit(format!("`|{format}` is for a fraction, and this is a number of {unit}"))
            }
            Some(rest) => Ok(format!("{}\u{a0}%", rounded(value * 100.0, digits(rest).ok_or_else(bad)?))),
            None => Ok(rounded(value, digits(format).ok_or_else(bad)?)),
        },
    }
}

/// Fixed decimals, and no minus before a zero.
fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_string(),
        _ => text,
    }
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_how_a_number_reads() {
        let in_unit = |value: f64, decimals: u8, unit: &'static str, format: Option<&str>| {
            written(Number { value, unit, decimals }, format)
        };
        let written = |value: f64, decimals: u8, format: Option<&str>| in_unit(value, decimals, "", format);
        assert_eq!(written(9.096, 1, None).unwrap(), "9.1");
        assert_eq!(written(9.096, 1, Some("2")).unwrap(), "9.10");
        assert_eq!(written(0.0909, 4, Some("%1")).unwrap(), "9.1\u{a0}%");
        assert_eq!(written(1_234_567.0, 0, Some(",")).unwrap(), "1,234,567");
        assert_eq!(written(-123.0, 0, Some(",")).unwrap(), "-123");
        assert_eq!(written(-0.001, 2, None).unwrap(), "0.00");
        assert_eq!(
            in_unit(694.0, 0, "keys", Some("%1")).unwrap_err().message,
            "`|%1` is for a fraction, and this is a number of keys"
        );
        assert_eq!(
            written(0.0909, 4, Some(",")).unwrap_err().message,
            "`|,` is for whole numbers, and of 0.0909 nothing is left"
        );
        for bad in ["%x", "+1", "%+1", "-1", "", "%", "13", "1.0"] {
            let problem = written(1.0, 0, Some(bad)).unwrap_err();
            assert_eq!(problem.message, format!("unknown format `|{bad}`"));
        }
    }
}
