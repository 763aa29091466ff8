//! The still form: plotters' SVG, inlined, in the book's own colours.

use std::fmt::Write as _;

use plotters::prelude::SVGBackend;
use plotters::style::RGBColor;

use super::marks::Marks;
use super::outline::{Outline, stepwise};
use super::pen::Pen;
use super::{Draw, Ink, OnClick};
use crate::ui::dom::{Key, Node, element};
use crate::ui::words::plain;

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
    pub(super) fn view(
        &self,
        (class, size): (&'static str, (u32, u32)),
        label: String,
        _: Key,
        draw: Draw,
        _: Option<OnClick>,
    ) -> Node {
        let view_box = format!("0 0 {} {}", size.0 * SCALE, size.1 * SCALE);
        let picture = element("svg").class(format!("chart {class}")).attr("viewBox", view_box);
        let picture = match label.is_empty() {
            true => picture.attr("aria-hidden", "true"),
            false => picture.attr("role", "img").attr("aria-label", label),
        };
        picture.html(markup(&draw, size)).into()
    }
}

/// What a drawing function has drawn so far. Every stroke is a document of plotters' own, of which the inside is kept: so
/// strokes and marks stand in the order in which they were drawn.
pub(super) struct Paper {
    size: (u32, u32),
    inside: String,
    dash: f64,
}

impl Paper {
    /// Width and height in its own pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Draws one stroke.
    pub(super) fn stroke(&mut self, draw: impl FnOnce(&mut SVGBackend<'_>)) {
        let mut document = String::new();
        draw(&mut SVGBackend::with_string(&mut document, self.size));
        let inside = document.split_once('>').map_or("", |(_, rest)| rest);
        let stroke = stepwise(inside.trim().trim_end_matches("</svg>").trim());
        match stroke.split_once(' ').filter(|_| self.dash > 0.0) {
            Some((tag, rest)) => {
                let _ = write!(self.inside, "{tag} stroke-dasharray=\"{}\" {rest}", plain(self.dash, 0));
            }
            None => self.inside += &stroke,
        }
    }

    /// How long the dashes of the next lines are, and the gaps between them; 0 for whole lines.
    pub(super) fn dash(&mut self, long: f64) {
        self.dash = long;
    }

    /// Draws marks: a path for each colour. `place` maps their units to pixels: scale, then shift.
    pub(super) fn marks(&mut self, marks: &Marks, (scale, left, top): (f64, f64, f64)) {
        for (ink, opacity, shapes) in marks.layers() {
            let mut outline = Outline::default();
            shapes.iter().for_each(|shape| outline.put(*shape, (scale, left, top)));
            let _ = write!(self.inside, "<path fill=\"var(--{})\"", ink.token());
            if *opacity < 1.0 {
                let _ = write!(self.inside, " opacity=\"{}\"", plain(*opacity, 2));
            }
            let _ = write!(self.inside, " d=\"{}\"/>", outline.finish());
        }
    }
}

/// What stands inside the SVG element: shapes whose colours are tokens, so that they follow the scheme.
fn markup(draw: &Draw, size: (u32, u32)) -> String {
    let mut pen = Pen::new(
        Paper { size: (size.0 * SCALE, size.1 * SCALE), inside: String::new(), dash: 0.0 },
        &SENTINELS,
        f64::from(SCALE),
    );
    draw(&mut pen);
    let mut inside = pen.into_paper().inside;
    for ink in Ink::ALL {
        inside = inside.replace(&format!("#F17E{:02X}", ink as u8), &format!("var(--{})", ink.token()));
    }
    // What says nothing need not be sent.
    for idle in
        [" opacity=\"1\"", " stroke=\"none\"", " stroke-width=\"1\"", " font-family=\"system-ui, sans-serif\"", "\n"]
    {
        inside = inside.replace(idle, "");
    }
    inside
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::Across;
    use super::super::marks::Shape;
    use super::*;

    #[test]
    fn a_still_chart_has_the_books_colours_and_no_style_of_its_own() {
        let draw: Draw = Rc::new(|pen: &mut Pen| {
            pen.line(&[(0.0, 0.0), (10.0, 10.0)], Ink::P99, 2.0);
            pen.dot((5.0, 5.0), 1.0, Ink::Idle, 0.5);
            pen.bar((0.0, 0.0), (3.0, 3.0), Ink::Bad, 1.0);
            pen.text("p99 < 4 ms", (20.0, 20.0), Across::Start, Ink::Text);
        });
        let markup = markup(&draw, (400, 240));
        for token in ["var(--p99)", "var(--idle)", "var(--bad)", "var(--ink)"] {
            assert!(markup.contains(token), "{markup}");
        }
        assert!(!markup.contains('#') && !markup.contains("style"), "{markup}");
        assert!(markup.contains("p99 &lt; 4 ms") && !markup.contains("</svg>"), "{markup}");
    }

    #[test]
    fn marks_are_a_path_for_each_colour_in_the_order_of_drawing() {
        let draw: Draw = Rc::new(|pen: &mut Pen| {
            let mut marks = Marks::default();
            marks.put(Ink::Good, 1.0, Shape::Square(10.0, 10.0, 2.0));
            marks.put(Ink::Bad, 0.5, Shape::Rect(0.0, 0.0, 4.0, 1.0));
            marks.put(Ink::Good, 1.0, Shape::Diamond(20.0, 20.0, 3.0));
            pen.marks(&marks, (1.0, 0.0, 0.0));
            pen.line(&[(0.0, 0.0), (10.0, 10.0)], Ink::P99, 2.0);
        });
        let markup = markup(&draw, (400, 240));
        let good = "<path fill=\"var(--good)\" d=\"m16 16h8v8h-8zm24 18l6 6l-6 6l-6-6z\"/>";
        assert!(
            markup.starts_with(&format!(
                "{good}<path fill=\"var(--bad)\" opacity=\"0.5\" d=\"m0 2v-2h8v2z\"/><path fill=\"none\""
            )),
            "{markup}"
        );
    }
}
