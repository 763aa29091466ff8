//! Where records wait until it is their turn: a file that the caller opened, or memory.

use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes put down one after the other, and taken up again in any order.
#[derive(Debug)]
pub struct Spool<S> {
    store: S,
    end: u64,
}

/// Where something was put.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    at: u64,
    length: u32,
}

impl<S: Read + Write + Seek> Spool<S> {
    /// A spool in an empty store.
    pub fn new(store: S) -> Self {
        Self { store, end: 0 }
    }

    /// Puts bytes down. All of them are put before any is taken up.
    ///
    /// # Errors
    /// If the store is full.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<Place> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.store.write_all(bytes)?;
        let place = Place { at: self.end, length };
        self.end += u64::from(length);
        Ok(place)
    }

    /// Takes up what was put.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn get(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; place.length as usize];
        self.store.seek(SeekFrom::Start(place.at))?;
        self.store.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
