//! What merging costs, through the whole run: the bytes of the content, and above them those that are there only so that
//! replicas can be merged. When the network was cut is a bar over them.

use super::frame::Frame;
use super::scene::{Bytes, Scene, Shot};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{short, whole};

/// The line of words over the picture, and room for the times under it, in CSS pixels.
const WORDS: f64 = 18.0;
const TIMES: f64 = 18.0;

/// A picture lower than this has no room for times.
const LOW: f64 = 64.0;

/// How wide a step of the picture is.
const STEP: f64 = 2.0;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, frame: &Frame, predicted: Option<f64>) {
    let (width, height) = pen.size();
    let (top, foot) = (WORDS + 3.0, if height < LOW { height - 2.0 } else { height - TIMES });
    let time = Axis::linear((0.0, scene.end.as_millis()), (0.0, width - 1.0));
    let most = predicted.map_or(scene.top_bytes.into(), |predicted| predicted.max(scene.top_bytes.into()));
    let bytes = Axis::linear((0.0, most), (foot, top));
    let now = time.place(shot.moment.as_millis());
    let steps = &scene.bytes[shot.side as usize];
    let mut marks = Marks::default();
    let mut left = 0.0;
    while left < now {
        let at = at(steps, Time::from_millis_f64(time.value((left + STEP).min(now))));
        let payload = bytes.place(at.payload.into());
        let all = bytes.place(f64::from(at.payload) + f64::from(at.metadata));
        let wide = STEP.min(now - left);
        marks.put(Ink::Good, 0.9, Shape::Rect(left, payload, wide, foot - payload));
        marks.put(Ink::Idle, 0.55, Shape::Rect(left, all, wide, payload - all));
        left += STEP;
    }
    let cuts = &shot.history().cuts;
    for (place, (from, groups)) in cuts.iter().enumerate() {
        let until = cuts.get(place + 1).map_or(shot.moment, |(until, _)| (*until).min(shot.moment));
        if !groups.is_empty() && *from < until {
            let (from, until) = (time.place(from.as_millis()), time.place(until.as_millis()));
            marks.put(Ink::Bad, 1.0, Shape::Rect(from, WORDS, until - from, 2.0));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(0.0, foot), (width, foot)], Ink::Quiet, 1.0);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
    if let Some(predicted) = predicted {
        let y = bytes.place(predicted);
        pen.dashes((0.0, y), (width, y), Ink::Text);
        let label = format!("you predicted {}\u{202f}B", short(predicted));
        pen.text(&label, (width - 2.0, if y - top > 14.0 { y - 7.0 } else { y + 8.0 }), Across::End, Ink::Text);
    }
    words(pen, at(steps, shot.moment), frame.tombstones, width);
    if height >= LOW {
        for ms in time.ticks(4).into_iter().filter(|&ms| time.place(ms) < width - 26.0) {
            let across = if ms == 0.0 { Across::Start } else { Across::Middle };
            pen.text(&(short(ms / 1000.0) + "\u{202f}s"), (time.place(ms), foot + 11.0), across, Ink::Quiet);
        }
    }
}

/// The bytes at a moment.
pub(super) fn at(steps: &[Bytes], moment: Time) -> Bytes {
    let passed = steps.partition_point(|step| step.from <= moment);
    passed.checked_sub(1).map_or_else(Bytes::default, |last| steps[last])
}

/// The bytes now, each in the colour of its area.
fn words(pen: &mut Pen, bytes: Bytes, tombstones: u32, width: f64) {
    let (payload, metadata) = (whole(bytes.payload.into()), whole(bytes.metadata.into()));
    let kept = match tombstones {
        0 => String::new(),
        1 => ", 1 tombstone".to_string(),
        many => format!(", {} tombstones", whole(many.into())),
    };
    let mut marks = Marks::default();
    marks.put(Ink::Idle, 0.55, Shape::Rect(1.0, 4.0, 9.0, 9.0));
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let texts = [
        format!("metadata {metadata}\u{202f}B beside {payload}\u{202f}B of content{kept}"),
        format!("metadata {metadata}\u{202f}B, content {payload}\u{202f}B"),
        format!("{metadata}\u{202f}B + {payload}\u{202f}B"),
    ];
    pen.text(fitting(width - 16.0, &texts), (14.0, 9.0), Across::Start, Ink::Quiet);
}
