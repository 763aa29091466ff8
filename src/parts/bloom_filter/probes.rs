//! The cells of a key by double hashing (Kirsch & Mitzenmacher, ESA 2006).
//!
//! Two hashes are enough for k: the cells are start, start + step, start + 2·step, … around the table. A step of 0 would
//! touch one cell k times, and an even step in a table of even size can come back to the start early. So the step is
//! odd, and the table's size a multiple of 64: then the first 64 cells of a key are all different.

/// The cells of one key, in the order in which they are touched.
#[derive(Clone, Debug)]
pub struct Probes {
    next: u32,
    step: u32,
    cells: u32,
    left: u32,
}

impl Probes {
    /// The `hashes` cells of a digest among `cells`, a multiple of 64 and at most 2³¹.
    #[inline]
    pub fn new(digest: u64, cells: u32, hashes: u32) -> Self {
        debug_assert!(cells > 0 && cells.is_multiple_of(64) && cells <= 1 << 31);
        let step = scale(digest & 0xffff_ffff, cells) | 1;
        Self { next: first_cell(digest, cells), step, cells, left: hashes }
    }

    /// The distance from one cell to the next: odd, and less than the number of cells.
    pub fn step(&self) -> u32 {
        self.step
    }
}

impl Iterator for Probes {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        let cell = self.next;
        // The lesser of the two, not an `if`: a step leads over the end at random, and the processor would mispredict a
        // branch. Where it does not, the difference wraps to a large number.
        let next = cell + self.step;
        self.next = next.min(next.wrapping_sub(self.cells));
        Some(cell)
    }
}

/// The first cell of a digest among so many.
#[inline]
pub fn first_cell(digest: u64, cells: u32) -> u32 {
    scale(digest >> 32, cells)
}

/// Thirty-two random bits as a number below `bound`.
#[inline]
pub fn scale(bits: u64, bound: u32) -> u32 {
    ((bits * u64::from(bound)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_odd_and_the_cells_of_a_key_are_different_even_for_the_worst_digest() {
        // A digest whose half is all zeros would give a step of 0.
        for digest in [0, 1, u64::MAX, 0xffff_ffff_0000_0000, 0x0000_0000_ffff_ffff, 0x1234_5678_9abc_def0] {
            for cells in [64, 128, 192, 640, 100_032] {
                assert_eq!(Probes::new(digest, cells, 16).step() % 2, 1);
                let mut touched: Vec<u32> = Probes::new(digest, cells, 16).collect();
                touched.sort_unstable();
                touched.dedup();
                assert_eq!(touched.len(), 16, "digest {digest:x} among {cells}");
                assert!(touched.iter().all(|&cell| cell < cells));
            }
        }
    }
}
