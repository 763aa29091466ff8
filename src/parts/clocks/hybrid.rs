//! The hybrid logical clock: Kulkarni, Demirbas, Madappa, Avva & Leone, "Logical Physical Clocks", OPODIS 2014, Figure
//! 5.
//!
//! A stamp is a pair (l, c), ordered by l, then c. l is the greatest wall time that the event could know of; c counts
//! the events that share it. So a stamp respects happened-before as Lamport's does, and l stays as close to the
//! process's own wall clock as the wall clocks are to each other.

use std::fmt;

/// A stamp of the hybrid clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HybridStamp {
    /// l: the greatest wall time that the event knows of, in microseconds.
    pub physical_us: u64,
    /// c: how far behind the first event with this l.
    pub logical: u32,
}

impl fmt::Display for HybridStamp {
    /// `1000250.3`: l, then c.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.physical_us, self.logical)
    }
}

/// The clock of one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HybridClock {
    last: HybridStamp,
}

impl HybridClock {
    /// The stamp of a local event or of a send, while the wall clock shows `wall_us`.
    pub fn tick(&mut self, wall_us: u64) -> HybridStamp {
        self.advance(self.last, wall_us)
    }

    /// The stamp of the receipt of a message that bears `sent`. The later of the two stamps is the one to exceed: it
    /// has the greater l, or at equal l the greater c, which is what the four cases of Figure 5 come to.
    pub fn receive(&mut self, sent: HybridStamp, wall_us: u64) -> HybridStamp {
        self.advance(self.last.max(sent), wall_us)
    }

    fn advance(&mut self, known: HybridStamp, wall_us: u64) -> HybridStamp {
        self.last = if wall_us > known.physical_us {
            HybridStamp { physical_us: wall_us, logical: 0 }
        } else {
            HybridStamp { logical: known.logical + 1, ..known }
        };
        self.last
    }
}
