//! The network: a disc for each replica, level with its lane, the links between them, and what travels on these.

use super::frame::Frame;
use super::scene::Shot;
use crate::engines::crdt::Intent;
use crate::engines::crdt::character::letter;
use crate::engines::crdt::history::{Cargo, Flight};
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape};

/// The radius of a replica's disc, in CSS pixels.
const RADIUS: f64 = 11.0;

/// How far the messages of the two directions run apart.
const APART: f64 = 3.5;

/// For how long a loss is seen, and a disc is lit that has changed, in the reader's seconds.
const LINGERS_S: f64 = 0.4;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, frame: &Frame) {
    let places = places(pen.size(), frame.lanes.len());
    links(pen, shot, frame, &places);
    for flight in &shot.history().flights {
        if flight.sent > shot.moment {
            break;
        }
        travel(pen, shot, flight, &places);
    }
    discs(pen, shot, &places);
}

/// Where the discs stand: each level with its lane, in a bow, so that no link hides another.
pub(super) fn places((width, height): (f64, f64), count: usize) -> Vec<(f64, f64)> {
    let reach = (width - 2.0 * RADIUS - 8.0).max(0.0);
    let bow = |part: f64| 1.0 - (2.0 * part - 1.0) * (2.0 * part - 1.0);
    let part = |place: usize| (place as f64 + 0.5) / count as f64;
    let least = bow(part(0));
    let place = |place: usize| {
        let bulge = (bow(part(place)) - least) / (1.0 - least).max(0.01);
        (width - RADIUS - 4.0 - reach * bulge, part(place) * height)
    };
    (0..count).map(place).collect()
}

fn links(pen: &mut Pen, shot: &Shot<'_>, frame: &Frame, places: &[(f64, f64)]) {
    let groups = shot.history().cut(shot.moment);
    let whole = if frame.agree { Ink::Confirmed } else { Ink::Idle };
    for (to, &end) in places.iter().enumerate() {
        for (from, &start) in places[..to].iter().enumerate() {
            let together = |group: &Vec<u32>| group.contains(&(from as u32)) && group.contains(&(to as u32));
            if groups.is_empty() || groups.iter().any(together) {
                pen.line(&[start, end], whole, if frame.agree { 2.5 } else { 1.0 });
            } else {
                pen.dashes(start, between(start, end, 0.38), Ink::Bad);
                pen.dashes(between(start, end, 0.62), end, Ink::Bad);
                cross(pen, between(start, end, 0.5), 5.0);
            }
        }
    }
}

fn discs(pen: &mut Pen, shot: &Shot<'_>, places: &[(f64, f64)]) {
    let lit = shot.moment.0.saturating_sub(shot.seconds(LINGERS_S).0);
    let changes = shot.history().changes[..shot.position() as usize].iter().rev();
    for change in changes.take_while(|change| change.at.0 > lit) {
        pen.dot(places[change.replica as usize], RADIUS + 4.0, Ink::node(change.replica), 0.25);
    }
    for (id, &place) in (0..).zip(places) {
        pen.dot(place, RADIUS, Ink::Rule, 1.0);
        pen.dot(place, RADIUS, Ink::node(id), 0.4);
        pen.text(&id.to_string(), place, Across::Middle, Ink::Text);
    }
}

/// A message on its way, and its copy; one that is lost comes half way.
fn travel(pen: &mut Pen, shot: &Shot<'_>, flight: &Flight, places: &[(f64, f64)]) {
    let (from, to) = (places[flight.from as usize], places[flight.to as usize]);
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let long = (right * right + down * down).sqrt().max(1.0);
    let shift = (-down / long * APART, right / long * APART);
    let at = |part: f64| {
        let place = between(from, to, part);
        (place.0 + shift.0, place.1 + shift.1)
    };
    for (copy, arrives) in flight.arrives.iter().enumerate() {
        if let Some(arrives) = arrives.filter(|&arrives| arrives > shot.moment) {
            put(pen, shot, flight, at(part(flight.sent, arrives, shot.moment)), copy > 0);
        }
    }
    if flight.arrives == [None, None] {
        let (fails, gone) = (flight.sent + shot.seconds(0.15), flight.sent + shot.seconds(0.15 + LINGERS_S));
        if shot.moment < fails {
            put(pen, shot, flight, at(0.5 * part(flight.sent, fails, shot.moment)), false);
        } else if shot.moment < gone {
            cross(pen, at(0.5), 3.0);
        }
    }
}

/// What a message looks like: a letter, a square as large as the state is heavy, a diamond for several operations, a dot
/// for a question. A copy is paler.
fn put(pen: &mut Pen, shot: &Shot<'_>, flight: &Flight, place: (f64, f64), is_copy: bool) {
    let ink = Ink::node(flight.from);
    let opacity = if is_copy { 0.5 } else { 1.0 };
    let mut marks = Marks::default();
    match flight.cargo {
        Cargo::Digest => marks.put(Ink::Idle, opacity, Shape::Disc(place.0, place.1, 2.0)),
        Cargo::State => {
            let half = 3.0 + (f64::from(flight.bytes) / 150.0).min(4.0);
            marks.put(ink, opacity, Shape::Square(place.0, place.1, half));
        }
        Cargo::Operations(first, count) => {
            let typed = shot.run.operations().get(first as usize).and_then(|operation| match operation.intent {
                Intent::Type(character) | Intent::TypeAt(_, character) if count == 1 => Some(letter(character)),
                _ => None,
            });
            let half = 4.5 + f64::from(count.min(8)) * 0.4;
            if let Some(letter) = typed.filter(|letter| *letter != ' ') {
                marks.put(ink, 0.3 * opacity, Shape::Disc(place.0, place.1, 8.0));
                pen.marks(&marks, (1.0, 0.0, 0.0));
                return pen.text(&letter.to_string(), place, Across::Middle, Ink::Text);
            }
            marks.put(ink, opacity, Shape::Diamond(place.0, place.1, half));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// How far a moment is between two others, in [0, 1].
fn part(from: Time, to: Time, moment: Time) -> f64 {
    (moment.0.saturating_sub(from.0) as f64 / (to.0.saturating_sub(from.0)).max(1) as f64).min(1.0)
}

fn between(from: (f64, f64), to: (f64, f64), part: f64) -> (f64, f64) {
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

fn cross(pen: &mut Pen, (x, y): (f64, f64), half: f64) {
    pen.line(&[(x - half, y - half), (x + half, y + half)], Ink::Bad, 2.0);
    pen.line(&[(x - half, y + half), (x + half, y - half)], Ink::Bad, 2.0);
}
