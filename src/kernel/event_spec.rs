//! A kind of event: its particulars, and the sentence in which people are told of it.

use super::decimal;
use super::field_spec::{FieldKind, FieldSpec};
use super::trace::{Event, Field};
use super::words;

/// A kind of event that a lab's trace may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSpec {
    /// Its verb, as in [`Event::kind`].
    pub kind: &'static str,
    /// Its particulars, in the order of the trace.
    pub fields: &'static [FieldSpec],
    /// The sentence, without a full stop, with a hole for each field: `Node {node} joins: {moved|key} of {keys} move`.
    /// `{moved|key}` counts things as [`words::things`] does: "1 key", "2 keys", "1.5 keys", and of `time` "once", "twice"
    /// (`{n|reply|replies}` where the plural is another, `{n|reply|replies|no reply}` where none has words of its own); what
    /// stands in `[…]` is said only of an event that has all its particulars.
    pub sentence: &'static str,
}

impl EventSpec {
    /// A kind of event.
    pub const fn new(kind: &'static str, fields: &'static [FieldSpec], sentence: &'static str) -> Self {
        Self { kind, fields, sentence }
    }

    /// The sentence for an event: `Node 10 joins: 912 keys of 10,000 move`. A hole without a field stays empty.
    pub fn say(&self, event: &Event) -> String {
        say(self.sentence, event, &|name, value| {
            Some(self.fields.iter().find(|spec| spec.name == name)?.kind.say(value))
        })
    }

    /// All that [`say_by`] needs to know, as text: the sentence, and a line for each particular with its name and its type.
    pub fn to_text(&self) -> String {
        let fields = self.fields.iter().map(|field| format!("\n{} {}", field.name, field.kind));
        fields.fold(self.sentence.to_string(), |text, field| text + &field)
    }
}

/// The sentence for an event of the kind of which this is [`EventSpec::to_text`].
pub fn say_by(text: &str, event: &Event) -> String {
    let (sentence, fields) = text.split_once('\n').unwrap_or((text, ""));
    say(sentence, event, &|name, value| {
        let kind = fields.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        Some(FieldKind::say_by(kind, value))
    })
}

/// What people are told of the value of the particular with this name; nothing where the kind of event has none.
type Say<'a> = &'a dyn Fn(&str, &Field) -> Option<String>;

/// A sentence for an event.
fn say(sentence: &str, event: &Event, value: Say) -> String {
    let mut said = String::new();
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once('[') {
        let (part, after) = behind.split_once(']').unwrap_or((behind, ""));
        said.push_str(&fill(before, event, value).0);
        let (text, whole) = fill(part, event, value);
        if whole {
            said.push_str(&text);
        }
        rest = after;
    }
    said.push_str(&fill(rest, event, value).0);
    words::capital(&said)
}

/// A part of a sentence with its holes filled, and whether the event could fill them all.
fn fill(text: &str, event: &Event, value: Say) -> (String, bool) {
    let (mut said, mut whole) = (String::new(), true);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let (hole, after) = behind.split_once('}').unwrap_or((behind, ""));
        said.push_str(before);
        match filled(hole, event, value) {
            Some(value) => said.push_str(&value),
            None => whole = false,
        }
        rest = after;
    }
    said.push_str(rest);
    (said, whole)
}

/// What fills a hole, if the event has it.
fn filled(hole: &str, event: &Event, value: Say) -> Option<String> {
    let mut parts = hole.split('|');
    let name = parts.next().unwrap_or_default();
    let (_, known) = event.fields.iter().find(|(field, _)| *field == name)?;
    let said = value(name, known)?;
    let Some(one) = parts.next() else { return Some(said) };
    let (many, none) = (parts.next(), parts.next());
    Some(match (decimal::trimmed(&said), none) {
        ("0", Some(none)) => none.to_string(),
        (number, _) => words::things(number, one, many),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOIN: EventSpec = EventSpec::new(
        "join",
        &[
            FieldSpec::name("by", &["the service", "the broker"]),
            FieldSpec::count("moved", "keys"),
            FieldSpec::ms("took_ms").optional(),
        ],
        "{by} joins: {moved|key} moved[ within {took_ms} ms]",
    );

    #[test]
    fn a_sentence_names_counts_and_leaves_out_what_is_not_known() {
        let with = Event::new("join", vec![("by", 1u32.into()), ("moved", 1u32.into()), ("took_ms", 2.345.into())]);
        assert_eq!(JOIN.say(&with), "The broker joins: 1 key moved within 2.3 ms");
        let without = Event::new("join", vec![("by", 0u32.into()), ("moved", 1200u32.into())]);
        assert_eq!(JOIN.say(&without), "The service joins: 1,200 keys moved");
        for event in [with, without] {
            assert_eq!(say_by(&JOIN.to_text(), &event), JOIN.say(&event), "the same by its text");
        }
    }

    #[test]
    fn none_may_have_words_of_its_own() {
        const SENT: EventSpec =
            EventSpec::new("sent", &[FieldSpec::count("copies", "")], "it sends {copies|copy|copies|no copy}");
        let said = |copies: u32| SENT.say(&Event::new("sent", vec![("copies", copies.into())]));
        assert_eq!([said(0), said(1), said(2)], ["It sends no copy", "It sends 1 copy", "It sends 2 copies"]);
    }

    #[test]
    fn a_measurement_that_counts_things_has_no_idle_zeros() {
        const GUESS: EventSpec =
            EventSpec::new("guess", &[FieldSpec::number("guess", "items", 1)], "It says {guess|different item}");
        let said = |guess: f64| GUESS.say(&Event::new("guess", vec![("guess", guess.into())]));
        assert_eq!(said(1.0), "It says 1 different item");
        assert_eq!(said(1010.04), "It says 1,010 different items");
        assert_eq!(said(2.46), "It says 2.5 different items");
    }
}
