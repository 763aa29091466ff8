//! Choices: the names that a reader types, and what each stands for in an engine, in one table.

use super::told::told;

/// One choice of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name in scenarios and on the command line, in kebab-case.
    pub id: &'static str,
    /// The label that a control shows.
    pub label: &'static str,
}

/// The choices of a parameter, each with what it stands for in the engine: the schema shows them, the engine reads them
/// ([`super::Params::chosen`]), and neither can name one that the other does not know.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceTable<T: 'static, const N: usize> {
    /// The names, in the order of the control.
    pub options: [Choice; N],
    variants: [T; N],
}

impl<T: Copy, const N: usize> ChoiceTable<T, N> {
    /// A table of rows: id, label, variant.
    ///
    /// # Panics
    /// When compiled, if the table is empty.
    pub const fn new(rows: [(&'static str, &'static str, T); N]) -> Self {
        assert!(N > 0, "a choice has at least one option");
        let mut options = [Choice { id: "", label: "" }; N];
        let mut variants = [rows[0].2; N];
        let mut row = 0;
        while row < N {
            let (id, label, variant) = rows[row];
            options[row] = Choice { id, label: told(label) };
            variants[row] = variant;
            row += 1;
        }
        Self { options, variants }
    }

    /// The variant of an id, if the table has it.
    pub fn get(&self, id: &str) -> Option<T> {
        self.options.iter().position(|option| option.id == id).map(|row| self.variants[row])
    }
}

/// A switch.
pub const OFF_ON: ChoiceTable<bool, 2> = ChoiceTable::new([("off", "Off", false), ("on", "On", true)]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stands_for_its_own_variant_and_an_unknown_one_for_none() {
        assert_eq!(OFF_ON.get("on"), Some(true));
        assert_eq!(OFF_ON.get("off"), Some(false));
        assert_eq!(OFF_ON.get("On"), None);
    }
}
