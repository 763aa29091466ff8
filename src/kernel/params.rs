//! The values of a run's parameters, one for each line of the schema.

use std::fmt;

use super::choice::ChoiceTable;
use super::schema::ParamSpec;
use super::time::Time;

/// A parameter's value, already valid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Integer(i64),
    /// A real number.
    Number(f64),
    /// One of the schema's names.
    Choice(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Choice(value) => f.write_str(value),
        }
    }
}

/// A bin of what was measured: its upper edge in milliseconds, and how many calls took no longer than that and longer than
/// the edge before it.
pub type Bin = (f64, u64);

/// A full set of valid values, one for each parameter of a lab, in the schema's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    specs: &'static [ParamSpec],
    values: Vec<Value>,
    measured: Vec<Bin>,
}

impl Params {
    /// Every parameter at its default.
    pub fn defaults(specs: &'static [ParamSpec]) -> Self {
        Self { specs, values: specs.iter().map(ParamSpec::default_value).collect(), measured: Vec::new() }
    }

    /// What a reader has measured, bins with rising edges: it stands in the place of the parameters that give way to it
    /// ([`ParamSpec::gives_way`]). Empty in all that the book says: it stays on the reader's machine, so that neither a link
    /// nor a file has a form for it.
    pub fn measured(&self) -> &[Bin] {
        &self.measured
    }

    /// Takes what a reader has measured; no bins are the lab's own law again.
    pub fn measure(&mut self, bins: Vec<Bin>) {
        self.measured = bins;
    }

    /// Whether what a reader has measured stands in the place of a parameter.
    pub fn is_replaced(&self, spec: &ParamSpec) -> bool {
        spec.gives_way && !self.measured.is_empty()
    }

    /// The schema these values belong to.
    pub fn specs(&self) -> &'static [ParamSpec] {
        self.specs
    }

    /// Each parameter with its value, in the schema's order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static ParamSpec, Value)> + '_ {
        self.specs.iter().zip(self.values.iter().copied())
    }

    /// The schema of a parameter, if the lab has it.
    pub fn spec(&self, name: &str) -> Option<&'static ParamSpec> {
        self.specs.iter().find(|spec| spec.name == name)
    }

    /// Whether a parameter can change anything, the others being what they are.
    pub fn has_effect(&self, spec: &ParamSpec) -> bool {
        !self.is_replaced(spec) && spec.needs.is_none_or(|need| need.ids.contains(&self.choice(need.choice)))
    }

    /// The value of a parameter.
    ///
    /// # Panics
    /// If the schema has no such parameter: engines ask only for their own.
    pub fn get(&self, name: &str) -> Value {
        self.values[self.index(name)]
    }

    /// A whole-number parameter.
    ///
    /// # Panics
    /// If the schema says otherwise.
    pub fn integer(&self, name: &str) -> i64 {
        match self.get(name) {
            Value::Integer(value) => value,
            other => panic!("`{name}` is not a whole number but {other}"),
        }
    }

    /// A whole-number parameter that counts things.
    ///
    /// # Panics
    /// If the schema says otherwise, or lets it be negative or larger than 2³² − 1.
    pub fn count(&self, name: &str) -> u32 {
        let value = self.integer(name);
        u32::try_from(value).unwrap_or_else(|_| panic!("`{name}` counts nothing: {value}"))
    }

    /// A real parameter in milliseconds, as virtual time.
    ///
    /// # Panics
    /// If the schema says otherwise.
    pub fn time(&self, name: &str) -> Time {
        Time::from_millis_f64(self.number(name))
    }

    /// The variant that the value of a choice stands for.
    ///
    /// # Panics
    /// If the schema says otherwise, or lists an option that is not of this table.
    pub fn chosen<T: Copy, const N: usize>(&self, name: &str, table: &ChoiceTable<T, N>) -> T {
        let id = self.choice(name);
        table.get(id).unwrap_or_else(|| panic!("the table of `{name}` has no `{id}`"))
    }

    /// A real parameter.
    ///
    /// # Panics
    /// If the schema says otherwise.
    pub fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Value::Number(value) => value,
            other => panic!("`{name}` is not a real number but {other}"),
        }
    }

    /// The id of a choice.
    ///
    /// # Panics
    /// If the schema says otherwise.
    pub fn choice(&self, name: &str) -> &'static str {
        match self.get(name) {
            Value::Choice(value) => value,
            other => panic!("`{name}` is not a choice but {other}"),
        }
    }

    /// Sets a value that [`ParamSpec::parse`] or [`ParamSpec::from_number`] made.
    ///
    /// # Panics
    /// If the schema has no such parameter.
    pub fn set(&mut self, name: &str, value: Value) {
        let index = self.index(name);
        self.values[index] = value;
    }

    fn index(&self, name: &str) -> usize {
        let found = self.specs.iter().position(|spec| spec.name == name);
        found.unwrap_or_else(|| panic!("the schema has no parameter `{name}`"))
    }
}
