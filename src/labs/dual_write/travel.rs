//! What moves: requests with the number of their order, answers as small squares, everything else as dots. What reaches a dead
//! process ends in a cross.

use super::layout::Layout;
use super::scene::{Flight, Shot};
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, width_of};

/// For how long a loss is seen, in the reader's seconds.
const LINGERS_S: f64 = 0.5;

/// How far the messages of the two directions run apart.
const APART: f64 = 5.0;

/// With more messages in the air none is named.
const NAMED: usize = 3;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let lingers = Time::from_millis_f64(LINGERS_S * shot.pace.ms_per_s);
    let is_seen = |flight: &&Flight| {
        let end = if flight.is_lost { flight.arrives + lingers } else { flight.arrives };
        flight.sent <= shot.moment && shot.moment < end
    };
    let seen: Vec<&Flight> = shot.track.flights.iter().filter(is_seen).collect();
    let mut named = f64::NEG_INFINITY;
    for flight in &seen {
        let (x, y) = travel(pen, shot, layout, flight);
        // Names of two that are close would lie over each other.
        if seen.len() <= NAMED && (y - named).abs() > 14.0 {
            named = y;
            let fits = x + 13.0 + width_of(&flight.step) < layout.width;
            let (place, across) = if fits { (x + 13.0, Across::Start) } else { (x - 13.0, Across::End) };
            pen.text(&flight.step, (place, y), across, Ink::Quiet);
        }
    }
}

/// A message where it is now.
fn travel(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, flight: &Flight) -> (f64, f64) {
    let [from, to] = flight.ends.map(|end| layout.stations[end]);
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let long = (right * right + down * down).sqrt().max(1.0);
    let lasts = (flight.arrives - flight.sent).0.max(1) as f64;
    let part = ((shot.moment - flight.sent).0 as f64 / lasts).min(0.9);
    let (x, y) = (from.0 + right * part - down / long * APART, from.1 + down * part + right / long * APART);
    let is_over = flight.is_lost && shot.moment >= flight.arrives;
    let ink = flight.order.map_or(Ink::Quiet, Ink::node);
    let is_answer = matches!(flight.ends, [1 | 2, 0 | 3]);
    let mut marks = Marks::default();
    match flight.order {
        _ if is_over => {
            pen.line(&[(x - 5.0, y - 5.0), (x + 5.0, y + 5.0)], Ink::Bad, 2.0);
            pen.line(&[(x - 5.0, y + 5.0), (x + 5.0, y - 5.0)], Ink::Bad, 2.0);
        }
        Some(_) if is_answer => marks.put(ink, 1.0, Shape::Square(x, y, 4.0)),
        Some(_) => marks.put(ink, 0.45, Shape::Disc(x, y, 9.0)),
        None => marks.put(ink, 1.0, Shape::Disc(x, y, 3.0)),
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(order) = flight.order.filter(|_| !is_over && !is_answer) {
        pen.text(&order.to_string(), (x, y), Across::Middle, Ink::Text);
    }
    (x, y)
}
