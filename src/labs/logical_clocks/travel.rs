//! What moves: writes that fall to their process, states that go from one to another, writes that are lost and drop.

use super::replicas::chip;
use super::scene::{FALL_S, Flight, Layout, Shot, seconds};
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// For how long the way of a state is seen after it has arrived.
const TRAIL_S: f64 = 0.5;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let now_s = seconds(shot.moment);
    let mut marks = Marks::default();
    writes(&mut marks, shot, layout, now_s);
    let flights = shot.track.messages.iter().filter(|flight| flight.sent <= shot.moment);
    for flight in flights.rev().take_while(|flight| now_s - seconds(flight.sent) < 30.0) {
        state(pen, &mut marks, flight, layout, now_s);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    for loss in shot.losses().iter().rev().take_while(|loss| loss.falls_for(shot.moment) < 1.0) {
        let part = loss.falls_for(shot.moment);
        let way = layout.tray.0 - layout.replicas.1;
        chip(pen, loss, (layout.middle(loss.process), layout.replicas.1 + way * part));
    }
}

fn writes(marks: &mut Marks, shot: &Shot<'_>, layout: &Layout, now_s: f64) {
    let writes = &shot.track.writes;
    let coming = &writes[writes.partition_point(|write| seconds(write.at) < now_s)..];
    for write in coming.iter().take_while(|write| seconds(write.at) - now_s < FALL_S) {
        let part = 1.0 - (seconds(write.at) - now_s) / FALL_S;
        let (top, foot) = (34.0, layout.replicas.0 - 3.0);
        marks.put(
            Ink::node(write.client),
            1.0,
            Shape::Disc(layout.middle(write.process), top + (foot - top) * part, 4.0),
        );
    }
}

/// A state on its way, and for a while the way itself: it hangs below the replicas from one to the other. One that never arrives
/// ends half-way.
fn state(pen: &mut Pen, marks: &mut Marks, flight: &Flight, layout: &Layout, now_s: f64) {
    let sent_s = seconds(flight.sent);
    let lasts_s = flight.arrives.map_or(0.0, |arrives| seconds(arrives) - sent_s);
    if now_s > sent_s + lasts_s + TRAIL_S {
        return;
    }
    let (from, to) = (layout.middle(flight.from), layout.middle(flight.to));
    let depth = 0.8 * (layout.tray.0 - 20.0 - layout.replicas.1);
    let at = |part: f64| (from + (to - from) * part, layout.replicas.1 + 3.0 + depth * 4.0 * part * (1.0 - part));
    let whole = if flight.arrives.is_some() { 1.0 } else { 0.5 };
    let part = if lasts_s > 0.0 { ((now_s - sent_s) / lasts_s).min(1.0) } else { whole };
    const STEPS: u32 = 8;
    let way: Vec<(f64, f64)> = (0..=STEPS).map(|step| at(part * f64::from(step) / f64::from(STEPS))).collect();
    let ink = if flight.arrives.is_some() { Ink::Quiet } else { Ink::Bad };
    pen.line(&way, ink, 1.0);
    let (x, y) = at(part);
    marks.put(ink, 1.0, if flight.arrives.is_some() { Shape::Square(x, y, 3.5) } else { Shape::Diamond(x, y, 6.0) });
}
