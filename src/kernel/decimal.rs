//! Real numbers as decimal text, and back: the same text and the same bits on both targets.
//!
//! Natively the standard library reads them. Its tables for that would be a twelfth of what a page loads, and every browser
//! has tables of its own; so in WASM the host reads. Numbers of so many decimals are written by whole-number arithmetic, for
//! much the same reason.

/// Reads a number as Rust writes it: `12`, `-0.5`, `1e3`, `inf`. `None` if the text is anything else.
pub fn parse(text: &str) -> Option<f64> {
    host::parse(text)
}

/// A number with so many decimals (at most nine), rounded exactly, halves to even: what `{:.decimals$}` prints, but for a
/// minus before nought, as long as its digits fit into sixty-four bits; a longer number has zeros for decimals.
pub fn fixed(value: f64, decimals: u8) -> String {
    let decimals = decimals.min(9);
    let Some(scaled) = scaled(value.abs(), decimals) else {
        let point = if value.is_finite() && decimals > 0 { "." } else { "" };
        return value.trunc().to_string() + point + &"0".repeat(point.len() * usize::from(decimals));
    };
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    format!("{sign}{}", with_point(scaled, decimals.into()))
}

/// The same number without idle zeros at its end, and without a point that nothing follows.
pub fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// `value` · 10^`decimals` as a whole number, rounded exactly; `None` where it is too large, or not finite.
fn scaled(value: f64, decimals: u8) -> Option<u64> {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i32;
    if exponent == 0x7ff {
        return None;
    }
    let fraction = bits & ((1 << 52) - 1);
    let mantissa = if exponent == 0 { fraction } else { fraction | 1 << 52 };
    // At most 53 and 30 bits, so that the product is exact.
    let product = u128::from(mantissa) * u128::from(10u64.pow(decimals.into()));
    // The value is mantissa · 2^−shift.
    let shift = 1075 - exponent.max(1);
    let whole = match shift {
        ..0 => return None,
        0 => product,
        1..=100 => {
            let (kept, rest) = (product >> shift, product & ((1 << shift) - 1));
            let half = 1 << (shift - 1);
            kept + u128::from(rest > half || (rest == half && kept & 1 == 1))
        }
        _ => 0,
    };
    u64::try_from(whole).ok()
}

/// The digits of a whole number with a point before the last `decimals` of them.
fn with_point(number: u64, decimals: usize) -> String {
    let mut text = number.to_string();
    if decimals > 0 {
        if text.len() <= decimals {
            text.insert_str(0, &"0".repeat(decimals + 1 - text.len()));
        }
        text.insert(text.len() - decimals, '.');
    }
    text
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub(super) fn parse(text: &str) -> Option<f64> {
        text.parse().ok()
    }
}

#[cfg(target_arch = "wasm32")]
mod host {
    pub(super) fn parse(text: &str) -> Option<f64> {
        let (negative, word) = match text.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let named = [("inf", f64::INFINITY), ("infinity", f64::INFINITY), ("nan", f64::NAN)];
        if let Some((_, value)) = named.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
            return Some(if negative { -value } else { *value });
        }
        super::is_number(word).then(|| js_sys::Number::parse_float(text))
    }
}

/// Whether this is a finite number without its sign, as Rust spells it: digits with a point among them, and an exponent.
#[cfg(any(target_arch = "wasm32", test))]
fn is_number(text: &str) -> bool {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(decimals) && digits(exponent) && whole.len() + decimals.len() > 0 && !exponent.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tie_is_rounded_to_even_and_what_is_no_tie_is_not_taken_for_one() {
        for (value, decimals, text) in [
            (0.5, 0, "0"),
            (1.5, 0, "2"),
            (0.125, 2, "0.12"),
            (1.005, 2, "1.00"),
            (-0.04, 1, "0.0"),
            (-0.06, 1, "-0.1"),
            (-0.0, 2, "0.00"),
            (0.0, 3, "0.000"),
            (5e-324, 2, "0.00"),
            (999.996, 2, "1000.00"),
            (f64::NAN, 2, "NaN"),
            (f64::NEG_INFINITY, 2, "-inf"),
            (1e20, 2, "100000000000000000000.00"),
        ] {
            assert_eq!(fixed(value, decimals), text, "{value}");
        }
    }

    #[test]
    fn a_number_is_told_from_what_is_none_as_rust_tells_it() {
        for text in
            ["1", "1.", ".5", "1e3", "1E-3", "1e+3", "", ".", "e3", "1e", "1e+", "1.2.3", "0x1", "1 ", "1_0", "1ee"]
        {
            assert_eq!(is_number(text), text.parse::<f64>().is_ok(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn fixed_is_what_the_standard_library_prints(value in -1e9..1e9f64, small in 0.0..1.0f64, decimals in 0..10u8) {
            for value in [value, small, (value * 8.0).round() / 8.0] {
                let printed = format!("{value:.*}", decimals.into());
                let is_nought = printed.chars().all(|c| "-0.".contains(c));
                let expected = if is_nought { printed.trim_start_matches('-') } else { &printed };
                prop_assert_eq!(fixed(value, decimals), expected);
            }
        }
    }
}
