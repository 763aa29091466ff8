//! What an unknown name may be a misspelling of.

use std::cell::Cell;

use crate::scenario::Problem;

/// For how many names the nearest of the known ones is looked for.
const MOST: u32 = 100;

/// Unknown names of one page or picture. The nearest of all known names is looked for as long as they are few: of hundreds
/// the cause is one, and to compare each with hundreds of others would take longer than all the rest.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    made: Cell<u32>,
}

impl Guesses {
    /// As [`Problem::unknown`], with no hint where there were very many before.
    pub(super) fn unknown<'a>(&self, what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> Problem {
        self.made.set(self.made.get().saturating_add(1));
        if self.made.get() <= MOST {
            return Problem::unknown("", what, given, known);
        }
        Problem { hint: None, ..Problem::unknown("", what, given, std::iter::empty()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hundred_are_told_the_nearest_name_and_all_that_they_are_unknown() {
        let guesses = Guesses::default();
        let said: Vec<String> =
            (0..=MOST).map(|_| guesses.unknown("note", "whi", ["why"].into_iter()).to_string()).collect();
        assert!(said[..100].iter().all(|line| line == "unknown note `whi` (did you mean `why`?)"));
        assert_eq!(said[100], "unknown note `whi`");
    }
}
