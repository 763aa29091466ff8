//! The metrics of a board.

use super::board::Board;
use super::clock::Clock;
use super::message::Fate;
use super::spec::SPEC;
use crate::kernel::{Report, Time};
use crate::parts::clocks::wall;

/// The metrics of what has happened until now.
pub(super) fn measured(board: &Board, now: Time) -> Report {
    let (history, messages) = (board.history(), board.messages());
    let lost = messages.iter().filter(|message| matches!(message.fate, Fate::Lost(_))).count();
    let lead_us = history.events().iter().map(|event| event.hybrid.physical_us - event.wall_us).max().unwrap_or(0);
    let bytes = |clock: Clock| Some(history.events().iter().map(|event| f64::from(clock.bytes(event))).sum());
    let spread = wall::spread_ms(board.walls(), now);
    Report::of(
        SPEC.metrics,
        [
            ("events", Some(history.events().len() as f64)),
            ("messages", Some(messages.len() as f64)),
            ("messages_lost", Some(lost as f64)),
            ("messages_overtaken", Some(board.overtaken().into())),
            ("concurrent_pairs", Some(history.concurrent_pairs() as f64)),
            ("wall_false_orders", Some(board.tallies().last().map_or(0.0, |tally| tally.wall_false_orders as f64))),
            ("lamport_false_orders", Some(history.lamport_false_orders() as f64)),
            ("hybrid_lead_ms_max", Some(lead_us as f64 / 1e3)),
            ("predicted_hybrid_lead_ms_max", (!board.is_stepped()).then_some(spread)),
            ("wall_bytes", bytes(Clock::Wall)),
            ("lamport_bytes", bytes(Clock::Lamport)),
            ("hybrid_bytes", bytes(Clock::Hybrid)),
            ("vector_bytes", bytes(Clock::Vector)),
        ],
    )
}
