//! What each of the four clocks says of two events, and what its stamps weigh.

use std::cmp::Ordering;

use crate::parts::clocks::{Event, Relation};

/// One of the four clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The clock on the wall.
    Wall,
    /// Lamport's counter.
    Lamport,
    /// The hybrid of the two.
    Hybrid,
    /// The vector clock.
    Vector,
}

impl Clock {
    /// All four, in the order of their cost.
    pub const ALL: [Self; 4] = [Self::Wall, Self::Lamport, Self::Hybrid, Self::Vector];

    /// Its name.
    pub const fn name(self) -> &'static str {
        ["Wall", "Lamport", "Hybrid", "Vector"][self as usize]
    }

    /// How its stamps order two events. Equal stamps are [`Relation::Same`]; that neither came first only the vector says.
    pub fn says(self, first: &Event, second: &Event) -> Relation {
        let order = match self {
            Self::Wall => Some(first.wall_us.cmp(&second.wall_us)),
            Self::Lamport => Some(first.lamport.cmp(&second.lamport)),
            Self::Hybrid => Some(first.hybrid.cmp(&second.hybrid)),
            Self::Vector => first.vector.partial_cmp(&second.vector),
        };
        match order {
            Some(Ordering::Less) => Relation::Before,
            Some(Ordering::Greater) => Relation::After,
            Some(Ordering::Equal) => Relation::Same,
            None => Relation::Concurrent,
        }
    }

    /// The bytes of an event's stamp in a fixed layout: 8 for a time or a counter, 4 more for the hybrid's second part; for
    /// each entry of a vector 4 for the process and 8 for its counter.
    pub fn bytes(self, event: &Event) -> u32 {
        match self {
            Self::Wall | Self::Lamport => 8,
            Self::Hybrid => 12,
            Self::Vector => 12 * event.vector.entries(),
        }
    }
}
