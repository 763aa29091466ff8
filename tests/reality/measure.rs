//! The measuring: real systems, whose ports and folder `scripts/reality` gives in the environment.

mod busy;
mod channel;
mod gap;
mod haproxy;
pub(crate) mod pfcount;
mod prepared;
mod psql;
mod rabbitmq;
pub(crate) mod redis;
mod relay;
mod tcp;

use crate::record::{Measured, said};
use crate::sql::Fences;
use psql::Session;

/// A setting of the environment.
fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run this by `make reality`"))
}

#[test]
#[ignore = "real servers are needed: `make reality` starts them and runs this"]
fn everything() {
    println!("==> PostgreSQL: a sequence has gaps, a promise outlives its server");
    let fences = Fences::of_chapter();
    let mut record = Measured::default();
    Session::new().sql(fences.get("tables"));
    Session::new().sql(fences.get("transaction-column-postgresql"));
    inbox_and_clean(&fences);
    gap::measure(&fences, &mut record);
    busy::measure(&fences, &mut record);
    prepared::measure(&fences, &mut record);
    let version = Session::new().one("show server_version");
    record.write("postgresql", version.split(' ').next().expect("a version"));

    println!("==> RabbitMQ: a consumer is killed before its acknowledgement");
    rabbitmq::measure();

    println!("==> HAProxy: ten servers become eleven");
    haproxy::measure();

    println!("==> TCP: how many bytes a connection takes while nobody reads");
    tcp::measure();

    println!("==> The standard library's channel, bounded and not");
    channel::measure();
}

#[test]
#[ignore = "real servers are needed: `make reality` starts them and runs this"]
fn celebrity() {
    println!("==> Redis: three servers behind hashed keys, and a star");
    redis::measure();
}

#[test]
#[ignore = "real servers are needed: `make reality` starts them and runs this"]
fn distinct() {
    println!("==> Redis: how far PFCOUNT is from the truth");
    pfcount::measure();
}

/// What else of the page's SQL is the same on both: a duplicate does not pass the inbox, and only published rows are cleaned.
fn inbox_and_clean(fences: &Fences) {
    let mut session = Session::new();
    session.sql("insert into stock (item, remaining) values ('inbox', 10)");
    for (name, literal) in [("message_id", "'1'"), ("item", "'inbox'"), ("quantity", "2"), ("before", "3"), ("id", "1")]
    {
        session.set(name, literal);
    }
    session.sql(fences.get("inbox"));
    // Its commit is answered, and rolls back.
    session.try_sql(fences.get("inbox"));
    assert_eq!(session.one("select remaining from stock where item = 'inbox'"), "8");
    session.sql("insert into outbox (order_id, payload) values ('one', ''), ('two', '')");
    session.sql(fences.get("mark"));
    session.sql(fences.get("clean"));
    assert_eq!(session.sql("select id from outbox"), ["2"]);
}

/// The version of the compiler, whose standard library is measured.
fn compiler() -> String {
    said("rustc", &["--version"]).split(' ').take(2).collect::<Vec<_>>().join(" ")
}
