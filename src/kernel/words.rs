//! Numbers as people read them.

use super::decimal;

/// A number with so many decimals and commas between its thousands: `12,345.6`. What is not finite is a dash.
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_string();
    }
    let plain = decimal::fixed(value, decimals as u8);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("−", digits));
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut text = String::from(sign);
    for (index, digit) in digits.char_indices() {
        if index > 0 && index < whole.len() && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with no more decimals than it needs, at most four: `0.25`, `100,000`.
pub fn short(value: f64) -> String {
    decimal::trimmed(&number(value, 4)).to_string()
}

/// (Native.) A number in a message: as [`short`], or with an exponent if it has more digits than anybody counts.
#[cfg(not(target_arch = "wasm32"))]
pub fn brief(value: f64) -> String {
    if value.abs() < 1e15 { short(value) } else { format!("{value:e}") }
}

/// A whole number with commas between its thousands.
pub fn whole(value: u64) -> String {
    number(value as f64, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_decimals_are_not() {
        assert_eq!(number(1234567.8912, 2), "1,234,567.89");
        assert_eq!(number(-1234.0, 0), "−1,234");
        assert_eq!(number(123.4567, 4), "123.4567");
        assert_eq!(number(f64::NAN, 1), "–");
    }

    #[test]
    fn a_short_number_has_no_idle_zeros() {
        assert_eq!(short(0.25), "0.25");
        assert_eq!(short(100_000.0), "100,000");
        assert_eq!(short(10.0), "10");
        assert_eq!(short(0.0), "0");
        assert_eq!([brief(1034.94451), brief(1e300), brief(-1e300)], ["1,034.9445", "1e300", "-1e300"]);
    }
}
