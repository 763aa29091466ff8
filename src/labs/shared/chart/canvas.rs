//! plotters' backend over a canvas of the page: the few strokes that a [`Pen`](super::Pen) draws.
//!
//! Why not plotters-canvas: it writes opacities and font sizes as text, and the tables for writing a float weigh more than
//! all the charts.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::labs::shared::words;

/// A canvas with what draws on it.
pub struct Canvas {
    size: (u32, u32),
    context: CanvasRenderingContext2d,
}

/// Strokes are never refused.
type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Canvas {
    /// Empties the canvas and gives it a size, in its own pixels.
    pub fn new(element: &HtmlCanvasElement, size: (u32, u32)) -> Option<Self> {
        element.set_width(size.0);
        element.set_height(size.1);
        let context = element.get_context("2d").ok()??.unchecked_into();
        Some(Self { size, context })
    }

    /// The colour and opacity of what is filled or stroked next.
    fn take(&self, colour: BackendColor) {
        let (red, green, blue) = colour.rgb;
        let text = format!("rgb({red} {green} {blue})");
        self.context.set_fill_style_str(&text);
        self.context.set_stroke_style_str(&text);
        self.context.set_global_alpha(colour.alpha);
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.take(colour);
        self.context.fill_rect(at.0.into(), at.1.into(), 1.0, 1.0);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.take(style.color());
        self.context.set_line_width(style.stroke_width().into());
        self.context.begin_path();
        // The first line of a path leads nowhere and moves there.
        for (x, y) in path {
            self.context.line_to(x.into(), y.into());
        }
        self.context.stroke();
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _: bool) -> Drawn {
        self.take(style.color());
        self.context.fill_rect(from.0.into(), from.1.into(), (to.0 - from.0).into(), (to.1 - from.1).into());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        self.take(style.color());
        self.context.begin_path();
        let _ = self.context.arc(centre.0.into(), centre.1.into(), radius.into(), 0.0, std::f64::consts::TAU);
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.take(style.color());
        let across = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "center",
            HPos::Right => "end",
        };
        self.context.set_text_align(across);
        self.context.set_text_baseline("middle");
        self.context.set_font(&[&words::plain(style.size(), 1), "px ", style.family().as_str()].concat());
        let _ = self.context.fill_text(text, at.0.into(), at.1.into());
        Ok(())
    }
}
