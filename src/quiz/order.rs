//! The order in which a page shows the items of an ordering question.

use super::{Kind, Question};
use crate::kernel::{Seed, Stream};

impl Question {
    /// The ids of an ordering question's items, shuffled: the same on every page and in every build, and never already
    /// right. Empty for other kinds.
    pub fn shuffled(&self) -> Vec<String> {
        let Kind::Ordering(ordering) = &self.kind else { return Vec::new() };
        let right: Vec<String> = ordering.items.iter().map(|item| item.id.clone()).collect();
        let mut ids = right.clone();
        let mut stream = Stream::named(Seed(0), &format!("quiz order {}", self.id));
        for last in (1..ids.len()).rev() {
            ids.swap(last, stream.below(last as u64 + 1) as usize);
        }
        if ids == right {
            let first = ids.remove(0);
            ids.push(first);
        }
        ids
    }
}
