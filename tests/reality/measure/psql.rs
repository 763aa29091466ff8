//! A session of PostgreSQL: one psql for as long as it lives, one connection.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::given;

/// What psql prints after each answer, before its SQLSTATE.
const END: &str = "@@";

/// SQLSTATE of a statement without an error.
const FINE: &str = "00000";

/// A session.
#[derive(Debug)]
pub(super) struct Session {
    psql: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// The lines that a statement gave, and its SQLSTATE.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) rows: Vec<String>,
    pub(super) state: String,
}

impl Session {
    /// Connects.
    pub(super) fn new() -> Self {
        let port = given("REALITY_POSTGRES_PORT");
        let mut psql = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=|"])
            .args(["--host=127.0.0.1", "--username=reality", "--dbname=postgres", &format!("--port={port}")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("psql is there");
        let input = psql.stdin.take().expect("its input");
        let output = BufReader::new(psql.stdout.take().expect("its output"));
        Self { psql, input, output }
    }

    /// Gives a parameter of the page's SQL its value, as SQL writes it.
    pub(super) fn set(&mut self, name: &str, literal: &str) {
        writeln!(self.input, "\\set {name} '{}'", literal.replace('\'', "''")).expect("psql listens");
    }

    /// Sends statements, and does not wait.
    pub(super) fn send(&mut self, sql: &str) {
        let sql = sql.trim_end().trim_end_matches(';');
        writeln!(self.input, "{sql}\n;\n\\echo {END} :SQLSTATE").expect("psql listens");
        self.input.flush().expect("psql listens");
    }

    /// Waits for the answer to what was sent.
    pub(super) fn answer(&mut self) -> Answer {
        let mut rows = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("psql answers");
            assert!(read > 0, "psql has ended");
            match line.trim_end().strip_prefix(END) {
                Some(state) => return Answer { rows, state: state.trim().to_string() },
                None => rows.push(line.trim_end().to_string()),
            }
        }
    }

    /// Runs statements, and gives the lines of their answer.
    ///
    /// # Panics
    /// If the last of them fails.
    pub(super) fn sql(&mut self, sql: &str) -> Vec<String> {
        let Answer { rows, state } = self.try_sql(sql);
        assert_eq!(state, FINE, "{sql}");
        rows
    }

    /// Runs statements that may fail.
    pub(super) fn try_sql(&mut self, sql: &str) -> Answer {
        self.send(sql);
        self.answer()
    }

    /// The one value that a query gives.
    pub(super) fn one(&mut self, sql: &str) -> String {
        self.sql(sql).pop().expect("one value")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Its connection ends with it, and its transaction is rolled back.
        let _ = self.psql.kill();
        let _ = self.psql.wait();
    }
}
