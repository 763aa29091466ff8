//! Numbers, counts and lists as people read them.

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
#[cfg(grader)]
pub fn brief(value: f64) -> String {
    if value.abs() < 1e15 { short(value) } else { format!("{value:e}") }
}

/// A whole number with commas between its thousands.
pub fn whole(value: u64) -> String {
    number(value as f64, 0)
}

/// A number of things: `1 step`, `1,200 steps`.
pub fn counted(number: u64, noun: &str) -> String {
    things(&whole(number), noun, None)
}

/// A number that is already in words, and the things that it counts: `1 key`, `2 keys`, `2 replies`. The plural has an s
/// more unless another is given; of `time` there are `once` and `twice`.
pub fn things(number: &str, one: &str, many: Option<&str>) -> String {
    match (number, one, many) {
        ("1", "time", _) => "once".to_string(),
        ("2", "time", _) => "twice".to_string(),
        ("1", ..) => format!("{number} {one}"),
        (_, _, Some(many)) => format!("{number} {many}"),
        (_, _, None) => format!("{number} {one}s"),
    }
}

/// The text with its first letter large, where that is one of `a` to `z`. (To know the case of every letter takes 26 kB
/// of tables in a page's module.)
pub fn capital(text: &str) -> String {
    let mut text = text.to_string();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// `0`, `0 and 1`, `0, 1 and 2`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [item] => item.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_counted_in_the_singular_or_the_plural() {
        assert_eq!(counted(0, "step"), "0 steps");
        assert_eq!(counted(1, "step"), "1 step");
        assert_eq!(counted(1200, "step"), "1,200 steps");
        assert_eq!(things("2", "reply", Some("replies")), "2 replies");
        assert_eq!([1, 2, 3].map(|times| counted(times, "time")), ["once", "twice", "3 times"]);
    }

    #[test]
    fn a_list_has_an_and_before_its_last() {
        let items = ["0", "1", "2"].map(ToString::to_string);
        let lists = [0, 1, 2, 3].map(|count| list(&items[..count]));
        assert_eq!(lists, ["", "0", "0 and 1", "0, 1 and 2"]);
    }

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
