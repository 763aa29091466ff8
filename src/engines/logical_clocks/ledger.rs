//! The ground truth about writes that no replica has: what each client had seen when it wrote.
//!
//! A write's causal history is the write itself, the values that its client had read, and their histories (Schwarz &
//! Mattern 1994). Kept exactly it grows without end, which is why systems use clocks; here it judges them. A write is
//! **covered** while some value that is still held has it in its history: nothing is lost if a client overwrites a
//! value that it has seen. A write that nothing covers any more, without anybody having seen it, is a **lost update**.

/// A write, counted from 0.
pub type WriteId = u32;

/// A set of writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSet {
    words: Vec<u64>,
}

impl WriteSet {
    /// Adds a write.
    pub fn insert(&mut self, write: WriteId) {
        let word = write as usize / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (write % 64);
    }

    /// Whether a write is in it.
    pub fn contains(&self, write: WriteId) -> bool {
        self.words.get(write as usize / 64).is_some_and(|word| word >> (write % 64) & 1 == 1)
    }

    /// Takes a write out.
    pub fn remove(&mut self, write: WriteId) {
        if let Some(word) = self.words.get_mut(write as usize / 64) {
            *word &= !(1 << (write % 64));
        }
    }

    /// Adds every write of another set.
    pub fn extend(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words.iter_mut().zip(&other.words).for_each(|(word, more)| *word |= more);
    }
}

/// The fate of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is held somewhere, or a value that is held has seen it.
    Covered,
    /// It vanished unseen, beaten by writes that had not seen it and that it had not seen.
    LostConcurrent,
    /// It vanished although its client had read the very value that beat it: the older write won.
    LostNewer,
}

/// A write.
#[derive(Clone, Debug)]
pub struct Write {
    /// The client that wrote.
    pub client: u32,
    /// The process that it wrote at.
    pub process: u32,
    /// Itself, and every write that its client had seen, directly or through a value that had seen it.
    pub history: WriteSet,
    /// Whether it has lost against a value that its client had seen.
    pub beaten_by_seen: bool,
    /// Its fate so far.
    pub fate: Fate,
}

/// Every write of a run.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    writes: Vec<Write>,
}

impl Ledger {
    /// Enters a write by a client that had read the values `seen`.
    pub fn enter(&mut self, client: u32, process: u32, seen: &[WriteId]) -> WriteId {
        let id = self.writes.len() as WriteId;
        let mut history = self.covered_by(seen);
        history.insert(id);
        self.writes.push(Write { client, process, history, beaten_by_seen: false, fate: Fate::Covered });
        id
    }

    /// The writes in the order in which they were made.
    pub fn writes(&self) -> &[Write] {
        &self.writes
    }

    /// Whether the client of `later` had seen `earlier`, another write.
    pub fn saw(&self, later: WriteId, earlier: WriteId) -> bool {
        later != earlier && self.writes[later as usize].history.contains(earlier)
    }

    /// How many of these values were overwritten by a client that wrote another of them.
    pub fn superseded(&self, values: &[WriteId]) -> u32 {
        let mut seen = WriteSet::default();
        for &value in values {
            let known = seen.contains(value);
            seen.extend(&self.writes[value as usize].history);
            if !known {
                seen.remove(value);
            }
        }
        values.iter().filter(|&&value| seen.contains(value)).count() as u32
    }

    /// The writes that these values cover: themselves and all that their clients had seen.
    pub fn covered_by(&self, values: &[WriteId]) -> WriteSet {
        let mut union = WriteSet::default();
        values.iter().for_each(|&value| union.extend(&self.writes[value as usize].history));
        union
    }

    /// Notes that a replica, where `met` came together, kept only `kept`.
    pub fn compare(&mut self, met: &[WriteId], kept: &[WriteId]) {
        let mut stays = WriteSet::default();
        kept.iter().for_each(|&value| stays.insert(value));
        for &dropped in met.iter().filter(|&&value| !stays.contains(value)) {
            let by_seen = kept.iter().any(|&value| self.saw(dropped, value));
            self.writes[dropped as usize].beaten_by_seen |= by_seen;
        }
    }

    /// Finds the writes that have just been lost, when no more than `covered` is covered.
    pub fn settle(&mut self, covered: &WriteSet) -> Vec<WriteId> {
        let mut lost = Vec::new();
        for (id, write) in (0..).zip(&mut self.writes) {
            if write.fate == Fate::Covered && !covered.contains(id) {
                write.fate = if write.beaten_by_seen { Fate::LostNewer } else { Fate::LostConcurrent };
                lost.push(id);
            }
        }
        lost
    }
}
