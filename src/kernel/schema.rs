//! The parameter schema: declared once for each lab, read by sliders, `--set` flags, URLs, fences and the reference page.

use super::choice::Choice;
use super::decimal;
use super::params::Value;
use super::range::Range;
use super::told::told;

/// The type, range and default of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamKind {
    /// A whole number.
    Integer {
        /// The smallest value allowed.
        min: i64,
        /// The largest value allowed.
        max: i64,
        /// The step of its slider.
        step: i64,
        /// The value when nothing is said.
        default: i64,
    },
    /// A real number.
    Number {
        /// The smallest value allowed.
        min: f64,
        /// The largest value allowed.
        max: f64,
        /// The step of its slider.
        step: f64,
        /// The value when nothing is said.
        default: f64,
    },
    /// One of a few names.
    Choice {
        /// The names allowed.
        options: &'static [Choice],
        /// The name when nothing is said.
        default: &'static str,
    },
}

/// One parameter of a lab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamSpec {
    /// Its name in scenarios and on the command line, in snake_case with the unit last (`mean_ms`).
    pub name: &'static str,
    /// The label of its control.
    pub label: &'static str,
    /// The unit shown after the value; empty for a pure number.
    pub unit: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Its type, range and default.
    pub kind: ParamKind,
    /// The choice without which it changes nothing, if there is one.
    pub needs: Option<Need>,
    /// Whether it gives way to what a reader has measured ([`super::Params::measured`]).
    pub gives_way: bool,
}

/// What another parameter must be for a parameter to have an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The other parameter, a choice of the same lab.
    pub choice: &'static str,
    /// The ids of which it must have one.
    pub ids: &'static [&'static str],
}

/// Whether two texts are the same; `==` is not for constants yet.
pub(crate) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

impl ParamSpec {
    /// A parameter with no more said of it yet.
    pub(super) const fn plain(name: &'static str, label: &'static str, kind: ParamKind) -> Self {
        Self { name, label, unit: "", help: "", kind, needs: None, gives_way: false }
    }

    /// A whole-number parameter: `.range(1..=50).default(10)`, then `.unit(…)` and `.help(…)`. Its slider steps by 1 unless
    /// `.step(…)` says otherwise.
    pub const fn integer(name: &'static str, label: &'static str) -> Range<i64> {
        Range { name, label: told(label), min: 0, max: 0, step: 1 }
    }

    /// A real parameter: `.range(0.0..=1.0).step(0.05).default(0.9)`, then `.unit(…)` and `.help(…)`.
    pub const fn number(name: &'static str, label: &'static str) -> Range<f64> {
        Range { name, label: told(label), min: 0.0, max: 0.0, step: 1.0 }
    }

    /// A choice among the names of a table ([`super::ChoiceTable`]); the first is the default unless
    /// [`ParamSpec::default_choice`] says otherwise.
    pub const fn choice(name: &'static str, label: &'static str, options: &'static [Choice]) -> Self {
        let kind = ParamKind::Choice { options, default: options[0].id };
        Self::plain(name, told(label), kind)
    }

    /// The same choice with another default.
    ///
    /// # Panics
    /// When compiled, if this is no choice, or its table has no such id.
    pub const fn default_choice(mut self, id: &'static str) -> Self {
        let ParamKind::Choice { options, .. } = self.kind else { panic!("only a choice has a default by name") };
        let mut row = 0;
        while !same(options[row].id, id) {
            row += 1;
        }
        self.kind = ParamKind::Choice { options, default: id };
        self
    }

    /// The same parameter with the unit that is shown after its value.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// The same parameter with its line of help.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = told(help);
        self
    }

    /// The same parameter, which changes nothing unless that choice has one of those ids.
    pub const fn needs(mut self, choice: &'static str, ids: &'static [&'static str]) -> Self {
        self.needs = Some(Need { choice, ids });
        self
    }

    /// The same parameter, which changes nothing where a reader's own measurements stand in its place.
    pub const fn gives_way(mut self) -> Self {
        self.gives_way = true;
        self
    }

    /// The value when nothing is said.
    pub fn default_value(&self) -> Value {
        match self.kind {
            ParamKind::Integer { default, .. } => Value::Integer(default),
            ParamKind::Number { default, .. } => Value::Number(default),
            ParamKind::Choice { default, .. } => Value::Choice(default),
        }
    }

    /// The range in words: `1 to 50 nodes`, `modulo, ring or jump`.
    pub fn range(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        match self.kind {
            ParamKind::Integer { min, max, .. } => format!("{min} to {max}{unit}"),
            ParamKind::Number { min, max, .. } => {
                format!("{min} to {max}{unit}")
            }
            ParamKind::Choice { options, .. } => options.iter().map(|option| option.id).collect::<Vec<_>>().join(", "),
        }
    }

    /// Reads a value from text. A value out of range comes back clamped, with the complaint.
    ///
    /// # Errors
    /// `Err` holds the value to go on with (clamped, or the default) and why, without the parameter's name: `must be 1 to 50`.
    pub fn parse(&self, text: &str) -> Result<Value, (Value, String)> {
        let text = text.trim();
        match self.kind {
            ParamKind::Integer { .. } | ParamKind::Number { .. } => match decimal::parse(text) {
                Some(number) => self.of_number(number, text),
                None => Err((
                    self.default_value(),
                    format!("must be a number from {}, not `{}`", self.range(), shorten(text)),
                )),
            },
            ParamKind::Choice { options, .. } => match options.iter().find(|option| option.id == text) {
                Some(option) => Ok(Value::Choice(option.id)),
                None => {
                    Err((self.default_value(), format!("must be one of {}, not `{}`", self.range(), shorten(text))))
                }
            },
        }
    }

    /// Takes a number for this parameter.
    ///
    /// # Errors
    /// As [`ParamSpec::parse`].
    pub fn from_number(&self, number: f64) -> Result<Value, (Value, String)> {
        self.of_number(number, &number.to_string())
    }

    /// Takes a number that was typed as `text`.
    fn of_number(&self, number: f64, text: &str) -> Result<Value, (Value, String)> {
        let refuse = |value, must: &str| Err((value, format!("must be {must}{}, not {}", self.range(), shorten(text))));
        match self.kind {
            _ if number.is_nan() => refuse(self.default_value(), ""),
            ParamKind::Integer { min, max, .. } => {
                let nearest = within(number, min as f64, max as f64);
                let whole = nearest.round_ties_even();
                let value = Value::Integer(whole as i64);
                match () {
                    () if nearest != number => refuse(value, ""),
                    () if whole != number => refuse(value, "a whole number from "),
                    () => Ok(value),
                }
            }
            ParamKind::Number { min, max, .. } => {
                let within = within(number, min, max);
                // A minus before nought is none: −0.0 + 0.0 is 0.0.
                if within == number { Ok(Value::Number(within + 0.0)) } else { refuse(Value::Number(within), "") }
            }
            ParamKind::Choice { .. } => self.parse(text),
        }
    }
}

/// The number of this range that is nearest. (`f64::clamp` would bring another way of printing floats into a page's module,
/// for a message of its own.)
pub fn within(number: f64, min: f64, max: f64) -> f64 {
    number.max(min).min(max)
}

/// The first forty characters of hostile input: enough to recognise it.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Something that a reader can do to a running lab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActionSpec {
    /// Its name in scenarios, in kebab-case (`fail-node`).
    pub verb: &'static str,
    /// The label of its button.
    pub label: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// The kind of thing that it acts on; `None` if it acts on the whole system.
    pub target: Option<Target>,
    /// The value that it takes, if any.
    pub value: Option<ParamSpec>,
}

/// The target of an action: one of a numbered kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The noun (`node`).
    pub noun: &'static str,
    /// The highest index allowed.
    pub max: u32,
}

/// An action of a reader at a moment of virtual time. One that makes no sense when its moment comes (removing a node
/// that is gone) is noted in the trace and changes nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Action {
    /// When, in whole milliseconds of virtual time.
    pub at_ms: u32,
    /// The verb of its [`ActionSpec`].
    pub verb: &'static str,
    /// The number of the thing it acted on; 0 for actions on the whole system.
    pub target: u32,
    /// The value, for actions that take one.
    pub value: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODES: ParamSpec = ParamSpec {
        name: "nodes",
        label: "Nodes",
        unit: "",
        help: "How many nodes.",
        kind: ParamKind::Integer { min: 1, max: 50, step: 1, default: 10 },
        needs: None,
        gives_way: false,
    };

    #[test]
    fn a_number_out_of_range_is_clamped_with_a_complaint() {
        assert_eq!(NODES.parse("12"), Ok(Value::Integer(12)));
        let (value, why) = NODES.parse("900").unwrap_err();
        assert_eq!(value, Value::Integer(50));
        assert_eq!(why, "must be 1 to 50, not 900");
        let (value, why) = NODES.parse("2.5").unwrap_err();
        assert_eq!((value, why.as_str()), (Value::Integer(2), "must be a whole number from 1 to 50, not 2.5"));
        assert_eq!(NODES.parse("1e300").unwrap_err().1, "must be 1 to 50, not 1e300");
        assert_eq!(NODES.from_number(1e300).unwrap_err().1.len(), "must be 1 to 50, not …".len() + 40);
        assert_eq!(NODES.parse("NaN").unwrap_err().0, Value::Integer(10));
        assert_eq!(NODES.parse("-inf").unwrap_err().0, Value::Integer(1));
    }

    #[test]
    fn garbage_falls_back_to_the_default() {
        let (value, why) = NODES.parse("<script>").unwrap_err();
        assert_eq!(value, Value::Integer(10));
        assert!(why.contains("must be a number from 1 to 50"), "{why}");
    }
}
