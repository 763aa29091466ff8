//! What travels: requests that fall to the front, hers in a jet from the star; those that it answers, which rise again, fresh
//! or stale; what it sends on, which is more where a read is gathered or a write goes to all; and what nodes refuse, which is
//! thrown out of the lane. A mark stands for many; where it goes and how it fares are the shares of its window.

use super::PACE;
use super::layout::Layout;
use super::scene::{Scene, Shot};
use crate::engines::hot_partitions::history::Window;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// How long a mark takes from place to place, in seconds of the reader's.
const LEG_S: f64 = 0.4;

/// The half side of a mark, in CSS pixels.
const SIZE: f64 = 2.3;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    pen.marks(&marks(scene, shot, layout), (1.0, 0.0, 0.0));
    if shot.star().share > 0.0 {
        let mut star = Marks::default();
        star.put(Ink::Text, 1.0, Shape::Diamond(layout.star.0, layout.star.1, 6.0));
        pen.marks(&star, (1.0, 0.0, 0.0));
    }
}

/// Everything that is on its way at a moment.
pub(super) fn marks(scene: &Scene, shot: &Shot<'_>, layout: &Layout) -> Marks {
    let every_s = shot.run.history().every().as_millis() / PACE.ms_per_s;
    let now_s = shot.moment.as_millis() / PACE.ms_per_s;
    let river = River { shot, layout, places: shot.partitions(), is_hers: shot.star().share > 0.0 };
    let mut marks = Marks::default();
    let first = ((now_s - 2.0 * LEG_S) / every_s).max(0.0) as usize;
    for (index, window) in shot.over.iter().enumerate().skip(first) {
        let asked = window.nodes.iter().map(|node| node.asked).sum();
        for (count, is_sent_on) in [(window.requests, false), (asked, true)] {
            let many = count / scene.each;
            for ordinal in 0..many {
                let part = (f64::from(ordinal) + 0.5) / f64::from(many);
                let legs = (now_s - every_s * (index as f64 + part)) / LEG_S;
                let number = (index as u32).wrapping_mul(37).wrapping_add(ordinal);
                match (0.0..2.0).contains(&legs) {
                    true if is_sent_on => river.send_on(window, number, legs, &mut marks),
                    true => river.come(window, number, legs, &mut marks),
                    false => {}
                }
            }
        }
    }
    marks
}

/// A number in [0, 1) for each mark, by additive recurrence: it spreads evenly and is the same in every run.
fn draw_of(number: u32, step: f64) -> f64 {
    (f64::from(number) * step).fract()
}

struct River<'a> {
    shot: &'a Shot<'a>,
    layout: &'a Layout,
    /// The partitions in the order of their lanes.
    places: Vec<u32>,
    is_hers: bool,
}

impl River<'_> {
    /// A request on its way to the front, and up again if it is answered there.
    fn come(&self, window: &Window, number: u32, legs: f64, marks: &mut Marks) {
        let hers = self.is_hers
            && draw_of(number, 0.618_033_988_749_895) * f64::from(window.requests) < f64::from(window.famous);
        let (star, (front, _)) = (self.layout.star, self.layout.front);
        let x =
            if hers { star.0 + 16.0 * (draw_of(number, 0.754_877_666_246_693) - 0.5) } else { self.anywhere(number) };
        let from = if hers { star.1 } else { 18.0 };
        let (ink, size) = if hers { (Ink::Text, SIZE + 0.5) } else { (Ink::Quiet, SIZE) };
        if legs < 1.0 {
            return marks.put(ink, 1.0, Shape::Square(x, from + (front - from) * legs, size));
        }
        let luck = draw_of(number, 0.569_840_290_998_053) * f64::from(window.requests);
        if luck < f64::from(window.spared) {
            let y = front - (front - 18.0) * (legs - 1.0);
            match luck < f64::from(window.stale) {
                true => marks.put(Ink::Idle, 1.0, Shape::Diamond(x + 9.0, y, 1.7 * SIZE)),
                false => marks.put(Ink::Good, 1.0, Shape::Disc(x + 9.0, y, SIZE)),
            }
        }
    }

    /// A place for somebody else's request.
    fn anywhere(&self, number: u32) -> f64 {
        4.0 + (self.layout.width - 8.0) * draw_of(number, 0.569_840_290_998_053)
    }

    /// What is sent on to a node, and thrown out if it refuses.
    fn send_on(&self, window: &Window, number: u32, legs: f64, marks: &mut Marks) {
        let asked: u32 = window.nodes.iter().map(|node| node.asked).sum();
        let mut left = draw_of(number, 0.618_033_988_749_895) * f64::from(asked);
        let found = window.nodes.iter().enumerate().find(|(_, node)| {
            left -= f64::from(node.asked);
            left < 0.0
        });
        let Some((node, counts)) = found else { return };
        let replicas = self.shot.run.replicas();
        let (partition, replica) = (node as u32 / replicas, node as u32 % replicas);
        let Some(place) = self.places.iter().position(|&there| there == partition) else { return };
        let (from, to) = self.layout.lane(place, self.places.len());
        let x = from + (to - from) * (f64::from(replica) + 0.5) / f64::from(replicas);
        let luck = draw_of(number, 0.754_877_666_246_693) * f64::from(counts.asked);
        let hers = self.is_hers && luck < f64::from(counts.famous);
        let (front, top) = (self.layout.front.1, self.layout.lanes.0);
        if legs < 1.0 {
            let begin = if hers { self.layout.star.0 } else { x };
            let (ink, size) = if hers { (Ink::Text, SIZE + 0.5) } else { (Ink::Quiet, SIZE) };
            return marks.put(ink, 1.0, Shape::Square(begin + (x - begin) * legs, front + (top - front) * legs, size));
        }
        if draw_of(number, 0.569_840_290_998_053) * f64::from(counts.asked) < f64::from(counts.refused) {
            // Thrown to the nearer side, up and down again.
            let (part, side) = (legs - 1.0, if x > 0.5 * self.layout.width { 1.0 } else { -1.0 });
            let far = 20.0 + 40.0 * draw_of(number, 0.324_717_957_244_746);
            let y = top - 90.0 * part * (0.9 - part) - 4.0;
            marks.put(Ink::Bad, 1.0, Shape::Diamond(x + side * far * part, y, 1.7 * SIZE));
        }
    }
}
