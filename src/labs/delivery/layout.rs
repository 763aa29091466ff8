//! Where things stand: the producers at the left, the bridges in the middle, the consumer at the right, the account below.

use crate::engines::delivery::message::SUCCESSOR;
use crate::kernel::ProcessId;

/// A row of words, in CSS pixels.
pub(super) const ROW: f64 = 16.0;

/// A bridge, in CSS pixels: things stand on its deck.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bridge {
    /// The middle of its label.
    pub label: f64,
    /// The deck.
    pub deck: f64,
    /// How far what is lost falls below the deck.
    pub depth: f64,
}

/// The places of one picture, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// Half of a coin.
    pub coin: f64,
    /// The foot of all that stands above the account.
    pub foot: f64,
    /// The right side of the producers, and the left side of the consumer.
    pub banks: (f64, f64),
    /// The bridge of the messages, and that of the answers.
    pub bridges: [Bridge; 2],
    /// The top of the account.
    pub account: f64,
    /// Whether the account has room for its bars.
    pub has_bars: bool,
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let has_bars = height >= 220.0;
        let account = height - if has_bars { 98.0 } else { 42.0 };
        let coin = if width < 400.0 { 8.0 } else { 10.0 };
        let foot = account - 6.0;
        let bridge = |top: f64, foot: f64| {
            let spare = (foot - top - ROW - 2.0 * coin - 4.0).max(0.0);
            let label = top + 0.5 * ROW + 0.3 * spare;
            let deck = label + 0.5 * ROW + 2.0 * coin + 3.0;
            Bridge { label, deck, depth: (foot - deck - coin).max(4.0) }
        };
        Self {
            width,
            coin,
            foot,
            banks: ((0.26 * width).clamp(52.0, 124.0), width - (0.34 * width).clamp(58.0, 200.0)),
            bridges: [bridge(0.0, 0.5 * foot), bridge(0.5 * foot, foot)],
            account,
            has_bars,
        }
    }

    /// The top and the foot of a producer's box, alone or beside its successor.
    pub(super) fn producer(&self, id: ProcessId, has_successor: bool) -> (f64, f64) {
        let middle = 0.5 * self.foot;
        match has_successor {
            false => (1.0, self.foot),
            true if id == SUCCESSOR => (middle + 3.0, self.foot),
            true => (1.0, middle - 3.0),
        }
    }
}
