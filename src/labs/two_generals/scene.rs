//! What one moment of a run is: a day, how far its messengers have come, and what each general knows.

use crate::engines::two_generals::day::Day;
use crate::engines::two_generals::policy::Plan;
use crate::engines::two_generals::{DAY, TwoGenerals};
use crate::kernel::Time;
use crate::ui::plate::{Pace, RunPair, Side};

/// How long the end of a day is looked at before the next begins.
pub(super) const NIGHT: Time = Time(DAY.0 * 3 / 10);

/// The share of a day, from its morning on, in which messengers ride.
const RIDING: f64 = 0.55;

/// The share of a day, from its morning on, after which the generals act: the evening.
const EVENING: f64 = 0.7;

/// A day takes about three seconds of the reader's, and of a chain so much more that each letter can be followed.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let mut letters = 1;
    for side in Side::BOTH {
        if let Some((Plan::Chain, messengers, _)) = side.run(pair).map(TwoGenerals::plan) {
            letters = messengers.max(letters);
        }
    }
    let ms_per_s = DAY.as_millis() / (2.2 + 0.6 * f64::from(letters));
    Pace { ms_per_s, settles: NIGHT - Time::from_millis(1) }
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a TwoGenerals,
    pub plan: Plan,
    /// How many messengers the plan has.
    pub messengers: u32,
    /// The probability that one is caught.
    pub p: f64,
    /// The day that is shown, from 0.
    pub number: u32,
    /// How it ends.
    pub day: Day,
    /// Whether each messenger is caught, if he sets out.
    pub caught: Vec<bool>,
    /// How much of it has gone by, from its morning on, in [0, 1].
    part: f64,
    /// How many days have ended.
    pub ended: u32,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &TwoGenerals = side.run(pair)?;
        let (plan, messengers, p) = run.plan();
        let days = u64::from(run.days());
        let number = ((moment - NIGHT).0 / DAY.0).min(days.saturating_sub(1)) as u32;
        let (day, caught) = run.day(number)?;
        let part = (moment - NIGHT - Time(u64::from(number) * DAY.0)).as_millis() / DAY.as_millis();
        let ended = (moment.0 / DAY.0).min(days) as u32;
        Some(Self { run, plan, messengers, p, number, day, caught, part: part.min(1.0), ended })
    }

    /// How far a messenger has come on his way, in [0, 1]; `None` of one who does not set out.
    pub(super) fn way(&self, messenger: u32) -> Option<f64> {
        let share = f64::from(messenger) / f64::from(self.messengers);
        let (start, length) = match self.plan {
            Plan::Volley => (0.15 * share, RIDING - 0.15),
            Plan::Chain => (RIDING * share, RIDING / f64::from(self.messengers)),
        };
        (messenger < self.day.sent).then(|| ((self.part - start) / length).clamp(0.0, 1.0))
    }

    /// Whether a messenger of this number rides back, from the second general to the first.
    pub(super) fn rides_back(&self, messenger: u32) -> bool {
        self.plan == Plan::Chain && messenger % 2 == 1
    }

    /// How many have arrived.
    pub(super) fn arrived(&self) -> u32 {
        (0..self.day.sent).filter(|&rider| !self.caught[rider as usize] && self.way(rider) == Some(1.0)).count() as u32
    }

    /// How many lights the plan can light at best, beside the first general's own knowledge.
    pub(super) fn levels(&self) -> u32 {
        if self.plan == Plan::Chain { self.messengers } else { 1 }
    }

    /// How many of them are lit.
    pub(super) fn lit(&self) -> u32 {
        self.arrived().min(self.levels())
    }

    /// Whether nobody rides any more.
    pub(super) fn is_quiet(&self) -> bool {
        self.part >= RIDING
    }

    /// How far an attack has come since the evening, in [0, 1]; `None` before.
    pub(super) fn attack(&self) -> Option<f64> {
        // The evening is when the day's event happens.
        (self.ended > self.number).then(|| ((self.part - EVENING) / 0.18).clamp(0.0, 1.0))
    }

    /// Whether the last who wrote was the first general.
    pub(super) fn wrote_last(&self) -> bool {
        !self.rides_back(self.day.sent.saturating_sub(1))
    }
}
