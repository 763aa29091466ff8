//! The values of the options, as they are typed.

use clap::ValueEnum;
use faultlines::grading::tables::platforms::Platform;
use faultlines::grading::{Keep, Moment, moment};

/// [`Keep`] on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Which {
    /// The most points.
    Best,
    /// The last by time.
    Last,
    /// The first by time.
    First,
}

/// [`Platform`] on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum For {
    /// Full name, username, id number, email.
    Moodle,
    /// Student, ID, SIS ids and section, which a roster exported from Canvas has.
    Canvas,
}

/// What stands between columns.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Separator {
    #[value(name = ",")]
    Comma,
    #[value(name = ";")]
    Semicolon,
}

/// Reads the time after which answers are late.
pub(super) fn deadline(text: &str) -> Result<Moment, String> {
    moment::read_deadline(text).ok_or_else(|| moment::DEADLINE.to_string())
}

impl From<Which> for Keep {
    fn from(which: Which) -> Self {
        match which {
            Which::Best => Self::Best,
            Which::Last => Self::Last,
            Which::First => Self::First,
        }
    }
}

impl From<For> for Platform {
    fn from(platform: For) -> Self {
        match platform {
            For::Moodle => Self::Moodle,
            For::Canvas => Self::Canvas,
        }
    }
}

impl From<Separator> for u8 {
    fn from(separator: Separator) -> Self {
        match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        }
    }
}
