//! A pair of runs laid out, and what one moment of one of them is.

use std::cell::{RefCell, RefMut};

use crate::engines::count_min::{CountMin, Sketch, Tally};
use crate::kernel::Time;
use crate::ui::plate::{Pace, RunPair, Side};

/// About how long a run is played, in seconds of the reader's.
const PLAYED_S: f64 = 20.0;

/// Words beyond this rank are not looked at for those that share a cell: each came next to never.
const SHARERS: u32 = 2_000;

/// The names of the most frequent words, …
const FREQUENT: &str = "the of and to in a is that for it as was with be by on not he his but at are this have from or had an \
    they which one you were her all she there would their we";

/// … and of the rarest, the rarest first: the one that may trend.
const RARE: &str = "goal kiln otter fern quill moss lantern tundra violin harbour";

/// A word by its rank: words in the middle have none but that.
pub(super) fn word(item: u32, universe: u32) -> String {
    let name = |words: &'static str, place: u32| words.split(' ').nth(place as usize);
    let rare = name(RARE, universe - item).filter(|_| universe > 100);
    let name = rare.or_else(|| name(FREQUENT, item - 1));
    name.map_or_else(|| ["word ", &item.to_string()].concat(), str::to_string)
}

/// How fast a run is played: all words in about twenty seconds, and no slower than ten a second.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let run: &CountMin = pair.main.engine();
    let ms_per_s = ((run.arrivals().len() as f64 + f64::from(run.left())) / PLAYED_S).max(10.0);
    Pace { ms_per_s, settles: Time::from_millis_f64(0.7 * ms_per_s) }
}

/// The runs of a plate, and how far each has been played again.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The greatest counter of either run, the greatest of the word that is asked for, and that of the list: the scales of both.
    pub tops: [f64; 3],
    /// Words for each second of the reader's.
    pub rate: f64,
    /// Of each run, for each row: the words that share the cell of the one that is asked for.
    sharers: [Vec<Vec<u32>>; 2],
    counted: [RefCell<Option<(u32, Tally)>>; 2],
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut tops = [1.0f64; 3];
        let sides = Side::BOTH.map(|side| side.run::<CountMin>(pair));
        for run in sides.into_iter().flatten() {
            let table = run.merged();
            let counters = table.counters();
            let greatest = |cells: &mut dyn Iterator<Item = u32>| f64::from(cells.max().unwrap_or(1));
            tops[0] = greatest(&mut counters.iter().copied()).max(tops[0]);
            let list = run.tally().list().map_or(&[][..], |list| list.counters());
            tops[2] = greatest(&mut list.iter().map(|counter| counter.count)).max(tops[2]);
            let cells = run.cells_of(run.subject());
            tops[1] = greatest(&mut cells.into_iter().map(|cell| counters[cell as usize])).max(tops[1]);
        }
        Self {
            labels: [main, twin],
            tops,
            rate: pace(pair).ms_per_s,
            sharers: sides.map(|run| run.map(sharers).unwrap_or_default()),
            counted: sides.map(|run| RefCell::new(run.map(|run| (0, run.blank().clone())))),
            pair: pair.clone(),
        }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        let run: &CountMin = side.run(&self.pair)?;
        let steps = run.arrivals().len() as u32 + run.left();
        let now = moment.as_millis().min(steps.into());
        let done = (now as u32 + 1).min(steps);
        let tally = RefMut::filter_map(self.counted[side as usize].borrow_mut(), |counted| {
            let (so_far, tally) = counted.as_mut()?;
            run.play(tally, *so_far, done);
            *so_far = done;
            Some(tally)
        });
        let tally = tally.ok()?;
        Some(Shot { run, now, done, sharers: &self.sharers[side as usize], table: tally.merged(), tally })
    }
}

/// For each row, the words among the most frequent that share the cell of the one that is asked for, and the one that trends.
fn sharers(run: &CountMin) -> Vec<Vec<u32>> {
    let (subject, universe) = (run.subject(), run.tally().universe());
    let cells = run.cells_of(subject);
    let mut rows = vec![Vec::new(); cells.len()];
    for item in (1..=universe).filter(|&item| item != subject && (item <= SHARERS || item == universe)) {
        for (row, (&own, &cell)) in rows.iter_mut().zip(cells.iter().zip(&run.cells_of(item))) {
            if own == cell {
                row.push(item);
            }
        }
    }
    rows
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a CountMin,
    /// How many milliseconds have gone by, and so words have come: the next one is on its way by the fraction.
    pub now: f64,
    /// How many have come, or gone again.
    pub done: u32,
    sharers: &'a [Vec<u32>],
    /// The table of all.
    pub table: Sketch,
    /// What has been counted.
    pub tally: RefMut<'a, Tally>,
}

impl Shot<'_> {
    /// The word of a rank.
    pub(super) fn word(&self, item: u32) -> String {
        word(item, self.tally.universe())
    }

    /// Whether a word trends by now.
    pub(super) fn is_trending(&self) -> bool {
        self.run.trends_from().is_some_and(|from| from < self.done)
    }

    /// How often the word that is asked for came, and how often the table says that it did.
    pub(super) fn answer(&self) -> (u32, u32) {
        let subject = self.run.subject();
        (self.tally.true_count(subject), self.tally.estimate(&self.table, subject))
    }

    /// The counter of the word that is asked for in a row, and the words that were counted there most, with their counts.
    pub(super) fn cell(&self, row: usize) -> (u32, Vec<(u32, u32)>) {
        let cell = self.run.cells_of(self.run.subject())[row];
        let mut most: Vec<(u32, u32)> = Vec::new();
        for &item in &self.sharers[row] {
            let count = self.tally.true_count(item);
            let place = most.iter().position(|&(_, other)| other < count).unwrap_or(most.len());
            if count > 0 && place < 3 {
                most.insert(place, (item, count));
                most.truncate(3);
            }
        }
        (self.table.counters()[cell as usize], most)
    }
}
