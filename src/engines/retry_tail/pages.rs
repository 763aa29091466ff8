//! The pages that were sent, and for each of their parts where its call is.

use super::hosts::Call;
use crate::kernel::Time;

/// A page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub sent: Time,
    /// How often it was sent again.
    pub attempt: u8,
    /// Parts without an answer.
    pub missing: u8,
    /// All answers are there, or its reader has left.
    pub is_over: bool,
}

/// A part of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// The server that has its call of the last attempt.
    pub server: u8,
    pub attempt: u8,
    /// Where that call is.
    pub place: Place,
}

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    InLine,
    AtWork,
    Answered,
}

/// All of them, in the order of sending.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    fan_out: usize,
    pub pages: Vec<Page>,
    pub parts: Vec<Part>,
}

impl Pages {
    /// None yet, of so many parts each.
    pub(super) fn new(fan_out: u32) -> Self {
        Self { fan_out: fan_out as usize, pages: Vec::new(), parts: Vec::new() }
    }

    /// The part that a call is for.
    pub(super) fn part(&mut self, page: u32, part: u8) -> &mut Part {
        &mut self.parts[page as usize * self.fan_out + usize::from(part)]
    }

    /// Whether somebody waits for the answer of a call.
    pub(super) fn is_awaited(&mut self, call: &Call) -> bool {
        let part = *self.part(call.page, call.part);
        !self.pages[call.page as usize].is_over && part.attempt == call.attempt
    }
}
