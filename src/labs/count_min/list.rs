//! The most frequent words by Space-Saving: each counter's sure part, what it took over from another word, and a tick at the
//! truth.

use super::layout::{LINE, Layout};
use super::scene::{Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting, width_of};
use crate::ui::words::whole;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let Some(list) = shot.tally.list() else { return };
    let (top, foot) = layout.bars;
    let Some((left, right)) = layout.list else {
        return pen.text(fitting(layout.width - 4.0, &lines(shot)), (2.0, foot + 8.0), Across::Start, Ink::Quiet);
    };
    let title = ["Space-Saving, ", &list.capacity().to_string(), " counters"].concat();
    pen.text(&title, (left, layout.words + 0.5 * LINE), Across::Start, Ink::Quiet);
    let each = (foot - top) / f64::from(list.capacity());
    let rows = if each < LINE { (foot - top) / LINE } else { f64::from(list.capacity()) };
    let each = (foot - top) / rows.floor().max(1.0);
    let x = Axis::linear((0.0, scene.tops[2]), (left + width_of("word 199") + 4.0, right - 34.0));
    for (place, counter) in list.counters().iter().take(rows as usize).enumerate() {
        let (middle, high) = (top + each * (place as f64 + 0.5), (0.3 * each).min(6.0));
        let [from, sure, until] = [0, counter.count - counter.error, counter.count].map(|count| x.place(count.into()));
        pen.text(&shot.word(counter.item), (left, middle), Across::Start, Ink::Text);
        pen.bar((from, middle - high), (sure, middle + high), Ink::Good, 0.7);
        pen.bar((sure, middle - 0.6 * high), (until, middle + 0.6 * high), Ink::Bad, 0.6);
        let truth = x.place(shot.tally.true_count(counter.item).into());
        pen.line(&[(truth, middle - high - 1.0), (truth, middle + high + 1.0)], Ink::Text, 2.0);
        pen.text(&whole(counter.count.into()), (right - 2.0, middle), Across::End, Ink::Text);
    }
}

/// The list in a line, with fewer and fewer of its words.
pub(super) fn lines(shot: &Shot<'_>) -> Vec<String> {
    let counters = shot.tally.list().map_or(&[][..], |list| list.counters());
    let words: Vec<String> =
        counters.iter().map(|counter| format!("{} {}", shot.word(counter.item), whole(counter.count.into()))).collect();
    (1..=words.len()).rev().map(|count| "list: ".to_string() + &words[..count].join(", ")).collect()
}
