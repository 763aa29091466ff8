//! Charts: one drawing function each, over plotters' `DrawingBackend`.
//!
//! Natively the backend is plotters' SVG and the chart is inlined into the page, its colours turned into the book's
//! tokens; in the browser it is a canvas, drawn anew when its data, its size or the colour scheme changes, and only
//! while it can be seen. A drawing function sees neither: it draws with a [`Pen`] in CSS pixels and in [`Ink`]s, which
//! are colours by meaning.

pub mod axis;
#[cfg(target_arch = "wasm32")]
mod live;
mod pen;
#[cfg(not(target_arch = "wasm32"))]
mod still;

use std::sync::Arc;

use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
use live as target;
#[cfg(not(target_arch = "wasm32"))]
use still as target;

use crate::labs::markup::Node;
pub use axis::Axis;
pub use pen::{Across, Pen, TEXT_PX};

/// A colour by its meaning; each is a token of the same name in the style sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
    /// Secondary text and axes.
    Quiet,
    /// The grid.
    Rule,
    /// In order, healthy.
    Good,
    /// Lost, overloaded, late.
    Bad,
    /// Confirmed.
    Confirmed,
    /// Idle, or without a part in the story.
    Idle,
    /// The median.
    P50,
    /// The 99th percentile.
    P99,
    /// The 99.9th percentile.
    P999,
}

impl Ink {
    /// Every ink, in the order of their discriminants.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Quiet,
        Self::Rule,
        Self::Good,
        Self::Bad,
        Self::Confirmed,
        Self::Idle,
        Self::P50,
        Self::P99,
        Self::P999,
    ];

    /// The name of its token, without the dashes; also of the class `ink-…` that has it as its colour.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Text => "ink",
            Self::Quiet => "ink-2",
            Self::Rule => "rule",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Confirmed => "ok",
            Self::Idle => "idle",
            Self::P50 => "p50",
            Self::P99 => "p99",
            Self::P999 => "p999",
        }
    }
}

/// Draws a chart; what it reads reactively makes it be drawn anew.
pub type Draw = Arc<dyn Fn(&mut Pen) + Send + Sync>;

/// Where a reader clicked a chart, and how large the chart was, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// The chart's width.
    pub width: f64,
    /// The chart's height.
    pub height: f64,
}

/// One chart. `label` says in words what it shows; `class` sets its proportions; `click` is for what the reader can also
/// do by other means.
pub fn chart(class: &'static str, label: Signal<String>, draw: Draw, click: Option<Callback<Click>>) -> Node {
    target::view(class, label, draw, click)
}
