//! What a drawing function draws with: few strokes, in CSS pixels, over plotters' backend of the target.

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::Ink;
use super::marks::Marks;

#[cfg(target_arch = "wasm32")]
use super::live::Paper;
#[cfg(not(target_arch = "wasm32"))]
use super::still::Paper;

/// What plotters' backend of this target makes of a font size: the SVG one divides it by 1.24.
const FONT_SCALE: f64 = if cfg!(target_arch = "wasm32") { 1.0 } else { 1.24 };

/// The size of all text in a chart, in CSS pixels.
pub const TEXT_PX: f64 = 13.0;

/// About the width of a letter, in CSS pixels.
const LETTER: f64 = 7.5;

/// About how wide a text is, in CSS pixels.
pub fn width_of(text: &str) -> f64 {
    LETTER * text.chars().count() as f64
}

/// The first of several texts that has room, else the last.
pub fn fitting(room: f64, texts: &[String]) -> &str {
    let fits = texts.iter().find(|text| width_of(text) <= room);
    fits.or(texts.last()).map_or("", String::as_str)
}

/// Which end of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// Draws on one chart. A stroke that the backend refuses is left out: the rest of the chart still says something.
pub struct Pen<'a> {
    paper: Paper,
    colours: &'a [RGBColor; Ink::ALL.len()],
    /// Device pixels for each CSS pixel.
    scale: f64,
}

impl<'a> Pen<'a> {
    pub(super) fn new(paper: Paper, colours: &'a [RGBColor; Ink::ALL.len()], scale: f64) -> Self {
        Self { paper, colours, scale }
    }

    /// Width and height of the chart, in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.paper.size();
        (f64::from(width) / self.scale, f64::from(height) / self.scale)
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], ink: Ink, width: f64) {
        let style = self.style(ink, 1.0, width);
        let scale = self.scale;
        self.paper.stroke(|backend| {
            let _ = backend.draw_path(points.iter().map(|&point| device(point, scale)), &style);
        });
    }

    /// A straight thin line of dashes: a limit, a theory, a prediction.
    pub fn dashes(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        const DASH: f64 = 4.0;
        self.paper.dash(DASH * self.scale);
        self.line(&[from, to], ink, 1.0);
        self.paper.dash(0.0);
    }

    /// A small filled disc.
    pub fn dot(&mut self, centre: (f64, f64), radius: f64, ink: Ink, opacity: f64) {
        let style = self.style(ink, opacity, 0.0).filled();
        let radius = (radius * self.scale).round().max(1.0) as u32;
        let centre = device(centre, self.scale);
        self.paper.stroke(|backend| {
            let _ = backend.draw_circle(centre, radius, &style, true);
        });
    }

    /// A filled rectangle between two corners, at least one device pixel wide and high.
    pub fn bar(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) {
        let style = self.style(ink, opacity, 0.0).filled();
        let upper_left = device((from.0.min(to.0), from.1.min(to.1)), self.scale);
        let lower_right = device((from.0.max(to.0), from.1.max(to.1)), self.scale);
        let lower_right = (lower_right.0.max(upper_left.0 + 1), lower_right.1.max(upper_left.1 + 1));
        self.paper.stroke(|backend| {
            let _ = backend.draw_rect(upper_left, lower_right, &style, true);
        });
    }

    /// A text, centred on its place from top to bottom.
    pub fn text(&mut self, text: &str, place: (f64, f64), across: Across, ink: Ink) {
        let across = match across {
            Across::Start => HPos::Left,
            Across::Middle => HPos::Center,
            Across::End => HPos::Right,
        };
        let size = TEXT_PX * self.scale * FONT_SCALE;
        let style = TextStyle {
            font: FontDesc::new(FontFamily::Name("system-ui, sans-serif"), size, FontStyle::Normal),
            color: plotters::style::Color::to_backend_color(&self.colours[ink as usize]),
            pos: Pos::new(across, VPos::Center),
        };
        let place = device(place, self.scale);
        self.paper.stroke(|backend| {
            let _ = backend.draw_text(text, &style, place);
        });
    }

    /// Many small things at once; `place` maps their units to CSS pixels: scale, then shift right and down.
    pub fn marks(&mut self, marks: &Marks, (scale, left, top): (f64, f64, f64)) {
        let place = (scale * self.scale, left * self.scale, top * self.scale);
        #[cfg(target_arch = "wasm32")]
        self.paper.marks(marks, place, self.colours);
        #[cfg(not(target_arch = "wasm32"))]
        self.paper.marks(marks, place);
    }

    /// What has been drawn.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn into_paper(self) -> Paper {
        self.paper
    }

    fn style(&self, ink: Ink, opacity: f64, width: f64) -> ShapeStyle {
        let RGBColor(red, green, blue) = self.colours[ink as usize];
        let stroke_width = (width * self.scale).round().max(1.0) as u32;
        ShapeStyle { color: RGBAColor(red, green, blue, opacity), filled: false, stroke_width }
    }
}

fn device((x, y): (f64, f64), scale: f64) -> (i32, i32) {
    ((x * scale).round() as i32, (y * scale).round() as i32)
}
