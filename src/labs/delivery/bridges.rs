//! What travels: coins over the one bridge, answers over the other; what is lost falls.

use super::layout::Layout;
use super::scene::Shot;
use crate::engines::delivery::message::{CONSUMER, PRODUCER};
use crate::engines::delivery::story::{Load, Packet};
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::number;

/// The shortest time on a bridge, and the time of a fall, in seconds of the reader's.
const CROSSING_S: f64 = 0.35;
const FALL_S: f64 = 0.6;

/// More things than this are drawn small, without their numbers.
const CROWD: usize = 24;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    for is_answer in [false, true] {
        bridge(pen, shot, layout, is_answer);
    }
    let flight = shot.network().max(shot.seconds(CROSSING_S));
    let seen: Vec<(&Packet, (f64, f64))> = shot
        .packets(flight + shot.seconds(FALL_S))
        .filter_map(|packet| Some((packet, place(packet, shot, layout, flight)?)))
        .collect();
    let (mut marks, is_crowd) = (Marks::default(), seen.len() > CROWD);
    for (packet, (x, y)) in &seen {
        let size = if is_crowd { 2.5 } else { layout.coin };
        let hue = producer_ink(packet.producer);
        let (ink, shape) = match packet.load {
            _ if packet.is_lost && shot.moment >= falls_at(packet, flight) => (Ink::Bad, Shape::Diamond(*x, *y, size)),
            Load::Message => (hue, Shape::Disc(*x, *y, size)),
            Load::Ack => (hue, Shape::Square(*x, *y, 0.85 * size)),
            Load::Conflict | Load::Fence => (Ink::Bad, Shape::Square(*x, *y, 0.85 * size)),
        };
        marks.put(ink, if is_crowd { 0.9 } else { 0.45 }, shape);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    for (packet, (x, y)) in seen.iter().filter(|_| !is_crowd) {
        pen.text(&packet.number.to_string(), (*x, *y), Across::Middle, Ink::Text);
        if let Some(key) = shot.shared_key(packet.number).filter(|_| packet.load == Load::Message) {
            let key = format!("key {key}");
            pen.text(&key, (x - layout.coin - 2.0, *y), Across::End, Ink::Quiet);
        }
    }
}

/// The hue of a producer, which its coins keep.
pub(super) fn producer_ink(producer: u32) -> Ink {
    if producer == PRODUCER { Ink::Good } else { Ink::node(3) }
}

/// A deck with what crosses it, and how much of that is lost.
fn bridge(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, is_answer: bool) {
    let bridge = &layout.bridges[usize::from(is_answer)];
    let ((left, right), deck) = (layout.banks, bridge.deck);
    pen.line(&[(left + 2.0, deck), (right - 2.0, deck)], Ink::Quiet, 2.0);
    let percent = |name| number(100.0 * shot.params.number(name), 0);
    let (name, short, lost) = match is_answer {
        false => ("messages →", "→", percent("message_loss")),
        true => ("← acknowledgements", "← acks", percent("ack_loss")),
    };
    let middle = (0.5 * (left + right), bridge.label);
    let room = right - left - 6.0;
    if shot.loses_next(if is_answer { CONSUMER } else { PRODUCER }) {
        let texts = ["the next one will be lost".to_string(), "next: lost".to_string()];
        return pen.text(fitting(room, &texts), middle, Across::Middle, Ink::Bad);
    }
    let mut texts = vec![name.to_string(), short.to_string()];
    if lost != "0" {
        texts.insert(0, format!("{name}, {lost}\u{202f}% lost"));
        texts[2] = format!("{short} {lost}\u{202f}%");
    }
    pen.text(fitting(room, &texts), middle, Across::Middle, Ink::Quiet);
}

/// The moment at which a lost packet begins to fall: half-way, or where it finds the consumer dead.
fn falls_at(packet: &Packet, flight: Time) -> Time {
    if packet.at > packet.sent { packet.at } else { packet.sent + Time(flight.0 / 2) }
}

/// Where a packet is; `None` for one that is not to be seen.
fn place(packet: &Packet, shot: &Shot<'_>, layout: &Layout, flight: Time) -> Option<(f64, f64)> {
    let falls_at = falls_at(packet, flight);
    // What a sleeper holds back has crossed long before it is read.
    let ends =
        if packet.at > packet.sent { packet.at.min(packet.sent + Time(3 * flight.0)) } else { packet.sent + flight };
    let begins = packet.sent.min(Time(ends.0.saturating_sub(shot.seconds(CROSSING_S).0)));
    let span = (ends.0 - begins.0).max(1) as f64;
    let now = if packet.is_lost { shot.moment.min(falls_at) } else { shot.moment };
    let part = ((now.0 - begins.0.min(now.0)) as f64 / span).min(1.0);
    let fallen = match (packet.is_lost, shot.moment > packet.at.max(falls_at)) {
        (true, true) => (shot.moment - falls_at).0 as f64 / shot.seconds(FALL_S).0.max(1) as f64,
        (false, true) => return None,
        _ => 0.0,
    };
    if fallen > 1.0 {
        return None;
    }
    let is_answer = packet.load != Load::Message;
    let bridge = &layout.bridges[usize::from(is_answer)];
    let (left, right) = (layout.banks.0 + layout.coin, layout.banks.1 - layout.coin);
    let way = if is_answer { 1.0 - part } else { part };
    // On the side of the producers the way leads from the box to the bridge.
    let (top, foot) = layout.producer(packet.producer, shot.has_successor());
    let level = bridge.deck - layout.coin - 1.0;
    let climb = (1.0 - way / 0.2).max(0.0) * (level.clamp(top + layout.coin, foot - layout.coin) - level);
    Some((left + (right - left) * way, level + climb + bridge.depth * fallen))
}
