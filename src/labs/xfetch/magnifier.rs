//! The entry under the magnifier: its reads, how far each moves its clock, and the query of the first that is early.

use super::scene::{Layout, Scene, Shot};
use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// About the most reads that are drawn, beside those that recompute; in a still each is so many bytes of the page.
const MOST: usize = if LIVE { 700 } else { 90 };

/// How long a read is on its way, and how long its throw, in seconds of the reader's.
const FLIGHT_S: f64 = 0.4;
const THROW_S: f64 = 0.2;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let Some(watched) = shot.watched() else { return };
    let ((top, foot), axis, right) = (layout.life, layout.axis, layout.size.0 - 2.0);
    let x = |at: Time| axis.place(at.as_millis() - watched.life.expires.as_millis());
    let span = Time::from_millis_f64(scene.span_ms);
    let shown = &watched.reads[watched.reads.partition_point(|read| read.at + span < watched.life.expires)..];
    let every = shown.len() / MOST + 1;
    let farthest = shot.farthest();
    let (mut reads, mut early, mut queries, mut lanes) = (Marks::default(), Marks::default(), 0, 0);
    for (index, read) in shown.iter().enumerate() {
        let ago_s = (shot.moment.as_millis() - read.at.as_millis()) / scene.ms_per_s;
        let recomputes = watched.recomputes(read);
        let is_farthest = farthest == Some(read);
        if ago_s < -FLIGHT_S || index % every > 0 && !recomputes && !is_farthest {
            continue;
        }
        // The fractions of a quadratic sequence: no lines to the eye. Those who recompute lie apart.
        let sequence = if recomputes { 0.3 + f64::from(lanes) * 0.618 } else { (index * index) as f64 * 0.754_878 };
        lanes += u32::from(recomputes);
        let y = top + 4.0 + (foot - top - 8.0) * sequence.fract();
        let recomputes = recomputes && ago_s >= 0.0;
        let left = axis.place(-scene.span_ms);
        let from = left + (x(read.at) - left) * (1.0 + ago_s / FLIGHT_S).min(1.0);
        let thrown = (ago_s / THROW_S).clamp(0.0, 1.0) * read.reach.as_millis();
        let to = (from + axis.place(thrown - scene.span_ms) - left).min(right);
        let (ink, opacity, high, head) = match (recomputes, is_farthest) {
            (true, _) if read.at == watched.life.began => (Ink::Confirmed, 1.0, 3.0, Shape::Disc(from, y, 4.5)),
            (true, _) => (Ink::Bad, 0.9, 2.0, Shape::Diamond(from, y, 4.5)),
            (_, true) => (Ink::Text, 1.0, 2.0, Shape::Disc(from, y, 2.5)),
            _ => (Ink::Idle, 0.6, 1.0, Shape::Disc(from, y, 1.5)),
        };
        queries += u32::from(recomputes);
        let layer = if high > 1.0 { &mut early } else { &mut reads };
        layer.put(ink, opacity, Shape::Rect(from, y - 0.5 * high, to - from, high));
        layer.put(if high > 1.0 { ink } else { Ink::Quiet }, 1.0, head);
    }
    pen.marks(&reads.above(early), (1.0, 0.0, 0.0));
    let now = x(shot.moment);
    if now < right {
        pen.line(&[(now, top), (now, foot)], Ink::Quiet, 1.0);
    }
    let end = x(watched.life.expires);
    pen.line(&[(end, top), (end, layout.leads.1)], Ink::Text, 2.0);
    if let Some(at) = watched.deleted.filter(|&at| at <= shot.moment) {
        pen.line(&[(x(at), top), (x(at), foot)], Ink::Bad, 2.0);
    }
    if queries > 0 {
        let (began, stored) = (watched.life.began, watched.life.began + shot.run.took());
        pen.bar((x(began), foot + 3.0), (x(shot.moment.min(stored)), foot + 9.0), Ink::Confirmed, 0.6);
    }

    // Which entry it is, and what has become of it.
    let ms = |time: Time| number(time.as_millis(), 0) + "\u{202f}ms";
    let (said, ink) = match shot.short_by() {
        Some(short) => (ms(short) + " short of the expiry", Ink::Text),
        None if queries == 0 => (String::new(), Ink::Quiet),
        None if queries == 1 => (ms(watched.life.lead) + " early, 1 query", Ink::Confirmed),
        None => (format!("{} early, {} queries", ms(watched.life.lead), number(queries.into(), 0)), Ink::Bad),
    };
    pen.text(&said, (right, 9.0), Across::End, ink);
    let entry = "entry ".to_string() + &number((watched.entry + 1).into(), 0);
    let all = format!("{entry} of {}", number(shot.run.entries().into(), 0));
    let mut texts = vec![all, entry, String::new()];
    if every > 1 {
        texts.insert(0, format!("{}, 1 read in {} drawn", texts[0], number(every as f64, 0)));
    }
    pen.text(fitting(right - width_of(&said) - 10.0, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
}
