//! Many small things that travel: one list, two painters. The still writes each colour as one path; the canvas fills each
//! colour at once.

use super::Ink;

/// One thing, by its middle and its size in the drawing's own units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A disc of this radius.
    Disc(f64, f64, f64),
    /// A square of half this side.
    Square(f64, f64, f64),
    /// A square on its corner, of half this diagonal.
    Diamond(f64, f64, f64),
    /// A rectangle, by its upper left corner, its width and its height.
    Rect(f64, f64, f64, f64),
}

/// Things that are painted together: those of one colour lie in one layer, layers in the order of their first things.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    layers: Vec<(Ink, f64, Vec<Shape>)>,
}

impl Marks {
    /// Puts a thing down in a colour, with its opacity in [0, 1].
    pub fn put(&mut self, ink: Ink, opacity: f64, shape: Shape) {
        match self.layers.iter_mut().find(|layer| layer.0 == ink && layer.1 == opacity) {
            Some(layer) => layer.2.push(shape),
            None => self.layers.push((ink, opacity, vec![shape])),
        }
    }

    /// These marks with others over them.
    pub fn above(mut self, over: Self) -> Self {
        self.layers.extend(over.layers);
        self
    }

    /// Each layer: its colour, its opacity, its things.
    pub fn layers(&self) -> &[(Ink, f64, Vec<Shape>)] {
        &self.layers
    }
}
