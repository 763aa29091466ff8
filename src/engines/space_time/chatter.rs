//! What happens of itself: events at random moments and places, some of which send a message.

use crate::kernel::{Input, Stream, Time};

/// One event that happens of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chat {
    /// When.
    pub at: Time,
    /// The process.
    pub process: u32,
    /// The receiver and the time that the message takes, if one is sent.
    pub send: Option<(u32, Time)>,
}

/// The part of the events that send.
const SENDING: f64 = 0.6;

/// The events that a scenario asks for, in order of time. Each takes the same number of draws, whatever comes of them.
pub fn chatter(input: &Input) -> Vec<Chat> {
    let params = input.params;
    let (processes, delay_ms) = (params.count("processes"), params.number("delay_ms"));
    let mut draws = Stream::named(input.seed, "chatter");
    let mut at = Time::ZERO;
    let event = |_| {
        at = at + Time::from_millis_f64(draws.exponential(params.number("pause_ms")));
        let process = draws.below(processes.into()) as u32;
        let sends = draws.unit() < SENDING;
        let other = draws.below(u64::from(processes) - 1) as u32;
        let to = if other < process { other } else { other + 1 };
        let delay = Time::from_millis_f64(delay_ms * (0.5 + draws.unit()));
        Chat { at, process, send: sends.then_some((to, delay)) }
    };
    (0..params.count("chatter")).map(event).collect()
}
