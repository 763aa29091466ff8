//! Two-phase commit: a promise outlives the server that gave it, with its lock, until somebody decides.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::given;
use super::psql::Session;
use crate::record::{Measured, said};
use crate::sql::Fences;

const LOCK_TIMEOUT_MS: u32 = 1_000;
const DOWN: Duration = Duration::from_secs(2);

/// PostgreSQL's SQLSTATE of a lock that was not to be had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

const TAKE: &str = "update stock set remaining = remaining - 1 where item = 'prepared'";

/// Prepares a transaction, kills the server, starts it again, and lets two writers want the same row.
pub(super) fn measure(fences: &Fences, record: &mut Measured) {
    let mut coordinator = Session::new();
    coordinator.sql("insert into stock (item, remaining) values ('prepared', 10)");
    coordinator.set("quantity", "1");
    coordinator.set("item", "'prepared'");
    coordinator.sql(fences.get("prepare-postgresql"));
    drop(coordinator);
    kill_and_start();
    let prepared = Session::new().one("select count(*) from pg_prepared_xacts");
    record.count(
        "prepared_after_kill",
        prepared.parse().expect("a number"),
        "transactions",
        "Prepared transactions that are there after kill -9 of the server and a restart.",
    );
    let mut hasty = Session::new();
    hasty.sql(&format!("set lock_timeout = {LOCK_TIMEOUT_MS}"));
    let state = hasty.try_sql(TAKE).state;
    record.count("lock_timeout_ms", LOCK_TIMEOUT_MS.into(), "ms", "The patience of a writer that wants the same row.");
    let timed_out = u64::from(state == LOCK_NOT_AVAILABLE);
    record.count("writer_timed_out", timed_out, "", "1 if it failed with a lock timeout.");
    // Both are connected before the clock runs: the start of a process is no part of the wait.
    let (mut patient, mut coordinator) = (Session::new(), Session::new());
    patient.sql("select 1");
    let name = coordinator.one("select gid from pg_prepared_xacts");
    let began = Instant::now();
    patient.send(TAKE);
    thread::sleep(DOWN);
    coordinator.sql(&format!("commit prepared '{name}'"));
    assert_eq!(patient.answer().state, "00000");
    let blocked_ms = began.elapsed().as_secs_f64() * 1e3;
    let down_ms = DOWN.as_millis() as u64;
    record.count(
        "coordinator_down_ms",
        down_ms,
        "ms",
        "How long the coordinator stays away while a patient writer waits.",
    );
    record.value("blocked_ms", blocked_ms, ("ms", 0), "How long that writer waited for the row.");
    let remaining = Session::new().one("select remaining from stock where item = 'prepared'");
    assert_eq!(remaining, "8", "the promise and the patient writer, each once");
}

/// Kills the server as a power cut would, and starts it again.
fn kill_and_start() {
    let folder = given("REALITY_FOLDER");
    let lock = fs::read_to_string(format!("{folder}/pg/data/postmaster.pid")).expect("the server runs");
    said("kill", &["-9", lock.lines().next().expect("its process")]);
    // Its processes end when they find it gone, and a new one refuses to start before that.
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        let mut server = Command::new(format!("{folder}/start-postgres")).spawn().expect("the server starts");
        while server.try_wait().expect("a process").is_none() {
            if answers() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        thread::sleep(Duration::from_millis(200));
    }
    panic!("PostgreSQL did not start again within a minute");
}

fn answers() -> bool {
    let port = given("REALITY_POSTGRES_PORT");
    let ready = Command::new("psql")
        .args(["--no-psqlrc", "--host=127.0.0.1", "--username=reality", "--dbname=postgres", &format!("--port={port}")])
        .args(["--command=select 1"])
        .output();
    ready.is_ok_and(|output| output.status.success())
}
