//! One line of a log: a host and its vector clock, a JSON object of names and counters.

use std::iter::Peekable;
use std::str::Chars;

/// A host and its clock.
pub(super) struct Stamp<'a> {
    pub host: &'a str,
    /// The hosts that it counts, each once, none with 0.
    pub entries: Vec<(String, u32)>,
}

/// Reads `P0 {"P0":1,"P1":2}`.
///
/// # Errors
/// Says what is wrong.
pub(super) fn stamp(line: &str) -> Result<Stamp<'_>, &'static str> {
    let (host, clock) = line.trim().split_once(' ').ok_or("there is no space after a host")?;
    if host.contains(char::is_whitespace) {
        return Err("there is no space after a host");
    }
    let mut letters = clock.chars().peekable();
    skip(&mut letters);
    if letters.next() != Some('{') {
        return Err("the clock does not begin with {");
    }
    let mut entries: Vec<(String, u32)> = Vec::new();
    skip(&mut letters);
    if letters.peek() == Some(&'}') {
        letters.next();
    } else {
        loop {
            let (name, counter) = entry(&mut letters)?;
            if entries.len() == MOST_HOSTS {
                return Err("a clock counts more than 200 hosts");
            }
            if entries.iter().any(|(other, _)| *other == name) {
                return Err("a host is counted twice");
            }
            entries.push((name, counter));
            match letters.next() {
                Some(',') => {}
                Some('}') => break,
                _ => return Err("after a counter there is neither , nor }"),
            }
        }
    }
    skip(&mut letters);
    match letters.next() {
        Some(_) => Err("something stands behind the clock"),
        None => {
            entries.retain(|(_, counter)| *counter > 0);
            Ok(Stamp { host, entries })
        }
    }
}

/// As many as there may be events, for a host has at least one. Each is compared with all before it.
const MOST_HOSTS: usize = 200;

type Letters<'a> = Peekable<Chars<'a>>;

fn skip(letters: &mut Letters<'_>) {
    while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
}

/// `"P0": 1`.
fn entry(letters: &mut Letters<'_>) -> Result<(String, u32), &'static str> {
    skip(letters);
    let name = string(letters)?;
    skip(letters);
    if letters.next() != Some(':') {
        return Err("there is no : after a name");
    }
    skip(letters);
    let mut counter: Option<u32> = None;
    while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
        letters.next();
        let next = counter.unwrap_or(0).checked_mul(10).and_then(|tens| tens.checked_add(digit));
        counter = Some(next.ok_or("a counter is too great")?);
    }
    skip(letters);
    Ok((name, counter.ok_or("a counter is no whole number")?))
}

/// A JSON string.
fn string(letters: &mut Letters<'_>) -> Result<String, &'static str> {
    if letters.next() != Some('"') {
        return Err("a name does not begin with \"");
    }
    let mut text = String::new();
    loop {
        match letters.next().ok_or("a name does not end")? {
            '"' => return Ok(text),
            '\\' => text.push(escaped(letters)?),
            letter => text.push(letter),
        }
    }
}

/// What stands behind a backslash.
fn escaped(letters: &mut Letters<'_>) -> Result<char, &'static str> {
    const UNKNOWN: &str = "a name holds an escape that is none";
    match letters.next().ok_or(UNKNOWN)? {
        letter @ ('"' | '\\' | '/') => Ok(letter),
        'n' => Ok('\n'),
        't' => Ok('\t'),
        'r' => Ok('\r'),
        'b' => Ok('\u{8}'),
        'f' => Ok('\u{c}'),
        'u' => {
            let unit = unit(letters).ok_or(UNKNOWN)?;
            if !(0xd800..0xdc00).contains(&unit) {
                return char::from_u32(unit).ok_or(UNKNOWN);
            }
            // The first half of a pair.
            let second = (letters.next() == Some('\\') && letters.next() == Some('u')).then(|| self::unit(letters));
            let second = second.flatten().filter(|second| (0xdc00..0xe000).contains(second)).ok_or(UNKNOWN)?;
            char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00)).ok_or(UNKNOWN)
        }
        _ => Err(UNKNOWN),
    }
}

/// Four hexadecimal digits.
fn unit(letters: &mut Letters<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(unit * 16 + letters.next()?.to_digit(16)?))
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter.is_control() => quoted.push_str(&["\\u", &hexadecimal(letter as u32)].concat()),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// At least four hexadecimal digits.
pub(super) fn hexadecimal(number: u32) -> String {
    let digits = (0..8).rev().map(|place| number >> (4 * place) & 15).enumerate();
    let shown = digits.skip_while(|&(place, digit)| place < 4 && digit == 0);
    shown.filter_map(|(_, digit)| char::from_digit(digit, 16)).collect::<String>().to_ascii_uppercase()
}
