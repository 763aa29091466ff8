//! A file that the browser holds, read piece by piece.

use std::io::{self, Read, Seek, SeekFrom};

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};

/// A file of the teacher's.
#[derive(Debug)]
pub(crate) struct File {
    file: Blob,
    reader: FileReaderSync,
    at: u64,
}

impl File {
    /// A file at its beginning.
    ///
    /// # Errors
    /// Outside a worker.
    pub(crate) fn new(file: Blob) -> io::Result<Self> {
        Ok(Self { file, reader: FileReaderSync::new().map_err(refused)?, at: 0 })
    }

    fn size(&self) -> u64 {
        self.file.size() as u64
    }
}

impl Read for File {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let end = self.size().min(self.at.saturating_add(to.len() as u64));
        if end <= self.at {
            return Ok(0);
        }
        // Whole numbers of this size are the same to the browser.
        let piece = self.file.slice_with_f64_and_f64(self.at as f64, end as f64).map_err(refused)?;
        let bytes: JsValue = self.reader.read_as_array_buffer(&piece).map_err(refused)?.into();
        let bytes = Uint8Array::new(&bytes);
        let length = bytes.length() as usize;
        bytes.copy_to(to.get_mut(..length).ok_or_else(|| io::Error::other("the file grew"))?);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.size(), by),
            SeekFrom::Current(by) => (self.at, by),
        };
        self.at = from.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// What the browser says of a file that was changed or removed since it was chosen.
fn refused(_: JsValue) -> io::Error {
    io::Error::other("the browser does not let it be read; has it changed since it was chosen?")
}
