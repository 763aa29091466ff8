//! One particular of a kind of event: its name and type in the trace, and how people are told its value.

use super::trace::Field;
use super::words;

/// A code of the trace and what people read in its place. A `*` in the code stands for one of its parts, which hyphens
/// separate, and a `**` for all that are left; what they stand for fills the `*`s of the words in order:
/// `("vote-yes-*", "the vote to commit order *")`.
pub type Phrase = (&'static str, &'static str);

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
    /// A text, told as it stands in the trace.
    Text,
    /// The content of a value, told in quotation marks; an empty one is told as `nothing`.
    Content,
    /// The name of a process, told with its article; `outside` has none.
    Process,
    /// A code with hyphens, told by the first phrase that fits it, or else with spaces.
    Code(&'static [Phrase]),
    /// Numbers of things of this noun, `3+7` in the trace and `writes 3 and 7` in words; groups of them, `0|1+2` in the
    /// trace; an empty list is told as `nothing`.
    Numbered(&'static str),
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
    pub const fn code(name: &'static str, phrases: &'static [Phrase]) -> Self {
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

    /// A value of this particular, as people are told it, without its unit.
    pub fn say(&self, value: &Field) -> String {
        match (self.kind, value) {
            (FieldKind::Name(names), Field::Integer(index)) if (*index as usize) < names.len() => {
                names[*index as usize].to_string()
            }
            (FieldKind::Number { decimals }, Field::Number(value)) => words::number(*value, decimals.into()),
            (_, Field::Integer(value)) => words::whole(*value),
            (_, Field::Number(value)) => words::short(*value),
            (FieldKind::Content | FieldKind::Numbered(_), Field::Text(text)) if text.is_empty() => {
                "nothing".to_string()
            }
            (FieldKind::Content, Field::Text(text)) => format!("“{text}”"),
            (FieldKind::Process, Field::Text(name)) if name == "outside" => name.to_string(),
            (FieldKind::Process, Field::Text(name)) => format!("the {name}"),
            (FieldKind::Code(phrases), Field::Text(code)) => decoded(code, phrases),
            (FieldKind::Numbered(noun), Field::Text(groups)) => numbered(groups, noun),
            (_, Field::Text(text)) => text.to_string(),
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
        spec.say(&text.into())
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
