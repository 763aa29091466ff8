//! The strategies by name, as a reader chooses among them.

use crate::kernel::ChoiceTable;

/// The strategies, by the field's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// `hash mod n`.
    Modulo,
    /// A ring with virtual nodes (Karger et al. 1997).
    Ring,
    /// Highest random weight (Thaler & Ravishankar 1998).
    Rendezvous,
    /// Jump consistent hash (Lamping & Veach 2014).
    Jump,
    /// The look-up table of the Maglev load balancer (Eisenbud et al. 2016).
    Maglev,
    /// A ring with bounded loads (Mirrokni, Thorup & Zadimoghaddam 2018).
    Bounded,
}

impl Strategy {
    /// How keys are placed, in words that follow a verb: `on the ring`.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Modulo => "by modulo",
            Self::Ring => "on the ring",
            Self::Rendezvous => "by rendezvous hashing",
            Self::Jump => "by jump hash",
            Self::Maglev => "by Maglev hashing",
            Self::Bounded => "on the ring with bounded loads",
        }
    }

    /// Whether nodes have points on a ring, of which a weight is so many.
    pub fn has_points(self) -> bool {
        matches!(self, Self::Ring | Self::Bounded)
    }

    /// Whether nodes may differ in weight. Those that count buckets know no weights.
    pub fn knows_weights(self) -> bool {
        !matches!(self, Self::Modulo | Self::Jump)
    }
}

/// How a key finds its node.
pub const STRATEGIES: ChoiceTable<Strategy, 6> = ChoiceTable::new([
    ("modulo", "Modulo", Strategy::Modulo),
    ("ring", "Ring", Strategy::Ring),
    ("rendezvous", "Rendezvous", Strategy::Rendezvous),
    ("jump", "Jump", Strategy::Jump),
    ("maglev", "Maglev", Strategy::Maglev),
    ("bounded", "Ring, bounded loads", Strategy::Bounded),
]);
