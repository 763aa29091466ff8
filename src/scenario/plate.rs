//! A plate: a scenario set on a page, with its words, its twin and its prediction.
//!
//! Written as a `lab` fence in a chapter, carried to the browser as a few lines of text.

mod page;
#[cfg(grader)]
pub mod read;

use super::{Position, Scenario};
use crate::kernel::Value;

/// The most controls that a plate shows before "More controls".
pub const MAX_CONTROLS: usize = 5;

/// A lab as a chapter sets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// Its id in the page and in the book: kebab-case.
    pub id: String,
    /// Its number, as printed: `10.1.2`. The book sets it.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The caption, which says what to notice; plain text.
    pub caption: String,
    /// The scenario that it runs.
    pub scenario: Scenario,
    /// The parameters in which the twin beside it differs; empty for no twin.
    pub compare: Vec<(&'static str, Value)>,
    /// The parameters whose controls stand in front; the rest is behind "More controls".
    pub controls: Vec<&'static str>,
    /// The position of playback when the page opens; `None` for the end.
    pub position: Option<Position>,
    /// The question that the reader answers before the run is shown.
    pub prediction: Option<Prediction>,
}

/// A question that the reader answers before the run is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// The metric that answers it.
    pub metric: String,
    /// The metric is multiplied by this before it is compared and shown (100 for per cent).
    pub scale: f64,
    /// The unit after scaling.
    pub unit: String,
    /// The largest number that a reader may give.
    pub max: f64,
    /// The choices, each with the half-open range `from..to` of the scaled metric for which it is right. Empty: the
    /// reader gives a number.
    pub options: Vec<PredictionOption>,
}

/// One choice of a [`Prediction`].
#[derive(Clone, Debug, PartialEq)]
pub struct PredictionOption {
    /// The text of the option.
    pub label: String,
    /// Right from this value …
    pub from: f64,
    /// … to below this one.
    pub to: f64,
}
