//! The way of an item: through the producer's gate, from buffer to buffer, and out, or dropped on the way.

use std::collections::VecDeque;

use super::agenda::{Agenda, Due};
use super::config::Config;
use super::flow::{Flow, Waits};
use super::gate::Gate;
use super::item::Item;
use super::policy::Policy;
use super::stage::Stage;
use crate::kernel::{Seed, Time};

/// How an attempt left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The last stage has worked on it.
    Answered,
    /// The producer refused to send it.
    Refused,
    /// It was dropped at this stage, from 0.
    Dropped(u32),
    /// Its client gave it up before it was sent.
    Withdrawn,
}

/// The stages, the gate before them, and what the producer holds back.
#[derive(Clone, Debug)]
pub struct Pipeline {
    config: Config,
    gate: Gate,
    outbox: VecDeque<Item>,
    stages: Vec<Stage>,
    inside: u64,
    left: VecDeque<(Item, Fate)>,
    /// What is thrown away when a consumer takes its next item.
    thrown: Vec<Item>,
    /// The policies there were before this one.
    era: u32,
    /// What has happened so far.
    flow: Flow,
    /// The waits at the slowest stage.
    waits: Waits,
    /// The most items that one buffer has held.
    pub(crate) depth_max: u64,
    /// The most items that buffers and consumers have held together.
    pub(crate) inside_max: u64,
    /// The most items that the producer has held back.
    pub(crate) outbox_max: u64,
}

impl Pipeline {
    /// An empty pipeline.
    pub fn new(config: Config, seed: Seed) -> Self {
        Self {
            gate: Gate::of(&config, seed),
            outbox: VecDeque::new(),
            stages: (0..config.stages).map(|_| Stage::new(&config)).collect(),
            inside: 0,
            left: VecDeque::new(),
            thrown: Vec::new(),
            era: 0,
            flow: Flow::default(),
            waits: Waits::of(&config),
            depth_max: 0,
            inside_max: 0,
            outbox_max: 0,
            config,
        }
    }

    /// The producer has an item to send.
    pub(crate) fn send(&mut self, now: Time, item: Item, agenda: &mut Agenda) {
        let bound = self.config.buffer as usize;
        let crowded = self.stages.iter().any(|stage| stage.buffer.len() * 2 >= bound);
        if !self.gate.admits(now, crowded) {
            self.left.push_back((item, Fate::Refused));
        } else if self.config.policy.waits() {
            self.outbox.push_back(item);
            self.settle(now, agenda);
            self.outbox_max = self.outbox_max.max(self.outbox.len() as u64);
        } else {
            self.inside += 1;
            self.offer(now, 0, item);
            self.settle(now, agenda);
        }
    }

    /// A consumer has finished its item.
    pub(crate) fn finish(&mut self, now: Time, stage: u32, agenda: &mut Agenda) {
        let item = self.stages[stage as usize].serving.take().expect("only a busy consumer finishes");
        if stage + 1 == self.config.stages {
            self.leave(now, item, Fate::Answered);
        } else if self.config.policy.waits() {
            self.stages[stage as usize].held = Some(item);
        } else {
            self.offer(now, stage + 1, item);
        }
        self.settle(now, agenda);
    }

    /// A grant of credit reaches the sender before `stage`; one from under an earlier policy is void.
    pub(crate) fn grant(&mut self, now: Time, (stage, credits, era): (u32, u32, u32), agenda: &mut Agenda) {
        if era == self.era {
            self.stages[stage as usize].credits += credits;
            self.flow.granted[stage as usize] += credits;
            self.settle(now, agenda);
        }
    }

    /// The producer does not send an item.
    pub(crate) fn refuse(&mut self, item: Item) {
        self.left.push_back((item, Fate::Refused));
    }

    /// Another policy holds from now on. Buffers are cut to a bound that they exceed, and what the producer holds back goes
    /// as room comes.
    pub(crate) fn switch(&mut self, now: Time, policy: Policy, seed: Seed, agenda: &mut Agenda) {
        self.config.policy = policy;
        self.gate = Gate::of(&self.config, seed);
        self.cut(now, self.config.bound());
        self.settle(now, agenda);
    }

    /// The process dies where more is inside than its memory holds, and begins again with empty buffers. Whether it did.
    pub(crate) fn burst(&mut self, now: Time) -> bool {
        let bursts = self.config.memory_items > 0 && self.inside > u64::from(self.config.memory_items);
        if bursts {
            self.cut(now, Some(0));
        }
        bursts
    }

    /// Drops what the buffers hold above a bound, and deals the credit anew.
    fn cut(&mut self, now: Time, bound: Option<u32>) {
        self.era += 1;
        for number in 0..self.config.stages {
            let stage = &mut self.stages[number as usize];
            while bound.is_some_and(|bound| stage.buffer.len() > bound as usize) {
                let oldest = self.config.policy == Policy::DropOldest;
                self.thrown.extend(if oldest { stage.buffer.pop_front() } else { stage.buffer.pop_back() });
            }
            stage.begin_policy(&self.config);
            self.drop_thrown(now, number);
        }
    }

    fn drop_thrown(&mut self, now: Time, stage: u32) {
        for item in std::mem::take(&mut self.thrown) {
            self.leave(now, item, Fate::Dropped(stage));
        }
    }

    /// Puts an item into a buffer, and drops one if it is full. Senders that wait have made sure of the room.
    fn offer(&mut self, now: Time, stage: u32, item: Item) {
        let full = self.config.bound().is_some_and(|bound| self.stages[stage as usize].buffer.len() >= bound as usize);
        let buffer = &mut self.stages[stage as usize].buffer;
        let victim = match (full, self.config.policy) {
            (false, _) => None,
            (true, Policy::DropOldest) => buffer.pop_front(),
            (true, _) => Some(item),
        };
        let item = Item { entered: now, ..item };
        if victim.is_none_or(|victim| victim.attempt != item.attempt) {
            buffer.push_back(item);
            self.flow.entered[stage as usize] += 1;
        }
        self.depth_max = self.depth_max.max(buffer.len() as u64);
        if let Some(victim) = victim {
            self.leave(now, victim, Fate::Dropped(stage));
        }
        self.inside_max = self.inside_max.max(self.inside);
    }

    fn leave(&mut self, now: Time, item: Item, fate: Fate) {
        self.inside -= 1;
        if let Fate::Dropped(stage) = fate {
            self.gate.dropped();
            self.flow.dropped[stage as usize] += 1;
            self.waits.note(now, stage, &item, true);
        }
        self.left.push_back((item, fate));
    }

    /// Moves what can move, from the last stage to the first, until nothing can: room made by one stage is used by the
    /// one before it.
    fn settle(&mut self, now: Time, agenda: &mut Agenda) {
        loop {
            let mut moved = false;
            for stage in (0..self.config.stages).rev() {
                moved |= self.pass_on(now, stage) | self.begin(now, stage, agenda);
            }
            moved |= self.empty_outbox(now);
            if !moved {
                return;
            }
        }
    }

    /// Sends the item that a stage has held back, if there is room by now.
    fn pass_on(&mut self, now: Time, stage: u32) -> bool {
        let next = stage + 1;
        if next == self.config.stages || !self.stages[next as usize].has_room(&self.config) {
            return false;
        }
        let Some(item) = self.stages[stage as usize].held.take() else { return false };
        self.enter(now, next, item);
        true
    }

    /// Lets a free consumer begin with its next item.
    fn begin(&mut self, now: Time, number: u32, agenda: &mut Agenda) -> bool {
        let stage = &mut self.stages[number as usize];
        if !stage.is_free() {
            return false;
        }
        let before = stage.buffer.len();
        let mut taken = stage.take(now, &mut self.thrown);
        while let Some(item) = taken.filter(|item| self.config.skip_expired && now >= item.sent + self.config.deadline)
        {
            self.flow.expired += 1;
            self.thrown.push(item);
            taken = stage.take(now, &mut self.thrown);
        }
        stage.owed += (before - stage.buffer.len()) as u32;
        if let Some(item) = taken {
            stage.serving = Some(item);
            agenda.at(now + item.work[number as usize], Due::Finished(number));
            self.waits.note(now, number, &item, false);
        }
        if self.config.policy == Policy::Credit && stage.owed >= self.config.grant() {
            agenda.at(now + self.config.link, Due::Granted { stage: number, credits: stage.owed, era: self.era });
            stage.owed = 0;
        }
        let moved = before > stage.buffer.len();
        self.drop_thrown(now, number);
        moved
    }

    /// Sends what the producer has held back, as far as there is room; what its client has given up is withdrawn.
    fn empty_outbox(&mut self, now: Time) -> bool {
        let mut moved = false;
        while self.stages[0].has_room(&self.config) {
            let Some(item) = self.outbox.pop_front() else { break };
            if self.config.retries.is_some() && now >= item.sent + self.config.deadline {
                self.left.push_back((item, Fate::Withdrawn));
            } else {
                self.inside += 1;
                self.enter(now, 0, item);
                moved = true;
            }
        }
        moved
    }

    /// Puts an item where there is room, and spends a credit on it.
    fn enter(&mut self, now: Time, stage: u32, item: Item) {
        if self.config.policy == Policy::Credit {
            self.stages[stage as usize].credits -= 1;
        }
        self.offer(now, stage, item);
    }

    /// Takes one of the attempts that have left, oldest first, with how.
    pub(crate) fn next_left(&mut self) -> Option<(Item, Fate)> {
        self.left.pop_front()
    }

    /// What has happened so far.
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// The waits at the slowest stage.
    pub fn waits(&self) -> &Waits {
        &self.waits
    }

    /// The producer's gate, to which answers and drops are told.
    pub(crate) fn gate_mut(&mut self) -> &mut Gate {
        &mut self.gate
    }

    /// The producer's gate.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// The stages, the first one first.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// How many items the producer holds back.
    pub fn outbox_len(&self) -> u64 {
        self.outbox.len() as u64
    }

    /// How many items are in the stages.
    pub fn inside(&self) -> u64 {
        self.inside
    }
}
