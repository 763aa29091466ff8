//! The still form: plotters' SVG, inlined, in the book's own colours.

use plotters::prelude::SVGBackend;
use plotters::style::RGBColor;

use super::pen::Pen;
use super::{Draw, Ink, OnClick};
use crate::ui::dom::{Key, Node, element};

/// The size of a still chart in CSS pixels, before the page scales it to its column.
const SIZE: (u32, u32) = (400, 240);

/// plotters draws on whole pixels; twice as many make smooth lines.
const SCALE: u32 = 2;

/// Colours that stand for the inks until they are replaced: `#F17E00`, `#F17E01`, …
const SENTINELS: [RGBColor; Ink::ALL.len()] = {
    let mut colours = [RGBColor(0xf1, 0x7e, 0); Ink::ALL.len()];
    let mut index = 0;
    while index < colours.len() {
        colours[index] = RGBColor(0xf1, 0x7e, index as u8);
        index += 1;
    }
    colours
};

/// A still keeps nothing of a chart.
#[derive(Default)]
pub(super) struct Chart;

impl Chart {
    /// The chart as an SVG element in the page; a still cannot be clicked.
    pub(super) fn view(&self, class: &'static str, label: String, _: Key, draw: Draw, _: Option<OnClick>) -> Node {
        let view_box = format!("0 0 {} {}", SIZE.0 * SCALE, SIZE.1 * SCALE);
        element("svg")
            .class(format!("chart {class}"))
            .attr("role", "img")
            .attr("aria-label", label)
            .attr("viewBox", view_box)
            .html(markup(&draw))
            .into()
    }
}

/// What stands inside the SVG element: shapes whose colours are tokens, so that they follow the scheme.
fn markup(draw: &Draw) -> String {
    let mut document = String::new();
    let backend = SVGBackend::with_string(&mut document, (SIZE.0 * SCALE, SIZE.1 * SCALE));
    let mut pen = Pen::new(backend, &SENTINELS, f64::from(SCALE));
    draw(&mut pen);
    // plotters closes the document when its backend goes.
    drop(pen);
    let inner = document.split_once('>').map_or("", |(_, rest)| rest);
    let mut inner = inner.trim().trim_end_matches("</svg>").to_string();
    for ink in Ink::ALL {
        inner = inner.replace(&format!("#F17E{:02X}", ink as u8), &format!("var(--{})", ink.token()));
    }
    // What says nothing need not be sent.
    for idle in
        [" opacity=\"1\"", " stroke=\"none\"", " stroke-width=\"1\"", " font-family=\"system-ui, sans-serif\"", "\n"]
    {
        inner = inner.replace(idle, "");
    }
    inner
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::Across;
    use super::*;

    #[test]
    fn a_still_chart_has_the_books_colours_and_no_style_of_its_own() {
        let draw: Draw = Rc::new(|pen: &mut Pen| {
            pen.line(&[(0.0, 0.0), (10.0, 10.0)], Ink::P99, 2.0);
            pen.dot((5.0, 5.0), 1.0, Ink::Idle, 0.5);
            pen.bar((0.0, 0.0), (3.0, 3.0), Ink::Bad, 1.0);
            pen.text("p99 < 4 ms", (20.0, 20.0), Across::Start, Ink::Text);
        });
        let markup = markup(&draw);
        for token in ["var(--p99)", "var(--idle)", "var(--bad)", "var(--ink)"] {
            assert!(markup.contains(token), "{markup}");
        }
        assert!(!markup.contains('#') && !markup.contains("style"), "{markup}");
        assert!(markup.contains("p99 &lt; 4 ms") && !markup.contains("</svg>"), "{markup}");
    }
}
