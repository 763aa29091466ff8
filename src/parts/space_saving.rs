//! The counters of Space-Saving (Metwally, Agrawal & El Abbadi, ICDT 2005), always in order.
//!
//! The paper links buckets of equal counts. Here the counters lie in an array, the greatest first. An item that comes
//! again changes places with the first of those that have its count and then goes up by one, so that the order stays; the
//! place is found by binary search.

/// A monitored item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The item that it counts.
    pub item: u32,
    /// How often it came, at most.
    pub count: u32,
    /// The count that it took over: it came at least `count − error` times.
    pub error: u32,
}

/// At most m monitored items.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The greatest count first.
    counters: Vec<Counter>,
    /// For the item with this number: its place in `counters` and one more, or 0 if it is not monitored.
    places: Vec<u32>,
    capacity: u32,
    arrivals: u32,
    takeovers: u32,
}

impl Summary {
    /// No items yet, with room for `capacity`.
    ///
    /// # Panics
    /// If there is no room at all.
    pub fn new(capacity: u32) -> Self {
        assert!(capacity > 0, "a summary needs a counter");
        Self { counters: Vec::new(), places: Vec::new(), capacity, arrivals: 0, takeovers: 0 }
    }

    /// Counts one arrival of an item.
    pub fn insert(&mut self, item: u32) {
        self.arrivals += 1;
        if self.places.len() <= item as usize {
            self.places.resize(item as usize + 1, 0);
        }
        let place = match self.places[item as usize] {
            0 => self.admit(item),
            place => place as usize - 1,
        };
        let count = self.counters[place].count;
        let first = self.counters.partition_point(|counter| counter.count > count);
        self.counters.swap(place, first);
        self.places[self.counters[place].item as usize] = place as u32 + 1;
        self.places[item as usize] = first as u32 + 1;
        self.counters[first].count += 1;
    }

    /// Finds a counter for an item that has none: a free one, or that of the least frequent item.
    fn admit(&mut self, item: u32) -> usize {
        if (self.counters.len() as u32) < self.capacity {
            self.counters.push(Counter { item, count: 0, error: 0 });
        } else if let Some(last) = self.counters.last_mut() {
            self.places[last.item as usize] = 0;
            *last = Counter { item, count: last.count, error: last.count };
            self.takeovers += 1;
        }
        self.counters.len() - 1
    }

    /// The monitored items, the greatest count first.
    pub fn counters(&self) -> &[Counter] {
        &self.counters
    }

    /// The counter of an item, if it has one.
    pub fn counter(&self, item: u32) -> Option<&Counter> {
        let place = self.places.get(item as usize)?.checked_sub(1)?;
        self.counters.get(place as usize)
    }

    /// How often an item without a counter came, at most: 0 while a counter is free.
    pub fn least(&self) -> u32 {
        if (self.counters.len() as u32) < self.capacity { 0 } else { self.counters.last().map_or(0, |last| last.count) }
    }

    /// How many counters there are room for.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Items that have come.
    pub fn arrivals(&self) -> u32 {
        self.arrivals
    }

    /// How often an item took over the counter of another.
    pub fn takeovers(&self) -> u32 {
        self.takeovers
    }

    /// How many of the first k are certainly among the k most frequent: they came at least as often as the one behind
    /// them did at most (Metwally et al. 2005, section 4).
    pub fn guaranteed(&self, k: u32) -> u32 {
        let behind = self.counters.get(k as usize).map_or(self.least(), |next| next.count);
        let top = self.counters.iter().take(k as usize);
        top.filter(|counter| counter.count - counter.error >= behind).count() as u32
    }
}
