//! One typed history of a run: it feeds the golden files, the playback bar, the table for screen readers and the digest
//! by which two runs are told apart.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use xxhash_rust::xxh3::Xxh3;

use super::time::Time;

/// A value inside an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A count or an identifier.
    Integer(u64),
    /// A measurement; printed in the shortest form that reads back to the same bits.
    Number(f64),
    /// A name.
    Text(Cow<'static, str>),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
        }
    }
}

impl From<u64> for Field {
    fn from(value: u64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Field {
    fn from(value: u32) -> Self {
        Self::Integer(u64::from(value))
    }
}

impl From<f64> for Field {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&'static str> for Field {
    fn from(value: &'static str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<Cow<'static, str>> for Field {
    fn from(value: Cow<'static, str>) -> Self {
        Self::Text(value)
    }
}

impl From<String> for Field {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

/// Something that happened at a moment of virtual time.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The moment of virtual time at which it happened.
    pub at: Time,
    /// Its kind: a verb in the field's terms (`join`, `fail`, `complete`).
    pub kind: &'static str,
    /// Its particulars, in a fixed order for each kind.
    pub fields: Vec<(&'static str, Field)>,
}

impl Event {
    /// An event without a moment yet: its kind and its particulars.
    pub fn new(kind: &'static str, fields: Vec<(&'static str, Field)>) -> Self {
        Self { at: Time::ZERO, kind, fields }
    }

    /// One of its particulars that is a count or an identifier, if it has it.
    pub fn integer(&self, name: &str) -> Option<u64> {
        self.fields.iter().find(|(field, _)| *field == name).and_then(|(_, value)| match value {
            Field::Integer(value) => Some(*value),
            Field::Number(_) | Field::Text(_) => None,
        })
    }

    /// One of its particulars that is a name, if it has it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| *field == name).and_then(|(_, value)| match value {
            Field::Text(value) => Some(&**value),
            Field::Integer(_) | Field::Number(_) => None,
        })
    }
}

impl fmt::Display for Event {
    /// The stable text form: `1000.000000 ms join node=10 moved=9123`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.kind)?;
        for (name, value) in &self.fields {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// The history of a run. The digest covers every event; the events kept in memory are bounded.
#[derive(Clone)]
pub struct Trace {
    kept: Vec<Event>,
    limit: usize,
    count: u64,
    hasher: Xxh3,
    line: String,
}

impl Trace {
    /// A trace that keeps the first `limit` events and digests them all.
    pub fn keeping(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, count: 0, hasher: Xxh3::new(), line: String::new() }
    }

    /// Adds an event, in its parts.
    pub fn record(&mut self, at: Time, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        self.push(Event { at, kind, fields });
    }

    /// Adds an event.
    pub fn push(&mut self, event: Event) {
        self.line.clear();
        // Writing to a String cannot fail.
        let _ = writeln!(self.line, "{event}");
        self.hasher.update(self.line.as_bytes());
        self.count += 1;
        if self.kept.len() < self.limit {
            self.kept.push(event);
        }
    }

    /// The events kept, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.kept
    }

    /// How many events happened, kept or not.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// XXH3-128 of the text form of every event, as 32 hexadecimal digits.
    pub fn digest(&self) -> String {
        format!("{:032x}", self.hasher.digest128())
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trace({} events, {})", self.count, self.digest())
    }
}

impl fmt::Display for Trace {
    /// One line for each event kept, and a last line that says how many were not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for event in &self.kept {
            writeln!(f, "{event}")?;
        }
        let dropped = self.count - self.kept.len() as u64;
        if dropped > 0 {
            writeln!(f, "… and {dropped} more events")?;
        }
        writeln!(f, "digest {}", self.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(limit: usize) -> Trace {
        let mut trace = Trace::keeping(limit);
        trace.record(Time::ZERO, "set-up", vec![("nodes", 3u32.into()), ("share", 0.1.into())]);
        trace.record(Time::from_millis(1000), "join", vec![("node", 3u32.into())]);
        trace
    }

    #[test]
    fn the_digest_does_not_depend_on_what_is_kept() {
        assert_eq!(sample(0).digest(), sample(10).digest());
        assert_eq!(sample(1).events().len(), 1);
        assert_eq!(sample(1).count(), 2);
    }

    #[test]
    fn the_text_form_is_stable() {
        assert_eq!(sample(10).events()[0].to_string(), "0.000000 ms set-up nodes=3 share=0.1");
    }
}
