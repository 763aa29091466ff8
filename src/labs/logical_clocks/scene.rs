//! A pair of runs laid out once, and what one moment of one of them is.

use super::PACE;
use crate::engines::logical_clocks::{Held, LogicalClocks, WriteId};
use crate::kernel::{Simulation as _, Time};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{number, whole};

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The end of the longer run.
    pub end: Time,
    /// The most bytes that any replica of either run holds beside its values: the scale of both.
    pub top_bytes: u32,
    tracks: Vec<Track>,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let runs = || Side::BOTH.into_iter().filter_map(|side| side.run::<LogicalClocks>(pair));
        let end = runs().filter_map(|run| run.trace().events().last()).map(|event| event.at).max();
        let bytes = runs().flat_map(LogicalClocks::held).map(|held| held.metadata_bytes).max();
        Self {
            labels: [main, twin],
            end: end.unwrap_or_default(),
            top_bytes: bytes.unwrap_or(0).max(1),
            tracks: runs().map(Track::of).collect(),
            pair: pair.clone(),
        }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot { run: side.run(&self.pair)?, track: self.tracks.get(side as usize)?, moment })
    }
}

/// What happens in a run, in order of time.
pub(super) struct Track {
    /// The writes.
    pub writes: Vec<Put>,
    /// The states that are sent.
    pub messages: Vec<Flight>,
    /// The writes that are lost.
    pub losses: Vec<Loss>,
    /// For each process the moments at which it is cut off, and with `false` those at which all is healed.
    pub cuts: Vec<(Time, Option<u32>)>,
}

/// A write by a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Put {
    pub at: Time,
    pub process: u32,
    pub client: u32,
}

/// A state on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    pub from: u32,
    pub to: u32,
    pub sent: Time,
    /// `None` if it never arrives.
    pub arrives: Option<Time>,
}

/// A write that vanishes unseen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss {
    pub at: Time,
    pub write: WriteId,
    pub process: u32,
    pub client: u32,
    /// Whether its client had read the value that beat it.
    pub newer: bool,
}

/// For how long a write falls, before its moment, and a lost one after it, in seconds of the reader's.
pub(super) const FALL_S: f64 = 0.4;

impl Loss {
    /// The part of its way into the tray that it has fallen by a moment: from 1 on it lies there.
    pub(super) fn falls_for(&self, moment: Time) -> f64 {
        (seconds(moment) - seconds(self.at)) / FALL_S
    }
}

/// A moment in seconds of the reader's.
pub(super) fn seconds(moment: Time) -> f64 {
    moment.as_millis() / PACE.ms_per_s
}

impl Track {
    fn of(run: &LogicalClocks) -> Self {
        let mut track = Self { writes: Vec::new(), messages: Vec::new(), losses: Vec::new(), cuts: Vec::new() };
        let mut sends = Vec::new();
        for event in run.trace().events() {
            let at = event.at;
            let field = |name| event.integer(name).unwrap_or(0) as u32;
            let (process, client) = (field("process"), field("client"));
            match event.kind {
                "write" => track.writes.push(Put { at, process, client }),
                "send" => {
                    sends.push(field("event"));
                    track.messages.push(Flight { from: process, to: field("to"), sent: at, arrives: None });
                }
                "receive" => {
                    if let Ok(place) = sends.binary_search(&field("sent")) {
                        track.messages[place].arrives = Some(at);
                    }
                }
                "lost-update" => {
                    let (write, newer) = (field("write"), field("newer") == 1);
                    track.losses.push(Loss { at, write, process, client, newer });
                }
                "isolate" => track.cuts.push((at, Some(process))),
                "heal" => track.cuts.push((at, None)),
                _ => {}
            }
        }
        track
    }
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a LogicalClocks,
    /// What happens in it.
    pub track: &'a Track,
    /// The moment.
    pub moment: Time,
}

impl<'a> Shot<'a> {
    /// What a process holds now.
    pub(super) fn held(&self, process: u32) -> Option<&'a Held> {
        let held = self.run.held();
        let until = held.partition_point(|held| held.at <= self.moment);
        held[..until].iter().rfind(|held| held.process == process)
    }

    /// Whether a client had seen this value and overwritten it with another of these.
    pub(super) fn is_superseded(&self, value: WriteId, held: &Held) -> bool {
        held.values.iter().any(|other| self.run.ledger().saw(*other, value))
    }

    /// The writes that are lost by now.
    pub(super) fn losses(&self) -> &'a [Loss] {
        let losses = &self.track.losses;
        &losses[..losses.partition_point(|loss| loss.at <= self.moment)]
    }

    /// How many writes there have been.
    pub(super) fn writes(&self) -> usize {
        self.track.writes.partition_point(|write| write.at <= self.moment)
    }

    /// The process that is cut off now.
    pub(super) fn cut(&self) -> Option<u32> {
        self.track.cuts.iter().rfind(|(at, _)| *at <= self.moment).and_then(|(_, process)| *process)
    }

    /// How far a process's wall clock is ahead of the true time, in milliseconds.
    pub(super) fn error_ms(&self, process: u32) -> f64 {
        self.run.processes()[process as usize].wall().error_ns(self.moment) as f64 / 1e6
    }

    /// The most values that a replica holds now, how many of them were overwritten by a client that had seen them, and the most
    /// bytes beside them.
    pub(super) fn worst(&self) -> (usize, usize, u32) {
        let all = (0..self.run.processes().len() as u32).filter_map(|process| self.held(process));
        let worst = all.map(|held| {
            let superseded = held.values.iter().filter(|value| self.is_superseded(**value, held)).count();
            (held.values.len(), superseded, held.metadata_bytes)
        });
        worst.fold((0, 0, 0), |a, b| (a.0.max(b.0), a.1.max(b.1), a.2.max(b.2)))
    }

    /// The most values that a replica has held so far.
    pub(super) fn most_so_far(&self) -> usize {
        let held = self.run.held().iter().take_while(|held| held.at <= self.moment);
        held.map(|held| held.values.len()).max().unwrap_or_default()
    }

    /// What is to be seen, for those who do not see it.
    pub(super) fn in_words(&self) -> String {
        let mut words = String::new();
        for process in 0..self.run.processes().len() as u32 {
            let held = self.held(process).map_or_else(|| "nothing".to_string(), |held| listed(&held.values));
            let cut = if self.cut() == Some(process) { ", cut off" } else { "" };
            let parts = [
                "Process ",
                &process.to_string(),
                ", its clock ",
                &ahead(self.error_ms(process)),
                cut,
                ", holds ",
                &held,
                ". ",
            ];
            words.push_str(&parts.concat());
        }
        let lost: Vec<WriteId> = self.losses().iter().map(|loss| loss.write).collect();
        let lost = if lost.is_empty() { "none".to_string() } else { listed(&lost) };
        words + "Lost so far: " + &lost + "."
    }
}

/// `writes 3, 7 and 9`, the first few of them.
fn listed(values: &[WriteId]) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<String> = values.iter().take(SHOWN).map(WriteId::to_string).collect();
    if values.len() > SHOWN {
        names.push(whole((values.len() - SHOWN) as u64) + " more");
    }
    let noun = if values.len() == 1 { "write " } else { "writes " };
    [noun, &crate::kernel::words::list(&names)].concat()
}

/// `0.93 s behind`, `5 ms ahead`, `right`.
pub(super) fn ahead(error_ms: f64) -> String {
    let size = error_ms.abs();
    let text = match size {
        _ if size < 0.05 => return "right".to_string(),
        _ if size < 10.0 => number(size, 1) + "\u{202f}ms",
        _ if size < 100.0 => number(size, 0) + "\u{202f}ms",
        _ => number(size / 1000.0, 2) + "\u{202f}s",
    };
    text + if error_ms < 0.0 { " behind" } else { " ahead" }
}

/// Where things stand, from the top: the clocks, the way of the writes, the replicas, the way of the states, the tray of what is
/// lost, the bytes through time. In CSS pixels.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The top and the foot of the replicas.
    pub replicas: (f64, f64),
    /// The top and the foot of the tray.
    pub tray: (f64, f64),
    /// The top and the foot of the bytes.
    pub price: (f64, f64),
    columns: usize,
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64), columns: usize) -> Self {
        let at = |part: f64| part * height;
        // In a low picture the bytes have no room; the sentence says them.
        let price = if height < 220.0 { (height, height) } else { (at(0.82), height - 20.0) };
        let tray = (price.0 - 40.0 - 0.02 * height, price.0 - 16.0);
        let replicas = (34.0 + at(0.08), tray.0 - 14.0 - at(0.13));
        Self { width, replicas, tray, price, columns }
    }

    /// The left and the right side of a process's column.
    pub(super) fn column(&self, process: u32) -> (f64, f64) {
        let slot = self.width / self.columns.max(1) as f64;
        (slot * (f64::from(process) + 0.06), slot * (f64::from(process) + 0.94))
    }

    /// The middle of a process's column.
    pub(super) fn middle(&self, process: u32) -> f64 {
        let (left, right) = self.column(process);
        0.5 * (left + right)
    }
}
