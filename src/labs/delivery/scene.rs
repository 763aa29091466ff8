//! A pair of runs, and what one moment of one of them is.

use crate::engines::delivery::message::{CONSUMER, PRODUCER, SUCCESSOR};
use crate::engines::delivery::policy::{Mode, Policy, Recording};
use crate::engines::delivery::story::{Load, Note, Packet};
use crate::engines::delivery::{AMOUNT, Deliveries};
use crate::kernel::{Params, ProcessId, Time};
use crate::ui::plate::{RunPair, Side};

/// The most packets that are looked at before a moment, and after it.
const SEARCHED: usize = 400;

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The most money that is there or should be at the end of either run: the scale of both.
    pub top: f64,
    ms_per_s: f64,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut scene =
            Self { pair: pair.clone(), labels: [main, twin], top: AMOUNT, ms_per_s: super::pace(pair).ms_per_s };
        for side in Side::BOTH {
            if let Some(shot) = scene.shot(side, Time(u64::MAX)) {
                let tally = shot.tally();
                scene.top = scene.top.max(tally.there()).max(tally.owed());
            }
        }
        scene
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        let scenario = match side {
            Side::Main => &self.pair.scenario,
            Side::Twin => &self.pair.twin.as_ref()?.0,
        };
        let run = side.run(&self.pair)?;
        Some(Shot {
            run,
            params: &scenario.params,
            policy: Policy::of(&scenario.params),
            moment,
            ms_per_s: self.ms_per_s,
        })
    }
}

/// What has become of a message by a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may still come.
    OnItsWay,
    /// It never came, and nothing more is to happen to it.
    Missing,
    /// It was refused openly, or a newer value stands in its row.
    NotOwed,
    /// It has had its effect so often.
    Paid(u32),
}

/// The money at a moment, in messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The fate of each message that has been submitted.
    pub fates: Vec<Fate>,
    /// How many are on their way, are missing, are not owed, …
    pub on_the_way: u32,
    pub missing: u32,
    pub not_owed: u32,
    /// … and how often one had its effect, and how often of these once too often.
    pub effects: u32,
    pub extra: u32,
}

impl Tally {
    /// The money that is there.
    pub(super) fn there(&self) -> f64 {
        AMOUNT * f64::from(self.effects)
    }

    /// The money that should be there.
    pub(super) fn owed(&self) -> f64 {
        AMOUNT * (self.fates.len() as f64 - f64::from(self.not_owed))
    }

    /// The first message with this kind of fate.
    pub(super) fn first(&self, is: impl Fn(Fate) -> bool) -> Option<usize> {
        self.fates.iter().position(|fate| is(*fate))
    }
}

/// What a producer does at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duty {
    /// It is in charge.
    InCharge,
    /// It is not in charge, and never was.
    StandsBy,
    /// It stands still.
    Asleep,
    /// Another has taken over from it, and it goes on.
    Past,
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a Deliveries,
    /// Its parameters.
    pub params: &'a Params,
    /// The consumer's settings.
    pub policy: Policy,
    /// The moment.
    pub moment: Time,
    ms_per_s: f64,
}

impl<'a> Shot<'a> {
    /// What has happened by now, in order of time.
    pub(super) fn notes(&self) -> &'a [Note] {
        let notes = &self.run.ledger().story().notes;
        &notes[..notes.partition_point(|note| note.at <= self.moment)]
    }

    /// The last fault by now of which this holds.
    fn fault(&self, holds: impl Fn(&Note) -> bool) -> Option<&'a Note> {
        let faults = &self.run.ledger().story().faults;
        faults.iter().rfind(|note| note.at <= self.moment && holds(note))
    }

    /// When the consumer crashed last.
    pub(super) fn crashed(&self) -> Option<Time> {
        self.fault(|note| note.kind == "crash").map(|note| note.at)
    }

    /// What has happened within this time.
    pub(super) fn recent(&self, span: Time) -> impl Iterator<Item = &'a Note> {
        let moment = self.moment;
        self.notes().iter().rev().take_while(move |note| note.at + span > moment)
    }

    /// The packets that have been sent by now and whose end is to come or has not been for longer than this; of a crowd, some.
    pub(super) fn packets(&self, since: Time) -> impl Iterator<Item = &'a Packet> {
        let packets = &self.run.ledger().story().packets;
        let first = packets.partition_point(|packet| packet.at + since < self.moment);
        let ended = packets.partition_point(|packet| packet.at <= self.moment);
        let moment = self.moment;
        packets[first.max(ended.saturating_sub(SEARCHED))..packets.len().min(ended + SEARCHED)]
            .iter()
            .filter(move |packet| packet.sent <= moment)
    }

    /// So many of the reader's seconds, in virtual time.
    pub(super) fn seconds(&self, seconds: f64) -> Time {
        Time::from_millis_f64(self.ms_per_s * seconds)
    }

    /// The mean time of a packet on its way.
    pub(super) fn network(&self) -> Time {
        self.params.time("network_ms")
    }

    /// The fate of every message that has been submitted by now.
    pub(super) fn tally(&self) -> Tally {
        let ledger = self.run.ledger();
        let submitted = ledger.submitted().partition_point(|at| *at <= self.moment);
        let mut tally = Tally { fates: vec![Fate::OnItsWay; submitted], ..Tally::default() };
        for note in self.notes() {
            let Some(fate) = tally.fates.get_mut(note.number as usize) else { continue };
            if matches!(note.kind, "effect" | "stale-write") {
                tally.effects += 1;
                *fate = match *fate {
                    Fate::Paid(times) => {
                        tally.extra += 1;
                        Fate::Paid(times + 1)
                    }
                    _ => Fate::Paid(1),
                };
            }
        }
        for (fate, entry) in tally.fates.iter_mut().zip(ledger.entries()) {
            if *fate == Fate::OnItsWay && entry.effects == 0 && entry.last <= self.moment {
                *fate = if entry.is_owed() { Fate::Missing } else { Fate::NotOwed };
            }
            tally.on_the_way += u32::from(*fate == Fate::OnItsWay);
            tally.missing += u32::from(*fate == Fate::Missing);
            tally.not_owed += u32::from(*fate == Fate::NotOwed);
        }
        tally
    }

    /// The last of two kinds of event at a process, if it is the first kind: since when it is so.
    fn since(&self, process: ProcessId, begins: &str, ends: &str) -> Option<Time> {
        let last = self.fault(|note| note.number == process && (note.kind == begins || note.kind == ends));
        last.filter(|note| note.kind == begins).map(|note| note.at)
    }

    /// Whether the consumer lies dead.
    pub(super) fn is_down(&self) -> bool {
        self.since(CONSUMER, "crash", "restart").is_some()
    }

    /// Since when a producer stands still, if it does.
    pub(super) fn asleep(&self, producer: ProcessId) -> Option<Time> {
        self.since(producer, "pause", "resume")
    }

    /// The epoch that the application is in.
    pub(super) fn epoch(&self) -> u32 {
        self.fault(|note| note.kind == "fail-over").map_or(1, |note| note.number)
    }

    /// The latest epoch that the consumer has heard of: the one it was told of a quarter of a pause ago, if something came.
    pub(super) fn door_epoch(&self) -> u32 {
        let in_charge = if self.epoch() % 2 == 1 { PRODUCER } else { SUCCESSOR };
        let since = self.fault(|note| note.kind == "fail-over").map_or(Time::ZERO, |note| note.at);
        let arrived = |packet: &&Packet| {
            packet.load == Load::Message
                && packet.producer == in_charge
                && packet.sent >= since
                && packet.at <= self.moment
        };
        let heard = self.packets(self.moment).filter(arrived).any(|packet| !packet.is_lost);
        self.epoch() - u32::from(!heard && self.epoch() > 1)
    }

    /// Whether the next packet from this end is to be lost.
    pub(super) fn loses_next(&self, sender: ProcessId) -> bool {
        let struck = self.fault(|note| note.kind == "impair" && note.number == sender);
        let is_answer = sender == CONSUMER;
        struck.is_some_and(|note| {
            let packets = self.run.ledger().story().packets.iter();
            let mut sent =
                packets.filter(|packet| (packet.load != Load::Message) == is_answer && packet.sent >= note.at);
            sent.all(|packet| packet.sent > self.moment)
        })
    }

    /// The message whose key this one has, if two messages have it.
    pub(super) fn shared_key(&self, number: u32) -> Option<u32> {
        // A producer's own keys are not those of the application.
        let keys = if self.params.choice("key") == "producer" { &[] } else { self.run.keys() };
        let key = keys.get(number as usize)?;
        let before = keys.iter().position(|other| other == key)?;
        let again = before != number as usize || keys.get(number as usize + 1) == Some(key);
        again.then_some(before as u32)
    }

    /// What is said of the key of a message.
    pub(super) fn key_name(&self, number: u32) -> String {
        self.shared_key(number).unwrap_or(number).to_string()
    }

    /// Whether a producer is ever replaced in this run.
    pub(super) fn has_successor(&self) -> bool {
        self.run.ledger().story().faults.iter().any(|note| note.kind == "pause")
    }

    /// What a producer does, and the epoch in which it believes itself.
    pub(super) fn duty(&self, producer: ProcessId) -> (Duty, u32) {
        let epoch = self.epoch();
        let in_charge = if epoch % 2 == 1 { PRODUCER } else { SUCCESSOR };
        let own = if producer == in_charge { epoch } else { epoch - 1 };
        let duty = match (self.asleep(producer), own) {
            (Some(_), _) => Duty::Asleep,
            (None, 0) => Duty::StandsBy,
            (None, _) if producer == in_charge => Duty::InCharge,
            (None, _) => Duty::Past,
        };
        (duty, own)
    }

    /// The messages that a producer waits for, each with the moment of its last sending.
    pub(super) fn pending(&self, producer: ProcessId) -> Vec<(u32, Time)> {
        let mut pending: Vec<(u32, Time, bool)> = Vec::new();
        if !self.policy.mode.repeats() {
            return Vec::new();
        }
        let (timeout, asleep) = (self.params.time("timeout_ms"), self.asleep(producer));
        for packet in self.packets(self.moment).filter(|packet| packet.producer == producer) {
            let known = pending.iter_mut().rfind(|(number, ..)| *number == packet.number);
            match (packet.load, known) {
                (Load::Message, Some(known)) => known.1 = known.1.max(packet.sent),
                (Load::Message, None) => pending.push((packet.number, packet.sent, false)),
                (Load::Ack | Load::Conflict, Some(known)) if !packet.is_lost && packet.at <= self.moment => {
                    known.2 = true
                }
                _ => {}
            }
        }
        // A timer that runs out is set again, unless its producer sleeps or has given up.
        let runs = |sent: Time| sent + timeout > asleep.unwrap_or(self.moment);
        let waits = pending.into_iter().filter(|(_, sent, is_settled)| !is_settled && runs(*sent));
        waits.map(|(number, sent, _)| (number, sent)).collect()
    }

    /// The keys that the consumer remembers, the newest first, each with the moment of its recording.
    pub(super) fn keys(&self) -> Vec<(u32, Time)> {
        let in_memory = self.policy.mode == Mode::Window(Recording::Memory);
        let wiped = self.crashed().filter(|_| in_memory).unwrap_or_default();
        let mut keys = Vec::new();
        for note in self.notes().iter().rev() {
            let is_over = self.policy.window.is_some_and(|window| note.at + window < self.moment);
            if is_over || note.at < wiped {
                break;
            }
            if note.kind == "remember" {
                keys.push((note.number, note.at));
            }
        }
        keys
    }
}
