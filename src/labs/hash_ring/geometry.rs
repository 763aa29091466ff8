//! Where things stand in the picture, in units of its 400 × 400 view box.

use std::f64::consts::TAU;

use crate::kernel::schema::within;
use crate::ui::maths::{atan2, cos, hypot, sin};
use crate::ui::words;

/// The side of the view box.
pub(super) const SIZE: f64 = 400.0;
/// The middle of the band.
pub(super) const BAND: f64 = 188.0;
/// Where keys stand before they have an owner, and where walks go: just inside the band.
pub(super) const RIM: f64 = 174.0;
/// The radius of a home.
pub(super) const HOME: f64 = 14.0;

/// How much is seen of what steps back because another node is lit.
pub(super) const DIMMED: f64 = 0.18;

/// A place in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Spot {
    /// The distance to another place.
    pub(super) fn distance(self, other: Self) -> f64 {
        hypot(self.x - other.x, self.y - other.y)
    }

    /// The place a part of the way to another.
    fn towards(self, other: Self, part: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * part, y: self.y + (other.y - self.y) * part }
    }

    /// The place to a tenth of a unit: as precise as the markup.
    fn tidy(self) -> Self {
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        Self { x: tenth(self.x), y: tenth(self.y) }
    }

    /// The place as the attributes of an SVG have it: `x y`.
    pub(super) fn text(self) -> String {
        coordinate(self.x) + " " + &coordinate(self.y)
    }
}

/// A length as the attributes of an SVG have it: to a tenth of a unit.
pub(super) fn coordinate(value: f64) -> String {
    words::plain(value, 1)
}

/// The middle of the picture.
pub(super) const CENTRE: Spot = Spot { x: SIZE / 2.0, y: SIZE / 2.0 };

/// A place in the hash space as a fraction of it.
pub(super) fn turn(position: u64) -> f64 {
    position as f64 / 18_446_744_073_709_551_616.0
}

/// The place at a fraction of the way round, clockwise from the top.
pub(super) fn on_circle(turn: f64, radius: f64) -> Spot {
    let angle = turn * TAU;
    Spot { x: CENTRE.x + radius * sin(angle), y: CENTRE.y - radius * cos(angle) }.tidy()
}

/// The fraction of the way round at which a place lies.
pub(super) fn turn_of(spot: Spot) -> f64 {
    let angle = atan2(spot.x - CENTRE.x, CENTRE.y - spot.y);
    (angle / TAU).rem_euclid(1.0)
}

/// The homes of so many nodes, in order: on a circle, and where they would crowd, on two or three in turn.
pub(super) fn homes(count: usize) -> Vec<Spot> {
    let radii: &[f64] = match count {
        0..=1 => &[0.0],
        2..=14 => &[122.0],
        15..=28 => &[138.0, 84.0],
        // Twice as many far out as on either circle further in.
        _ => &[146.0, 106.0, 146.0, 62.0],
    };
    (0..count).map(|index| on_circle(index as f64 / count as f64, radii[index % radii.len()])).collect()
}

/// The places round a home for its keys, from the inside out: a sunflower's seeds (Vogel 1979), the middle left free for
/// the number.
pub(super) fn seed_spot(home: Spot, index: u32) -> Spot {
    let radius = 3.9 * (f64::from(index) + 30.0).sqrt();
    let angle = f64::from(index) * 2.399_963_229_728_653;
    Spot { x: home.x + radius * cos(angle), y: home.y + radius * sin(angle) }.tidy()
}

/// The way of a key to its owner's home. A key that walks the ring goes from where it was to its place at the rim, clockwise
/// along the rim to the point where it lands, and in; any other goes straight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    /// Where it was.
    pub from: Spot,
    /// Where it comes to rest.
    pub to: Spot,
    walk: Option<Walk>,
}

/// A walk along the rim.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Walk {
    /// The turn at which it begins.
    turn: f64,
    /// Where it begins and ends.
    ends: [Spot; 2],
    /// The lengths of the way to the rim, along it, and in.
    lengths: [f64; 3],
}

impl Way {
    /// A way straight or, with a walk along the rim, from a turn clockwise by a part of one.
    pub(super) fn new(from: Spot, rim: Option<(f64, f64)>, to: Spot) -> Self {
        let walk = rim.map(|(turn, by)| {
            let ends = [on_circle(turn, RIM), on_circle(turn + by, RIM)];
            Walk { turn, ends, lengths: [from.distance(ends[0]), by * TAU * RIM, ends[1].distance(to)] }
        });
        Self { from, to, walk }
    }

    /// The place after a part of the way, in [0, 1].
    pub(super) fn at(&self, part: f64) -> Spot {
        let Some(Walk { turn, ends: [on, off], lengths }) = self.walk else {
            return self.from.towards(self.to, part);
        };
        let mut left = part * lengths.iter().sum::<f64>();
        if left <= lengths[0] {
            return self.from.towards(on, left / lengths[0].max(1e-9));
        }
        left -= lengths[0];
        if left <= lengths[1] {
            return on_circle(turn + left / (TAU * RIM), RIM);
        }
        off.towards(self.to, ((left - lengths[1]) / lengths[2].max(1e-9)).min(1.0))
    }
}

/// Movement that begins and ends gently: 0 to 1 as time goes from 0 to 1 (smoothstep).
pub(super) fn eased(part: f64) -> f64 {
    let part = within(part, 0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// The clockwise walk of a key: from its place along the rim to the point where it lands, and in to its home. Without a
/// landing, straight home.
pub(super) fn walk(from: u64, landing: Option<u64>, home: Spot) -> String {
    let start = on_circle(turn(from), RIM).text();
    let home = home.text();
    let Some(landing) = landing else { return format!("M{start}L{home}") };
    let end = on_circle(turn(landing), RIM).text();
    let large = u32::from(turn(landing.wrapping_sub(from)) > 0.5);
    format!("M{start}A174 174 0 {large} 1 {end}L{home}")
}
