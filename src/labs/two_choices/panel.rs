//! One system: requests that fall, queues, the longest of them, the mean time so far against theory.

use super::scene::{Scene, Shot, longest};
use crate::engines::two_choices::history::Sample;
use crate::parts::supermarket;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// How long a request falls, in seconds of the reader's.
const FALL_S: f64 = 0.35;

/// About how many marks set out to a system between two samples.
const MARKS: u32 = 6;

/// The mean time of a service, in milliseconds.
const SERVICE_MS: f64 = 100.0;

/// What each system is called, long and short.
const NAMES: [[&str; 2]; 4] =
    [["one choice", "one"], ["two choices", "two"], ["three choices", "three"], ["shortest of all", "all"]];

/// Where a panel stands: left, top, width, height.
type Place = (f64, f64, f64, f64);

/// `guesses` are the mean times that the reader predicted, in milliseconds.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, guesses: &[Option<f64>; 4]) {
    let (width, height) = pen.size();
    let columns = if width > 420.0 && height < 300.0 { 4.0 } else { 2.0 };
    let (wide, high) = (width / columns, height / (4.0 / columns));
    let mut marks = Marks::default();
    for (index, system) in shot.now.iter().enumerate() {
        let column = index as f64 % columns;
        let row = (index as f64 / columns).floor();
        let place = (wide * column + 4.0, high * row, wide - 10.0, high - 6.0);
        queues(&mut marks, scene, system, place);
        fall(&mut marks, scene, shot, index, place);
        words(pen, scene, shot, index, place, guesses[index]);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// The top and the foot of the queues within a panel.
fn rows((_, top, _, high): Place) -> (f64, f64) {
    (top + 34.0, top + high - 20.0)
}

fn queues(marks: &mut Marks, scene: &Scene, system: &Sample, place: Place) {
    let (top, foot) = rows(place);
    let slot = place.2 / system.lengths.len() as f64;
    let each = (foot - top) / f64::from(scene.top);
    for (server, &length) in system.lengths.iter().enumerate() {
        let left = place.0 + slot * (server as f64 + 0.1);
        let high = each * f64::from(length.min(scene.top));
        // One in service, and those who wait behind it.
        let served = each.min(high);
        marks.put(Ink::Good, 0.9, Shape::Rect(left, foot - served, 0.8 * slot, served));
        if length > 1 {
            let late = length > 5;
            let ink = if late { Ink::Bad } else { Ink::Good };
            marks.put(ink, if late { 0.75 } else { 0.4 }, Shape::Rect(left, foot - high, 0.8 * slot, high - served));
        }
    }
    marks.put(Ink::Quiet, 1.0, Shape::Rect(place.0, foot, place.2, 1.0));
}

/// The requests that fall to their servers.
fn fall(marks: &mut Marks, scene: &Scene, shot: &Shot<'_>, index: usize, place: Place) {
    let (top, foot) = rows(place);
    let slot = place.2 / shot.now[index].lengths.len() as f64;
    let each = scene.most_arrived.div_ceil(MARKS).max(1);
    let every_s = shot.run.history().every().as_millis() / scene.ms_per_s;
    let now_s = shot.moment.as_millis() / scene.ms_per_s;
    let first = ((now_s - FALL_S) / every_s).max(0.0) as usize;
    for (number, sample) in shot.by.iter().enumerate().skip(first) {
        let system = &sample[index];
        let mut before = 0u32;
        for (server, &arrived) in system.arrived.iter().enumerate() {
            let after = before + u32::from(arrived);
            // Of those that came one in so many is drawn, wherever it went.
            for ordinal in before / each..after / each {
                let part = (f64::from(ordinal) * 0.618_033_988_749_895).fract();
                let legs = (now_s - every_s * (number as f64 - part)) / FALL_S;
                if (0.0..1.0).contains(&legs) {
                    let rest =
                        foot - (foot - top) * f64::from(system.lengths[server].min(scene.top)) / f64::from(scene.top);
                    let from = place.1 + 22.0;
                    let x = place.0 + slot * (server as f64 + 0.5);
                    marks.put(Ink::Text, 1.0, Shape::Square(x, from + (rest - from) * legs, 2.2));
                }
            }
            before = after;
        }
    }
}

fn words(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, index: usize, place: Place, guess: Option<f64>) {
    let (left, top, wide, _) = place;
    let (queue_top, foot) = rows(place);
    let system = &shot.now[index];
    let most = longest(system);
    let y = foot - (foot - queue_top) * f64::from(most.min(scene.top)) / f64::from(scene.top);
    pen.dashes((left, y), (left + wide, y), if most > 5 { Ink::Bad } else { Ink::Quiet });
    let said = ["longest ", &number(most.into(), 0)].concat();
    let name = fitting(wide - width_of(&said) - 4.0, &NAMES[index].map(str::to_string)).to_string();
    pen.text(&name, (left, top + 9.0), Across::Start, Ink::Text);
    pen.text(&said, (left + wide, top + 9.0), Across::End, if most > 5 { Ink::Bad } else { Ink::Quiet });
    if system.mean_ms == 0.0 {
        return;
    }
    let mean = number(system.mean_ms, 0) + "\u{202f}ms";
    let theory = theory(shot, index).map(|ms| number(ms, 0));
    let guess = guess.map(|ms| [", yours ", &number(ms, 0)].concat()).unwrap_or_default();
    let texts = match &theory {
        Some(theory) => [
            ["mean so far ", &mean, ", theory ", theory, &guess].concat(),
            [mean.as_str(), ", theory ", theory, &guess].concat(),
            [mean.as_str(), " / ", theory].concat(),
        ],
        None => [["mean so far ", &mean, &guess].concat(), [mean.as_str(), &guess].concat(), mean.clone()],
    };
    pen.text(fitting(wide, &texts), (left, foot + 11.0), Across::Start, Ink::Quiet);
}

/// What the model of very many servers says while lengths are current, in milliseconds.
fn theory(shot: &Shot<'_>, index: usize) -> Option<f64> {
    let choices = [1, 2, 3].get(index)?;
    shot.run.told_every().is_none().then(|| SERVICE_MS * supermarket::mean(shot.params.number("load"), *choices))
}
