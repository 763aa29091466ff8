//! Events from outside the system: letters that arrive, crashes, pauses.

use super::actor::Actor;
use super::message::{APPLICATION, CONSUMER, Letter, Message, PRODUCER, SUCCESSOR};
use super::policy::{KEYS, KeySource};
use crate::kernel::{
    Fault, Impairment, Input, Link, Occurrence, ProcessId, Queue, Rule, Scheduled, Stream, Time, cluster::OUTSIDE,
    put_in_order,
};

/// All of it, known before the run begins.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// The moments at which the letters arrive at the application.
    pub arrivals: Vec<Time>,
    /// The crashes and pauses, and their ends.
    pub faults: Vec<Scheduled>,
    letters: Vec<Letter>,
    fail_overs: Vec<Time>,
}

impl Schedule {
    /// Draws it.
    pub(super) fn new(input: &Input) -> Self {
        let params = input.params;
        let number = |name: &str| params.number(name);
        let messages = params.count("messages");
        let stream = |name: &str| Stream::named(input.seed, name);
        let (mut gaps, mut crash_draws, mut pause_draws) = (stream("arrivals"), stream("crashes"), stream("pauses"));
        let mean_gap_ns = 1e9 / number("rate_per_s");
        // About as long as a message is on its way and in work.
        let about = Time::from_millis_f64(2.0 * number("network_ms") + 3.0 * number("step_ms"));
        let within = |draw: f64| Time((draw * about.0 as f64) as u64);
        let (mut at, mut arrivals, mut losses) = (Time::ZERO, Vec::new(), Vec::new());
        let (mut crashes, mut pauses) = (Vec::new(), Vec::new());
        for _ in 0..messages {
            at = at + Time(gaps.exponential(mean_gap_ns) as u64);
            arrivals.push(at);
            let (crashes_now, crash_at) = (crash_draws.unit() < number("crash_probability"), crash_draws.unit());
            let (pauses_now, pause_at) = (pause_draws.unit() < number("pause_probability"), pause_draws.unit());
            if crashes_now {
                put_in_order(&mut crashes, (at + within(crash_at), CONSUMER));
            }
            if pauses_now {
                put_in_order(&mut pauses, (at + within(pause_at), PRODUCER));
            }
        }
        for action in input.actions {
            let when = Time::from_millis(action.at_ms.into());
            match action.verb {
                "pause-producer" => put_in_order(&mut pauses, (when, PRODUCER)),
                "crash-consumer" => put_in_order(&mut crashes, (when, CONSUMER)),
                verb => losses.push((when, verb == "lose-ack")),
            }
        }
        let mut schedule =
            Self { arrivals, faults: Vec::new(), letters: letters(input, messages), fail_overs: Vec::new() };
        schedule.add_losses(losses);
        schedule.add_crashes(crashes, params.time("down_ms"));
        schedule.add_pauses(pauses, params.time("pause_ms"));
        schedule
    }

    /// The keys that the application gives to the letters.
    pub(super) fn keys(&self) -> Vec<u64> {
        self.letters.iter().map(|letter| letter.key).collect()
    }

    /// What is sent next loses its way: the consumer's answer, or else a producer's message.
    fn add_losses(&mut self, losses: Vec<(Time, bool)>) {
        let consumer = Some(CONSUMER);
        for (at, is_answer) in losses {
            let link = if is_answer { Link { from: consumer, to: None } } else { Link { from: None, to: consumer } };
            let fault = Fault::Impair(Rule { link, impairment: Impairment::LossOfNext });
            self.faults.push(Scheduled { at, fault });
        }
    }

    /// One crash at a time: another that would come before the consumer is back is passed over.
    fn add_crashes(&mut self, crashes: Vec<(Time, ProcessId)>, down: Time) {
        let mut back_at = Time::ZERO;
        for (at, _) in crashes {
            if at < back_at {
                continue;
            }
            self.faults.push(Scheduled { at, fault: Fault::Crash(CONSUMER) });
            self.faults.push(Scheduled { at: at + down, fault: Fault::Restart(CONSUMER) });
            back_at = at + down;
        }
    }

    /// One pause at a time: another that would begin before the last has ended is passed over.
    fn add_pauses(&mut self, pauses: Vec<(Time, ProcessId)>, pause: Time) {
        let mut free_from = Time::ZERO;
        for (at, _) in pauses {
            if at < free_from {
                continue;
            }
            let in_charge = if self.fail_overs.len().is_multiple_of(2) { PRODUCER } else { SUCCESSOR };
            self.faults.push(Scheduled { at, fault: Fault::Pause(in_charge) });
            self.faults.push(Scheduled { at: at + pause, fault: Fault::Resume(in_charge) });
            self.fail_overs.push(at + Time(pause.0 / 4));
            free_from = at + pause;
        }
    }

    /// Puts the letters and the fail-overs into the queue.
    pub(super) fn place(&self, queue: &mut Queue<Occurrence<Actor>>) {
        let mut deliver = |sent: Time, message: Message| {
            queue.at(sent, Occurrence::Deliver { from: OUTSIDE, to: APPLICATION, sent, message });
        };
        for (&at, &letter) in self.arrivals.iter().zip(&self.letters) {
            deliver(at, Message::Take(letter));
        }
        self.fail_overs.iter().for_each(|&at| deliver(at, Message::FailOver));
    }
}

/// The letters with the keys that the application gives them.
fn letters(input: &Input, messages: u32) -> Vec<Letter> {
    let params = input.params;
    let (mut keys, mut reuse) = (Stream::named(input.seed, "keys"), Stream::named(input.seed, "reuse"));
    let is_random = params.chosen("key", &KEYS) == KeySource::Random;
    let unused_bits = 64 - params.count("key_bits");
    let rows = params.count("rows");
    let mut before = 0;
    let letter = |number: u32| {
        let random = keys.bits() >> unused_bits;
        let own = if is_random { random } else { u64::from(number) };
        let reuses = reuse.unit() < params.number("reuse_probability") && number > 0;
        let key = if reuses { before } else { own };
        before = key;
        Letter { number, key, row: number % rows }
    };
    (0..messages).map(letter).collect()
}
