//! The four relays of the chapter, each with the page's own query.

use std::collections::BTreeSet;

use super::psql::Session;
use crate::sql::Fences;

/// The replication slot from which the log is read.
pub(super) const SLOT: &str = "outbox";

/// How a relay knows which rows are new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// `id > last`.
    Cursor,
    /// Rows that are not marked; it marks them.
    Marks,
    /// `id > last` of those whose transactions nobody older can follow.
    SafeCursor,
    /// The log, in the order of the commits.
    Log,
}

/// All ways, each with its key in the record.
pub(super) const WAYS: [(Way, &str); 4] = [
    (Way::Cursor, "id_cursor_lost"),
    (Way::Marks, "marks_lost"),
    (Way::SafeCursor, "safe_cursor_lost"),
    (Way::Log, "log_lost"),
];

/// A relay with its connection.
#[derive(Debug)]
pub(super) struct Relay {
    way: Way,
    session: Session,
    query: String,
    mark: String,
    /// The ids that it has published.
    pub(super) seen: BTreeSet<u64>,
    last: (u64, u64),
}

impl Relay {
    /// A relay that begins after all that is there.
    pub(super) fn new(way: Way, fences: &Fences, batch: u32) -> Self {
        let mut session = Session::new();
        let query = match way {
            Way::Cursor => "cursor",
            Way::Marks => "relay",
            Way::SafeCursor => "safe-cursor-postgresql",
            Way::Log => "log-postgresql",
        };
        let last = session.one("select coalesce(max(id), 0) from outbox").parse().expect("a number");
        session.set("batch", &batch.to_string());
        let (query, mark) = (fences.get(query).to_string(), fences.get("mark").to_string());
        Self { way, session, query, mark, seen: BTreeSet::new(), last: (0, last) }
    }

    /// Asks once; how many rows came.
    pub(super) fn ask(&mut self) -> u32 {
        let (writer, id) = self.last;
        self.session.set("last", &id.to_string());
        self.session.set("last_writer", &format!("'{writer}'"));
        let rows = self.session.sql(&self.query);
        let found: Vec<(u64, u64)> = rows.iter().filter_map(|row| self.row(row)).collect();
        for &(_, id) in &found {
            self.seen.insert(id);
            if self.way == Way::Marks {
                self.session.set("id", &id.to_string());
                self.session.sql(&self.mark);
            }
        }
        self.last = match self.way {
            Way::SafeCursor => found.last().copied().unwrap_or(self.last),
            _ => (0, found.iter().map(|&(_, id)| id).max().unwrap_or(id).max(id)),
        };
        found.len() as u32
    }

    /// The writer, where the query gives it, and the id of a row.
    fn row(&self, row: &str) -> Option<(u64, u64)> {
        if self.way == Way::Log {
            let (_, values) = row.split_once("public.outbox: INSERT: id[bigint]:")?;
            return Some((0, values.split(' ').next()?.parse().expect("an id")));
        }
        let number = |text: &str| text.parse::<u64>().expect("a number");
        let id = number(row.split('|').next()?);
        let writer = if self.way == Way::SafeCursor { number(row.rsplit('|').next()?) } else { 0 };
        Some((writer, id))
    }
}

/// Empties the tables and begins the log anew.
pub(super) fn begin_anew() {
    let mut session = Session::new();
    session.sql(&format!(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '{SLOT}'"
    ));
    session.sql("truncate orders, outbox restart identity");
    session.sql(&format!("select pg_create_logical_replication_slot('{SLOT}', 'test_decoding')"));
}

/// The ids of the rows that are committed.
pub(super) fn committed() -> BTreeSet<u64> {
    let ids = Session::new().sql("select id from outbox");
    ids.iter().map(|id| id.parse().expect("an id")).collect()
}

/// Of these rows, how many were never published.
pub(super) fn lost(rows: &BTreeSet<u64>, relay: &Relay) -> u64 {
    rows.difference(&relay.seen).count() as u64
}
