//! The page's SQL on a real SQLite: the order and its event are both there or neither, the relay and its mark, the inbox.

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Result, ToSql};

use crate::sql::{Fences, ONLY_POSTGRESQL};

/// PostgreSQL's way to number rows, and SQLite's.
const NUMBERED: [&str; 2] = ["bigint generated always as identity primary key", "integer primary key"];

/// The parameters of the page, each with the value that these tests give it.
const VALUES: [(&str, &dyn ToSql); 9] = [
    (":order_id", &"order-1"),
    (":item", &"book"),
    (":quantity", &2),
    (":payload", &r#"{"order":"order-1"}"#),
    (":batch", &100),
    (":id", &1),
    (":last", &0),
    (":before", &2),
    (":message_id", &"1"),
];

struct Database {
    connection: Connection,
    fences: Fences,
}

impl Database {
    fn new() -> Self {
        let database = Self { connection: Connection::open_in_memory().expect("SQLite"), fences: Fences::of_chapter() };
        database.run("tables").expect("the tables");
        database.connection.execute("insert into stock (item, remaining) values ('book', 10)", []).expect("stock");
        database
    }

    /// Runs a fence of the page; as a client does, it rolls back what fails.
    fn run(&self, name: &str) -> Result<Vec<i64>> {
        let rows = self.statements(&self.fences.get(name).replace(NUMBERED[0], NUMBERED[1]));
        if rows.is_err() && !self.connection.is_autocommit() {
            self.connection.execute_batch("rollback").expect("rolled back");
        }
        rows
    }

    /// Runs statements one by one, and gives the first column of what the last one selects.
    fn statements(&self, sql: &str) -> Result<Vec<i64>> {
        let mut rows = Vec::new();
        let mut batch = Batch::new(&self.connection, sql);
        while let Some(mut statement) = batch.next()? {
            for (name, value) in VALUES {
                if let Some(index) = statement.parameter_index(name)? {
                    statement.raw_bind_parameter(index, value)?;
                }
            }
            rows.clear();
            let mut found = statement.raw_query();
            while let Some(row) = found.next()? {
                rows.push(row.get(0)?);
            }
        }
        Ok(rows)
    }

    fn count(&self, sql: &str) -> i64 {
        self.connection.query_row(sql, [], |row| row.get(0)).expect("a number")
    }
}

#[test]
fn every_fence_that_sqlite_knows_runs() {
    let database = Database::new();
    let fences = database.fences.clone();
    for name in fences.names().filter(|name| *name != "tables" && !name.ends_with(ONLY_POSTGRESQL)) {
        database.run(name).unwrap_or_else(|error| panic!("`-- {name}`: {error}"));
    }
}

#[test]
fn an_order_and_its_event_are_both_there_or_neither() {
    let database = Database::new();
    database.run("order").expect("the order");
    assert_eq!(database.count("select count(*) from orders"), 1);
    assert_eq!(database.count("select count(*) from outbox"), 1);
    // The database refuses the event: the order is not there either.
    database.connection.execute("update orders set id = 'order-0'", []).expect("another name");
    let refuse = "create trigger refuse before insert on outbox begin select raise(abort, 'refused'); end";
    database.connection.execute_batch(refuse).expect("a trigger");
    database.run("order").expect_err("it is refused");
    assert_eq!(database.count("select count(*) from orders"), 1);
    assert_eq!(database.count("select count(*) from outbox"), 1);
}

#[test]
fn a_relay_sees_a_row_until_it_marks_it_and_once_more_if_it_dies_before() {
    let database = Database::new();
    database.run("order").expect("the order");
    assert_eq!(database.run("relay").expect("rows"), [1]);
    assert_eq!(database.run("relay").expect("rows"), [1], "published and not marked: it comes again");
    database.run("mark").expect("marked");
    assert_eq!(database.run("relay").expect("rows"), [0i64; 0]);
    assert_eq!(database.run("cursor").expect("rows"), [1], "a cursor knows nothing of marks");
    database
        .connection
        .execute("insert into outbox (order_id, payload) values ('order-2', '')", [])
        .expect("another row");
    database.run("clean").expect("cleaned");
    assert_eq!(database.run("cursor").expect("rows"), [2], "what is published goes, the rest stays");
}

#[test]
fn a_duplicate_does_not_pass_the_inbox() {
    let database = Database::new();
    database.run("inbox").expect("the first delivery");
    assert_eq!(database.count("select remaining from stock"), 8);
    let refused = database.run("inbox").expect_err("the second delivery");
    assert_eq!(refused.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation));
    assert_eq!(database.count("select remaining from stock"), 8, "its effect is rolled back with it");
    assert_eq!(database.count("select count(*) from inbox"), 1);
}
