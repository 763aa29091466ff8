//! How events are written down in a trace.

use super::group::Holding;
use super::ledger::WriteId;
use crate::kernel::Field;
use crate::parts::clocks::history::{Event, EventId};

type Fields = Vec<(&'static str, Field)>;

/// An event with its number, more particulars, and its four stamps.
pub(super) fn stamped(id: EventId, event: &Event, more: Fields) -> Fields {
    let mut fields = vec![("event", id.into()), ("process", event.process.into())];
    fields.extend(more);
    fields.extend(event.stamps());
    fields
}

/// The fields for the values that a replica holds.
pub(super) fn held(holding: &Holding) -> [(&'static str, Field); 3] {
    [
        ("holds", list(&holding.values).into()),
        ("siblings", (holding.values.len() as u32).into()),
        ("false_siblings", holding.false_siblings.into()),
    ]
}

/// `3+7`: values, the first few of them.
pub(super) fn list(values: &[WriteId]) -> String {
    const SHOWN: usize = 8;
    let mut list = values.iter().take(SHOWN).map(WriteId::to_string).collect::<Vec<_>>().join("+");
    if values.len() > SHOWN {
        list.push_str("+…");
    }
    list
}
