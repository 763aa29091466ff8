//! Reports for people: a page of HTML for each reader, and one for the class. No script is in them, nothing is fetched, and
//! they print.

mod class;
mod reader;

pub use class::Class;
pub use reader::{file_name, page as reader_page};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::intake::OWN_PAGE;
use crate::kernel::words;

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 42rem; font: .9rem/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #8886; }
th { font-weight: 600; }
.number { text-align: right; }
.answer { overflow-wrap: anywhere; white-space: pre-wrap; }
.small { font-size: .9rem; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } table { min-width: 0; } tr, li { break-inside: avoid; } a { color: inherit; } }
";

/// A whole page.
fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                (PreEscaped(OWN_PAGE))
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

/// So many points of so many.
fn of(points: f64, out_of: u32) -> String {
    format!("{} of {out_of}", crate::quiz::grade::tidy(points))
}

/// A time as people say it: `40 s`, `12 min`, `3 h 5 min`.
fn duration(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{} s", seconds.max(0)),
        120..7200 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", words::whole((seconds / 3600) as u64), seconds % 3600 / 60),
    }
}
