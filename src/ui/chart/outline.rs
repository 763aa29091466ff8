//! Lines and small things as the paths of SVG, to whole pixels (each is half a CSS pixel). Every piece is written from where
//! the piece before began, and every step from the step before: what stands in rows or lies near is a repetition, and
//! compresses well.

use std::fmt::Write as _;

use super::marks::Shape;
use crate::ui::words::plain;

/// A path that grows shape by shape.
#[derive(Default)]
pub(super) struct Outline {
    path: String,
    /// Where the last piece began.
    from: (i64, i64),
    /// The right upper corner and the foot of the last rectangle, while another may follow at its side.
    bar: Option<(i64, i64, i64)>,
}

impl Outline {
    /// Adds a shape; `place` maps its units to pixels: scale, then shift.
    pub(super) fn put(&mut self, shape: Shape, (scale, left, top): (f64, f64, f64)) {
        let placed = |x: f64, y: f64| ((left + x * scale).round() as i64, (top + y * scale).round() as i64);
        let long = |length: f64| plain((length * scale).max(1.0), 0);
        let (start, piece) = match shape {
            Shape::Disc(cx, cy, r) => {
                // An arc all the way round, but for a gap that nobody sees: without one it would be none.
                let radius = long(r);
                (placed(cx, cy - r), format!("a{radius} {radius} 0 1 0 .1 0z"))
            }
            Shape::Square(cx, cy, half) => {
                let side = long(2.0 * half);
                (placed(cx - half, cy - half), format!("h{side}v{side}h-{side}z"))
            }
            Shape::Diamond(cx, cy, half) => {
                let long = long(half);
                (placed(cx, cy - half), format!("l{long} {long}l-{long} {long}l-{long}-{long}z"))
            }
            Shape::Rect(x, y, width, height) => return self.bar(placed(x, y), placed(x + width, y + height)),
        };
        self.end_bars();
        self.begin(start);
        self.path += &piece;
    }

    /// The path.
    pub(super) fn finish(mut self) -> String {
        self.end_bars();
        self.path
    }

    /// Rectangles that stand on one line side by side are one piece, with a step from each to the next.
    fn bar(&mut self, (left, top): (i64, i64), lower: (i64, i64)) {
        let (right, foot) = (lower.0.max(left + 1), lower.1.max(top + 1));
        let up = match self.bar {
            Some((edge, before, line)) if (edge, line) == (left, foot) => top - before,
            _ => {
                self.end_bars();
                self.begin((left, foot));
                top - foot
            }
        };
        if up != 0 {
            let _ = write!(self.path, "v{up}");
        }
        let _ = write!(self.path, "h{}", right - left);
        self.bar = Some((right, top, foot));
    }

    fn end_bars(&mut self) {
        if let Some((_, top, foot)) = self.bar.take() {
            let _ = write!(self.path, "v{}z", foot - top);
        }
    }

    fn begin(&mut self, start: (i64, i64)) {
        self.path.push('m');
        self.path += &pair(start.0 - self.from.0, start.1 - self.from.1);
        self.from = start;
    }
}

/// A line through points, as plotters writes it (in whole pixels), as a path from each to the next. Other strokes stay as they
/// are.
pub(super) fn stepwise(stroke: &str) -> String {
    let line = stroke.split_once(" points=\"").and_then(|(start, rest)| Some((start, rest.split_once('"')?)));
    let Some((start, (points, end))) = line else { return stroke.to_string() };
    let points = points.split_whitespace().filter_map(|point| point.split_once(','));
    let mut points = points.filter_map(|(x, y)| Some((x.parse::<i64>().ok()?, y.parse::<i64>().ok()?)));
    let Some(mut from) = points.next() else { return stroke.to_string() };
    let mut path = format!("m{}", pair(from.0, from.1));
    let mut level = 0;
    for to in points {
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        from = to;
        // Level steps that go on in one direction are one.
        if down == 0 && level * across >= 0 {
            level += across;
            continue;
        }
        path += &level_step(std::mem::take(&mut level));
        match (across, down) {
            (_, 0) => level = across,
            (0, _) => path += &format!("v{down}"),
            _ => path += &format!("l{}", pair(across, down)),
        }
    }
    path += &level_step(level);
    format!("{} d=\"{path}\"{end}", start.replacen("<polyline", "<path", 1))
}

fn level_step(across: i64) -> String {
    if across == 0 { String::new() } else { format!("h{across}") }
}

/// Two numbers, with nothing between them where the sign of the second tells them apart.
fn pair(across: i64, down: i64) -> String {
    if down < 0 { format!("{across}{down}") } else { format!("{across} {down}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(shapes: &[Shape]) -> String {
        let mut outline = Outline::default();
        shapes.iter().for_each(|shape| outline.put(*shape, (1.0, 0.0, 0.0)));
        outline.finish()
    }

    #[test]
    fn a_line_is_written_from_point_to_point() {
        let line = "<polyline fill=\"none\" points=\"4,6 8,6 10,6 7,6 10,2 10,2 12,1 13,4 \"/>";
        assert_eq!(stepwise(line), "<path fill=\"none\" d=\"m4 6h6h-3l3-4l2-1l1 3\"/>");
        assert_eq!(stepwise("<circle cx=\"1\"/>"), "<circle cx=\"1\"/>");
    }

    #[test]
    fn bars_side_by_side_are_one_outline_and_others_are_not() {
        let bar = |x: f64, height: f64| Shape::Rect(x, 20.0 - height, 5.0, height);
        assert_eq!(outline(&[bar(0.0, 8.0), bar(5.0, 3.0)]), "m0 20v-8h5v5h5v3z");
        assert_eq!(outline(&[bar(0.0, 8.0), bar(6.0, 3.0)]), "m0 20v-8h5v8zm6 0v-3h5v3z");
        assert_eq!(
            outline(&[bar(0.0, 8.0), Shape::Square(1.0, 1.0, 1.0), bar(5.0, 3.0)]),
            "m0 20v-8h5v8zm0-20h2v2h-2zm5 20v-3h5v3z"
        );
    }
}
