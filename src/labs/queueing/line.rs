//! The line before its servers, and what travels: requests that come, answers that leave, requests that were never sent.

use super::scene::{Layout, Scene, Shot};
use crate::engines::queueing::history::Sample;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::{number, short};

/// How long a mark is on its way, in seconds of the reader's.
const LEG_S: f64 = 0.5;

/// A square of the line and its pitch, in CSS pixels, and the most rows of it.
const SQUARE: f64 = 5.0;
const PITCH: f64 = 6.5;

/// Who has to wait for so many services is late.
const LATE: u32 = 10;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    words(pen, shot, layout);
    let mut marks = Marks::default();
    let tail = waiting(&mut marks, shot, layout);
    servers(pen, shot, layout);
    travel(&mut marks, scene, shot, layout, tail);
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// The load and who waits, over the line; under it what was never sent or turned away.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (now, foot) = (shot.now, layout.line.1);
    let load = shot.point().map_or(shot.config().load, |point| point.load);
    let load = ["load ", &short(load)].concat();
    pen.text(&load, (2.0, 9.0), Across::Start, Ink::Quiet);
    let frozen = shot.run.is_frozen(shot.moment);
    let in_line = count(now.waiting) + " in line";
    let texts = match frozen {
        true => [in_line.clone() + ", server frozen", "frozen".to_string()],
        false => [in_line, String::new()],
    };
    let room = layout.width - width_of(&load) - 10.0;
    pen.text(fitting(room, &texts), (layout.width - 2.0, 9.0), Across::End, if frozen { Ink::Bad } else { Ink::Text });
    let lost = match (now.omitted, now.lost, now.delayed) {
        (0, 0, 0) => String::new(),
        (0, 0, held) => count(held) + " due and not yet sent",
        (0, lost, _) => count(lost) + " turned away",
        (omitted, ..) => count(omitted) + " due and never sent",
    };
    pen.text(&lost, (2.0, foot + 10.0), Across::Start, Ink::Bad);
}

fn count(count: u32) -> String {
    number(count.into(), 0)
}

/// The line, which grows to the left; says where it ends.
fn waiting(marks: &mut Marks, shot: &Shot<'_>, layout: &Layout) -> f64 {
    let (top, foot) = layout.line;
    let rows = ((foot - top) / PITCH).max(1.0) as u32;
    let right = layout.servers.0 - 6.0;
    let columns = ((0.85 * right) / PITCH).max(1.0) as u32;
    let each = shot.now.waiting.div_ceil(rows * columns).max(1);
    let late = LATE * shot.config().servers;
    for index in 0..shot.now.waiting.div_ceil(each) {
        let (column, row) = (f64::from(index / rows), f64::from(index % rows));
        let corner = (right - SQUARE - column * PITCH, foot - SQUARE - row * PITCH);
        let (ink, shape) = match index * each < late {
            true => (Ink::Good, Shape::Rect(corner.0, corner.1, SQUARE, SQUARE)),
            false => (Ink::Bad, Shape::Diamond(corner.0 + 0.5 * SQUARE, corner.1 + 0.5 * SQUARE, 0.7 * SQUARE)),
        };
        marks.put(ink, 0.9, shape);
    }
    right - f64::from(shot.now.waiting.div_ceil(each * rows)) * PITCH
}

/// The servers, each full while it works; many are one, as full as their share.
fn servers(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let ((left, right), (top, foot)) = (layout.servers, layout.line);
    let servers = shot.config().servers;
    let ink = if shot.run.is_frozen(shot.moment) { Ink::Bad } else { Ink::Text };
    let boxes = if servers <= 8 { servers } else { 1 };
    let high = ((foot - top) / f64::from(boxes)).min(34.0);
    for place in 0..boxes {
        let foot = foot - high * f64::from(place);
        let full = match boxes == servers {
            true => f64::from(u8::from(shot.now.busy > place)),
            false => f64::from(shot.now.busy) / f64::from(servers),
        };
        let top = foot - high + 3.0;
        if full > 0.0 {
            pen.bar(
                (left, foot - (foot - top) * full),
                (right, foot),
                if ink == Ink::Bad { ink } else { Ink::Good },
                0.5,
            );
        }
        pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
    }
}

/// What is on its way: each of so many requests as a mark.
fn travel(marks: &mut Marks, scene: &Scene, shot: &Shot<'_>, layout: &Layout, tail: f64) {
    let foot = layout.line.1;
    let y = foot - 6.0;
    let mut put = |many: fn(&Sample) -> u32, begun: f64, put: &dyn Fn(&mut Marks, f64, &Sample)| {
        for (part, sample) in passing(scene, shot, many, begun) {
            put(marks, part, sample);
        }
    };
    put(|sample| sample.due - sample.omitted, LEG_S, &|marks, part, _| {
        marks.put(Ink::Quiet, 1.0, Shape::Square(tail * part, y, 2.5));
    });
    put(|sample| sample.omitted, 0.0, &|marks, part, _| {
        marks.put(Ink::Bad, 0.8, Shape::Diamond(6.0 + 30.0 * part, y + 26.0 * part * part, 4.0));
    });
    put(|sample| sample.lost, 0.0, &|marks, part, _| {
        marks.put(Ink::Bad, 0.8, Shape::Diamond(tail - 30.0 * part, y + 26.0 * part * part, 4.0));
    });
    let late = LATE * shot.config().servers;
    put(|sample| sample.left, 0.0, &|marks, part, sample| {
        let x = layout.servers.1 + (layout.width - layout.servers.1) * part;
        match sample.waiting < late {
            true => marks.put(Ink::Good, 1.0, Shape::Disc(x, y, 2.8)),
            false => marks.put(Ink::Bad, 1.0, Shape::Diamond(x, y, 4.0)),
        }
    });
}

/// Every so manieth of a count that is on its way now, as the part of the way that it has gone, with how things stood when it
/// was counted; `begun` seconds of the reader's before that it had set out.
fn passing<'a>(scene: &Scene, shot: &Shot<'a>, many: fn(&Sample) -> u32, begun_s: f64) -> Vec<(f64, &'a Sample)> {
    let samples = shot.run.history().samples();
    let now_s = shot.moment.as_millis() / scene.ms_per_s;
    let at_s = |sample: &Sample| sample.at.as_millis() / scene.ms_per_s;
    let until = |moment_s: f64| samples.partition_point(|sample| at_s(sample) <= moment_s);
    let (from, to) = (until(now_s + begun_s - LEG_S), until(now_s + begun_s));
    let mut on_the_way = Vec::new();
    let mut last = samples[..from].last().map_or(0, many) / scene.each;
    for sample in &samples[from..to] {
        let next = many(sample) / scene.each;
        if next > last {
            on_the_way.push(((now_s + begun_s - at_s(sample)) / LEG_S, sample));
        }
        last = next;
    }
    on_the_way
}
