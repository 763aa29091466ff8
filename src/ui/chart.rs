//! Charts: one drawing function each, over plotters' `DrawingBackend`.
//!
//! Natively the backend is plotters' SVG and the chart is inlined into the page, its colours turned into the book's
//! tokens; in the browser it is a canvas, drawn anew when its key, its size or the colour scheme changes, and only
//! while it can be seen. A drawing function sees neither: it draws with a [`Pen`] in CSS pixels and in [`Ink`]s, which
//! are colours by meaning.

pub mod axis;
#[cfg(target_arch = "wasm32")]
mod live;
mod marks;
#[cfg(not(target_arch = "wasm32"))]
mod outline;
mod pen;
#[cfg(not(target_arch = "wasm32"))]
mod still;

use std::rc::Rc;

#[cfg(target_arch = "wasm32")]
use live as target;
#[cfg(not(target_arch = "wasm32"))]
use still as target;

use crate::ui::dom::{Key, Node};
pub use axis::Axis;
pub use marks::{Marks, Shape};
pub use pen::{Across, Pen, TEXT_PX, fitting, width_of};

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
    /// The hues of nodes; [`Ink::node`] says which node has which.
    Node0,
    /// …
    Node1,
    /// …
    Node2,
    /// …
    Node3,
    /// …
    Node4,
    /// …
    Node5,
    /// …
    Node6,
    /// …
    Node7,
    /// …
    Node8,
    /// …
    Node9,
}

impl Ink {
    /// Every ink, in the order of their discriminants.
    pub const ALL: [Self; 20] = [
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
        Self::Node0,
        Self::Node1,
        Self::Node2,
        Self::Node3,
        Self::Node4,
        Self::Node5,
        Self::Node6,
        Self::Node7,
        Self::Node8,
        Self::Node9,
    ];

    /// The hue of a node: the number modulo ten. Nodes of one hue are told apart by their numbers and their shapes.
    pub fn node(id: u32) -> Self {
        Self::ALL[Self::Node0 as usize + id as usize % 10]
    }

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
            Self::Node0 => "node-0",
            Self::Node1 => "node-1",
            Self::Node2 => "node-2",
            Self::Node3 => "node-3",
            Self::Node4 => "node-4",
            Self::Node5 => "node-5",
            Self::Node6 => "node-6",
            Self::Node7 => "node-7",
            Self::Node8 => "node-8",
            Self::Node9 => "node-9",
        }
    }
}

/// Draws a chart. It captures what it needs: it is kept to repaint the chart in another size or colour.
pub type Draw = Rc<dyn Fn(&mut Pen)>;

/// Hears of a click.
pub type OnClick = Rc<dyn Fn(Click)>;

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

/// One chart, kept in the picture of a run: in the browser it watches its canvas for as long.
#[derive(Default)]
pub struct Chart(target::Chart);

impl Chart {
    /// A chart that is nowhere yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The chart in the page. `label` says in words what it shows, and is empty for one that only decorates what stands in
    /// words already; `class` sets its proportions, and `size`, in CSS pixels, is that of the still one; it is painted again
    /// when `key` is another; `click` is for what the reader can also do by other means.
    pub fn view(
        &self,
        (class, size): (&'static str, (u32, u32)),
        label: String,
        key: Key,
        draw: Draw,
        click: Option<OnClick>,
    ) -> Node {
        self.0.view((class, size), label, key, draw, click)
    }
}
