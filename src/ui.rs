//! What every picture is made of: markup, charts, the plate around a lab, the quiz at a chapter's end.
//!
//! **Architecture Invariant:** nothing here knows a lab by name; [`crate::labs`] brings the views.

pub mod chart;
pub mod dom;
pub mod maths;
pub mod phrases;
pub mod plate;
pub mod quiz;
pub mod told;
pub mod words;

/// Whether the markup is alive: true in the browser, false for the still that the build writes.
pub const LIVE: bool = cfg!(target_arch = "wasm32");
