//! What a kind of event means: its particulars, and the sentence in which people are told of it.

use super::trace::{Event, Field};
use super::words;

/// The type of a particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A count or an identifier.
    Count,
    /// A measurement, told to people with so many digits after the point.
    Number {
        /// Digits after the point.
        decimals: u8,
    },
    /// A name, told as it stands in the trace.
    Text,
    /// A number that stands for one of these names.
    Name(&'static [&'static str]),
}

/// One particular of a kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in the trace: snake_case, unit last (`latency_ms`).
    pub name: &'static str,
    /// Its type.
    pub kind: FieldKind,
    /// Its unit; empty for identifiers, pure numbers and names.
    pub unit: &'static str,
    /// Whether an event of this kind may be without it.
    pub optional: bool,
}

impl FieldSpec {
    const fn new(name: &'static str, kind: FieldKind, unit: &'static str) -> Self {
        Self { name, kind, unit, optional: false }
    }

    /// A count of things (the unit says of what), or an identifier (no unit).
    pub const fn count(name: &'static str, unit: &'static str) -> Self {
        Self::new(name, FieldKind::Count, unit)
    }

    /// A measurement, told with so many digits after the point.
    pub const fn number(name: &'static str, unit: &'static str, decimals: u8) -> Self {
        Self::new(name, FieldKind::Number { decimals }, unit)
    }

    /// A time in milliseconds, told to a tenth of one.
    pub const fn ms(name: &'static str) -> Self {
        Self::number(name, "ms", 1)
    }

    /// A pure number such as a share, told with three digits after the point.
    pub const fn fraction(name: &'static str) -> Self {
        Self::number(name, "", 3)
    }

    /// A name.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, FieldKind::Text, "")
    }

    /// A number that stands for a name.
    pub const fn name(name: &'static str, names: &'static [&'static str]) -> Self {
        Self::new(name, FieldKind::Name(names), "")
    }

    /// The same particular, which an event may be without.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Whether a value is of this particular's type.
    pub fn fits(&self, value: &Field) -> bool {
        match (self.kind, value) {
            (FieldKind::Count, Field::Integer(_)) | (FieldKind::Number { .. }, Field::Number(_)) => true,
            (FieldKind::Text, Field::Text(_)) => true,
            (FieldKind::Name(names), Field::Integer(index)) => (*index as usize) < names.len(),
            _ => false,
        }
    }

    /// A value of this particular, as people are told it, without its unit.
    pub fn say(&self, value: &Field) -> String {
        match (self.kind, value) {
            (FieldKind::Name(names), Field::Integer(index)) if (*index as usize) < names.len() => {
                names[*index as usize].to_string()
            }
            (FieldKind::Number { decimals }, Field::Number(value)) => words::number(*value, decimals.into()),
            (_, Field::Integer(value)) => words::whole(*value),
            (_, Field::Number(value)) => words::short(*value),
            (_, Field::Text(text)) => text.to_string(),
        }
    }
}

/// A kind of event that a lab's trace may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSpec {
    /// Its verb, as in [`Event::kind`].
    pub kind: &'static str,
    /// Its particulars, in the order of the trace.
    pub fields: &'static [FieldSpec],
    /// What happened, without a full stop, with a hole for each particular: `Node {node} joins: {moved|key} of {keys} move`.
    /// `{moved|key}` counts things, "1 key", "2 keys" (`{n|reply|replies}` where the plural is another);
    /// what stands in `[…]` is said only of an event that has all its particulars.
    pub sentence: &'static str,
}

impl EventSpec {
    /// A kind of event.
    pub const fn new(kind: &'static str, fields: &'static [FieldSpec], sentence: &'static str) -> Self {
        Self { kind, fields, sentence }
    }

    /// What happened, in words: `Node 10 joins: 912 keys of 10,000 move`. A hole that the event cannot fill stays empty.
    pub fn say(&self, event: &Event) -> String {
        let mut said = String::new();
        let mut rest = self.sentence;
        while let Some(open) = rest.find('[') {
            let (before, behind) = rest.split_at(open);
            let (part, after) = behind[1..].split_once(']').unwrap_or((&behind[1..], ""));
            said.push_str(&self.fill(before, event).0);
            let (text, whole) = self.fill(part, event);
            if whole {
                said.push_str(&text);
            }
            rest = after;
        }
        said.push_str(&self.fill(rest, event).0);
        capitalised(&said)
    }

    /// A part of the sentence with its holes filled, and whether the event could fill them all.
    fn fill(&self, text: &str, event: &Event) -> (String, bool) {
        let (mut said, mut whole) = (String::new(), true);
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            let (hole, after) = behind.split_once('}').unwrap_or((behind, ""));
            said.push_str(before);
            match self.hole(hole, event) {
                Some(value) => said.push_str(&value),
                None => whole = false,
            }
            rest = after;
        }
        said.push_str(rest);
        (said, whole)
    }

    fn hole(&self, hole: &str, event: &Event) -> Option<String> {
        let mut parts = hole.split('|');
        let name = parts.next().unwrap_or_default();
        let spec = self.fields.iter().find(|spec| spec.name == name)?;
        let (_, value) = event.fields.iter().find(|(field, _)| *field == name)?;
        let said = spec.say(value);
        let Some(one) = parts.next() else { return Some(said) };
        Some(match (value, parts.next()) {
            (Field::Integer(1), _) => format!("{said} {one}"),
            (_, Some(many)) => format!("{said} {many}"),
            (_, None) => format!("{said} {one}s"),
        })
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
    }

    #[test]
    fn a_particular_knows_the_values_of_its_type() {
        assert!(JOIN.fields[0].fits(&1u32.into()) && !JOIN.fields[0].fits(&2u32.into()));
        assert!(JOIN.fields[2].fits(&0.5.into()) && !JOIN.fields[2].fits(&1u32.into()));
    }
}
