//! The two loads: what is answered in each second over what is read in it, as the path of the run. Between the load at which
//! it recovers and the one at which it tips it may stand or lie.

use super::layout::{LINE, Layout};
use super::scene::{Scene, Shot};
use crate::engines::cache_stampede::measures::Second;
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting};
use crate::ui::words::number;

/// So many seconds are one point of the path: an expiry may leave one without answers.
const WINDOW: usize = 4;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, (top, foot): (f64, f64)) {
    let (left, right) = (4.0, layout.width - 4.0);
    let (least, most) = scene.loads;
    let across = Axis::logarithmic((0.7 * least, 1.4 * most), (left, right));
    let up = Axis::logarithmic((1.0, 1.4 * most), (foot, top));
    let laws = shot.run.tipping().map(|tipping| [tipping.recovery(), tipping.tip()]);
    let said = |load: f64, words: &str| number(load, 0) + words;
    if let Some([Some(recovery), Some(tip)]) = laws {
        pen.bar((across.place(recovery), top), (across.place(tip), foot), Ink::Idle, 0.25);
        for (load, words, side) in [(recovery, " recovers", Across::Start), (tip, " tips", Across::End)] {
            let x = across.place(load);
            pen.dashes((x, top), (x, foot), Ink::Quiet);
            let texts = [said(load, words), said(load, "")];
            let place = if side == Across::Start { x - 12.0 } else { x + 12.0 };
            let room = 0.5 * (across.place(tip) - across.place(recovery));
            pen.text(fitting(room, &texts), (place, foot + 10.0), side, Ink::Quiet);
        }
    }
    pen.line(&[(left, foot), (right, foot)], Ink::Quiet, 1.0);
    pen.dashes((left, up.place(0.7 * least)), (right, up.place(1.4 * most)), Ink::Quiet);

    let mut path: Vec<(f64, f64)> = Vec::new();
    let mut stands = true;
    for window in shot.seconds(scene.last_read).chunks_exact(WINDOW) {
        let mean = |count: fn(&Second) -> u32| {
            window.iter().map(|second| f64::from(count(second))).sum::<f64>() / WINDOW as f64
        };
        let (load, answered) = (mean(|second| second.load), mean(|second| second.answered));
        let point = (across.place(load), up.place(answered.max(1.0)));
        path.push(point);
        if (answered > 0.5 * load) != stands {
            pen.line(&path, ink(stands), 2.0);
            (path, stands) = (vec![point], !stands);
        }
    }
    pen.line(&path, ink(stands), 2.0);
    if let Some(&now) = path.last() {
        pen.dot(now, 5.0, ink(stands), 1.0);
    }
    let mut texts = vec!["answered a second, over reads a second".to_string(), "answered over reads".to_string()];
    for turn in shot.turned() {
        texts.iter_mut().for_each(|text| *text = format!("{text}, {turn}"));
        // Where there is no room the last turn alone.
        texts.truncate(2);
        texts.push(turn);
    }
    pen.text(fitting(right - left, &texts), (left, top - 0.6 * LINE), Across::Start, ink(stands));
}

fn ink(stands: bool) -> Ink {
    if stands { Ink::Good } else { Ink::Bad }
}
