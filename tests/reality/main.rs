//! Real systems and the engines: what `make reality` measured is held against them, and the SQL of the chapters is run.
//!
//! `make reality` runs the tests of [`measure`], which start nothing themselves: `scripts/reality` gives them the servers. They write
//! `content/**/reality/*.toml`. All else here is of `make test`.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run natively, beside the book")]
#![expect(clippy::print_stdout, reason = "`make reality` says what it measures")]

mod engines;
mod measure;
mod pfcount;
mod record;
mod sql;
mod sqlite;
