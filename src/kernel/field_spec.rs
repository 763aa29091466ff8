//! One particular of a kind of event: its name and type in the trace, and how people are told its value.

use std::fmt;

use super::trace::Field;
use super::words;

/// A code of the trace and what people read in its place. A `*` in the code stands for one of its parts, which hyphens
/// separate, and a `**` for all that are left; what they stand for fills the `*`s of the words in order:
/// `("vote-yes-*", "the vote to commit order *")`.
pub type Phrase<'a> = (&'a str, &'a str);

/// The type of a particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind<'a> {
    /// A count or an identifier.
    Count,
    /// A measurement, told to people with so many digits after the point.
    Number {
        /// Digits after the point.
        decimals: u8,
    },
    /// A text, told as it stands in the trace.
    Text,
    /// The content of a value, told in quotation marks; an empty one is told as `nothing`.
    Content,
    /// The name of a process, told with its article; `outside` has none.
    Process,
    /// A code with hyphens, told by the first phrase that fits it, or else with spaces.
    Code(&'a [Phrase<'a>]),
    /// Numbers of things of this noun, `3+7` in the trace and `writes 3 and 7` in words; groups of them, `0|1+2` in the
    /// trace; an empty list is told as `nothing`.
    Numbered(&'a str),
    /// A number that stands for one of these names.
    Name(&'a [&'a str]),
}

/// One particular of a kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in the trace: snake_case, unit last (`latency_ms`).
    pub name: &'static str,
    /// Its type.
    pub kind: FieldKind<'static>,
    /// Its unit; empty for identifiers, pure numbers and names.
    pub unit: &'static str,
    /// Whether an event of this kind may be without it.
    pub optional: bool,
}

impl FieldSpec {
    const fn new(name: &'static str, kind: FieldKind<'static>, unit: &'static str) -> Self {
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

    /// A text that reads well as it stands in the trace.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, FieldKind::Text, "")
    }

    /// The content of a value, which may be empty.
    pub const fn content(name: &'static str) -> Self {
        Self::new(name, FieldKind::Content, "")
    }

    /// The name of a process.
    pub const fn process(name: &'static str) -> Self {
        Self::new(name, FieldKind::Process, "")
    }

    /// A code with hyphens, and what people read in its place.
    pub const fn code(name: &'static str, phrases: &'static [Phrase<'static>]) -> Self {
        Self::new(name, FieldKind::Code(phrases), "")
    }

    /// The numbers of some things, such as `write`s.
    pub const fn numbered(name: &'static str, noun: &'static str) -> Self {
        Self::new(name, FieldKind::Numbered(noun), "")
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
            (FieldKind::Name(names), Field::Integer(index)) => (*index as usize) < names.len(),
            (FieldKind::Count | FieldKind::Number { .. } | FieldKind::Name(_), _) => false,
            (_, Field::Text(_)) => true,
            _ => false,
        }
    }
}

impl FieldKind<'_> {
    /// A value of this type, as people are told it, without its unit.
    pub fn say(&self, value: &Field) -> String {
        match (*self, value) {
            (Self::Name(names), Field::Integer(index)) if (*index as usize) < names.len() => {
                names[*index as usize].to_string()
            }
            (Self::Number { decimals }, Field::Number(value)) => words::number(*value, decimals.into()),
            (_, Field::Integer(value)) => words::whole(*value),
            (_, Field::Number(value)) => words::short(*value),
            (Self::Content | Self::Numbered(_), Field::Text(text)) if text.is_empty() => "nothing".to_string(),
            (Self::Content, Field::Text(text)) => format!("“{text}”"),
            (Self::Process, Field::Text(name)) if name == "outside" => name.to_string(),
            (Self::Process, Field::Text(name)) => format!("the {name}"),
            (Self::Code(phrases), Field::Text(code)) => decoded(code, phrases),
            (Self::Numbered(noun), Field::Text(groups)) => numbered(groups, noun),
            (_, Field::Text(text)) => text.to_string(),
        }
    }

    /// A value of the type that is written so, as [`FieldKind::say`] says it; counts and texts need no type for that.
    pub fn say_by(text: &str, value: &Field) -> String {
        let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
        match kind {
            "number" => FieldKind::Number { decimals: rest.parse().unwrap_or_default() }.say(value),
            "content" => FieldKind::Content.say(value),
            "process" => FieldKind::Process.say(value),
            "code" => {
                let phrases: Vec<Phrase> = rest.split('\t').filter_map(|phrase| phrase.split_once('=')).collect();
                FieldKind::Code(&phrases).say(value)
            }
            "numbered" => FieldKind::Numbered(rest).say(value),
            "name" => FieldKind::Name(&rest.split('\t').collect::<Vec<_>>()).say(value),
            _ => FieldKind::Text.say(value),
        }
    }
}

impl fmt::Display for FieldKind<'_> {
    /// `number 1`, `name the service⇥the broker`: what [`FieldKind::say_by`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count => f.write_str("count"),
            Self::Number { decimals } => write!(f, "number {decimals}"),
            Self::Text => f.write_str("text"),
            Self::Content => f.write_str("content"),
            Self::Process => f.write_str("process"),
            Self::Code(phrases) => {
                let phrases: Vec<String> = phrases.iter().map(|(code, words)| format!("{code}={words}")).collect();
                write!(f, "code {}", phrases.join("\t"))
            }
            Self::Numbered(noun) => write!(f, "numbered {noun}"),
            Self::Name(names) => write!(f, "name {}", names.join("\t")),
        }
    }
}

/// A code in words.
fn decoded(code: &str, phrases: &[Phrase]) -> String {
    phrases.iter().find_map(|phrase| fitted(code, phrase)).unwrap_or_else(|| code.replace('-', " "))
}

/// The words of a phrase for a code, if it fits.
fn fitted(code: &str, (pattern, words): &Phrase) -> Option<String> {
    let mut parts = code.split('-');
    let mut taken = Vec::new();
    for expected in pattern.split('-') {
        match expected {
            "**" => taken.push(words::list(&parts.by_ref().map(grouped).collect::<Vec<_>>())),
            "*" => taken.push(grouped(parts.next()?)),
            word if parts.next()? == word => {}
            _ => return None,
        }
    }
    let mut said = String::new();
    let mut taken = taken.iter();
    for (place, text) in words.split('*').enumerate() {
        if place > 0 {
            said.push_str(taken.next()?);
        }
        said.push_str(text);
    }
    parts.next().is_none().then_some(said)
}

/// A part of a code, with commas between the thousands if it is a number.
fn grouped(part: &str) -> String {
    part.parse().map_or_else(|_| part.to_string(), words::whole)
}

/// Groups of numbers with their noun: `0|1+2` as `replica 0 and replicas 1 and 2`.
fn numbered(groups: &str, noun: &str) -> String {
    let group = |group: &str| {
        let numbers: Vec<String> = group.split('+').map(grouped).collect();
        let plural = if numbers.len() == 1 { "" } else { "s" };
        format!("{noun}{plural} {}", words::list(&numbers))
    };
    words::list(&groups.split('|').map(group).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(spec: FieldSpec, text: &'static str) -> String {
        let value = text.into();
        let said = spec.kind.say(&value);
        assert_eq!(FieldKind::say_by(&spec.kind.to_string(), &value), said, "the same by its text");
        said
    }

    #[test]
    fn a_value_is_of_its_type() {
        let name = FieldSpec::name("by", &["service", "broker"]);
        assert!(name.fits(&1u32.into()) && !name.fits(&2u32.into()) && !name.fits(&"broker".into()));
        assert!(FieldSpec::ms("took_ms").fits(&0.5.into()) && !FieldSpec::ms("took_ms").fits(&1u32.into()));
        assert!(FieldSpec::process("by").fits(&"broker".into()) && !FieldSpec::process("by").fits(&1u32.into()));
    }

    #[test]
    fn a_process_has_its_article_and_nothing_is_left_empty() {
        assert_eq!(said(FieldSpec::process("from"), "broker"), "the broker");
        assert_eq!(said(FieldSpec::process("from"), "outside"), "outside");
        assert_eq!(said(FieldSpec::content("holds"), "{0,1}"), "“{0,1}”");
        assert_eq!(said(FieldSpec::content("holds"), ""), "nothing");
    }

    #[test]
    fn a_code_is_told_by_the_first_phrase_that_fits_it() {
        const PHRASES: &[Phrase] = &[
            ("insert-*-and-outbox", "the insert of order * and its outbox row"),
            ("insert-*", "the insert of order *"),
            ("rows", "no rows"),
            ("rows-*", "row *"),
            ("rows-**", "rows *"),
        ];
        let code = FieldSpec::code("message", PHRASES);
        assert_eq!(said(code, "insert-1200-and-outbox"), "the insert of order 1,200 and its outbox row");
        assert_eq!(said(code, "insert-3"), "the insert of order 3");
        assert_eq!(said(code, "rows"), "no rows");
        assert_eq!(said(code, "rows-1:7"), "row 1:7");
        assert_eq!(said(code, "rows-1:7-2:8-3:9"), "rows 1:7, 2:8 and 3:9");
        assert_eq!(said(code, "go-viral"), "go viral");
    }

    #[test]
    fn numbers_and_their_groups_are_told_with_their_noun() {
        let writes = FieldSpec::numbered("values", "write");
        assert_eq!(said(writes, ""), "nothing");
        assert_eq!(said(writes, "3"), "write 3");
        assert_eq!(said(writes, "3+1200+…"), "writes 3, 1,200 and …");
        assert_eq!(said(FieldSpec::numbered("groups", "replica"), "0|1+2"), "replica 0 and replicas 1 and 2");
    }
}
