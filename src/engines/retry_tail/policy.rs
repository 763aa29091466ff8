//! What a reader chooses.

use crate::kernel::ChoiceTable;

/// What is sent again when a page is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// All of its calls: whoever asks for the page sees one request, and its earlier answers are thrown away.
    Page,
    /// The calls that have no answer yet.
    Calls,
}

/// What is sent again, by name.
pub const AGAIN: ChoiceTable<Again, 2> =
    ChoiceTable::new([("page", "The whole page", Again::Page), ("calls", "Its late calls", Again::Calls)]);

/// Whether a call that nobody waits for any more is taken out of its line.
pub const CANCEL: ChoiceTable<bool, 2> = ChoiceTable::new([("off", "No", false), ("on", "Yes", true)]);
