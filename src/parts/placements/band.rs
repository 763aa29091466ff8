//! The hash space as a band of arcs by owner, few enough to draw.

use super::membership::NodeId;

/// The most arcs that a band has: half a degree each. Beyond it the eye sees a blend, and so does the picture.
pub const MAX_ARCS: u32 = 720;

/// A stretch of the hash space with one owner: after `from`, up to and with `to`. It wraps where `from >= to`; the only
/// arc of a band is the whole space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The position just before its first one.
    pub from: u64,
    /// Its last position, inclusive.
    pub to: u64,
    /// The node that owns it.
    pub owner: NodeId,
}

/// The last places of stretches and their owners, in order. (Not generic, so that all strategies share one function.)
type Cuts<'a> = dyn Iterator<Item = (u64, NodeId)> + 'a;

/// The arcs between these cuts, each the last place of a stretch and its owner, in order. Neighbours of one owner merge;
/// if more than [`MAX_ARCS`] are left, the band is that many equal arcs, each with the owner of its middle.
pub fn arcs(cuts: &mut Cuts, owner_at: &dyn Fn(u64) -> NodeId) -> Vec<Arc> {
    let merged = merge(cuts);
    if merged.len() <= MAX_ARCS as usize {
        return merged;
    }
    let place = |half: u32| share(half, 2 * MAX_ARCS);
    merge(&mut (0..MAX_ARCS).map(|slot| {
        let start = place(slot * 2);
        (place(slot * 2 + 2).wrapping_sub(1), owner_at(start + (place(1) - place(0))))
    }))
}

/// `part` parts of the hash space out of `whole`, which is no power of two, rounded down; all of it wraps to 0. (Divided
/// by hand: 2⁶⁴ is no number of sixty-four bits, and WASM has none of more.)
pub fn share(part: u32, whole: u32) -> u64 {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let (times, rest) = (u64::MAX / whole, u64::MAX % whole + 1);
    times.wrapping_mul(part).wrapping_add(rest * part / whole)
}

fn merge(cuts: &mut Cuts) -> Vec<Arc> {
    let mut arcs: Vec<Arc> = Vec::new();
    for (to, owner) in cuts {
        match arcs.last_mut() {
            Some(last) if last.owner == owner => last.to = to,
            last => {
                let from = last.map_or(0, |last| last.to);
                arcs.push(Arc { from, to, owner });
            }
        }
    }
    if let Some(end) = arcs.last().map(|last| last.to) {
        arcs[0].from = end;
    }
    arcs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_owner_merge_and_the_first_arc_wraps() {
        let cuts = [(10, 1), (20, 1), (30, 2), (40, 1)];
        let expected = [
            Arc { from: 40, to: 20, owner: 1 },
            Arc { from: 20, to: 30, owner: 2 },
            Arc { from: 30, to: 40, owner: 1 },
        ];
        assert_eq!(arcs(&mut cuts.into_iter(), &|_| 0), expected);
    }

    #[test]
    fn a_share_is_exact() {
        for (part, whole) in [(0, 3), (1, 3), (2, 3), (1, 1440), (1439, 1440), (65_536, 65_537), (1_000, 1_009)] {
            assert_eq!(u128::from(share(part, whole)), (u128::from(part) << 64) / u128::from(whole));
        }
        assert_eq!(share(1009, 1009), 0);
    }

    #[test]
    fn a_crowded_band_has_no_more_arcs_than_it_may_and_covers_the_space() {
        let step = u64::MAX / 5000;
        let mut cuts = (1..=5000u64).map(|index| (index * step, (index % 3) as NodeId));
        let arcs = arcs(&mut cuts, &|position| (position.div_ceil(step) % 3) as NodeId);
        assert!(arcs.len() > 400 && arcs.len() <= MAX_ARCS as usize, "{}", arcs.len());
        assert_eq!(arcs[0].from, u64::MAX);
        assert_eq!(arcs.last().unwrap().to, u64::MAX);
        assert!(arcs.windows(2).all(|pair| pair[0].to == pair[1].from));
    }
}
