//! How far the estimates are from the truth, over the items asked for so far.

/// Errors over the items asked for so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Items asked for that came.
    pub items: u32,
    /// By how much their estimates exceed their counts, together.
    pub sum: u64,
    /// By how much one does at most.
    pub max: u32,
    /// By how much the first row alone does, together.
    pub row_sum: u64,
    /// Items whose estimate exceeds the count by more than was promised.
    pub over_bound: u32,
    /// Items whose estimate is too low.
    pub under: u32,
}

impl Errors {
    /// Takes note of an item that came `count` times: what the table and its first row say, and the error promised.
    pub fn judge(&mut self, count: u32, estimate: u32, row: u32, bound: f64) {
        let over = estimate.saturating_sub(count);
        self.items += 1;
        self.sum += u64::from(over);
        self.max = self.max.max(over);
        self.row_sum += u64::from(row.saturating_sub(count));
        self.over_bound += u32::from(f64::from(over) > bound);
        self.under += u32::from(estimate < count);
    }
}
