//! GIFT: the text format of Moodle, which other platforms read too.
//!
//! A question ends at an empty line. `::name::[markdown]prompt{answers}`; answers begin with `=` (right) or `~` (wrong), or with
//! a share of the points, `~%50%`, and have their feedback behind `#`; `####` begins what explains the whole. A number stands
//! behind `#`, with its tolerance behind `:`; pairs have `->` between them. A character of `\ # = ~ { } :` that is meant as itself
//! stands behind a backslash, and `\n` is the end of a line.

mod read;
mod split;
mod write;

pub use read::read;
pub use write::write;
