//! The module of the grading room: a page of the book hands it the files that a teacher chose. It runs in a worker
//! (`assets/grader-worker.js`), for only there may a file be read piece by piece while one waits for it.
//!
//! Natively it is an empty program.

#[cfg(target_arch = "wasm32")]
mod file;

#[cfg(target_arch = "wasm32")]
#[allow(unreachable_pub, reason = "wasm-bindgen exports them")]
mod exports {
    use faultlines::grading::room::{Choices, Room};
    use js_sys::Function;
    use wasm_bindgen::prelude::*;
    use web_sys::Blob;

    use crate::file::File;

    /// What a grading begins with.
    #[wasm_bindgen]
    #[derive(Debug, Default)]
    pub struct Given {
        keys: Vec<(String, Vec<u8>)>,
        choices: Choices,
    }

    #[wasm_bindgen]
    impl Given {
        /// Nothing but what the teacher chose.
        #[wasm_bindgen(constructor)]
        pub fn new(keep: String, late_after: String, roster: Option<Vec<u8>>) -> Self {
            Self { keys: Vec::new(), choices: Choices { keep, late_after, roster } }
        }

        /// Adds a key file; the first is the book's.
        pub fn keys(&mut self, path: String, bytes: Vec<u8>) {
            self.keys.push((path, bytes));
        }

        /// Begins.
        ///
        /// # Errors
        /// Why it cannot, in words.
        pub fn begin(self) -> Result<Grading, String> {
            Room::new(&self.keys, &self.choices).map(Grading)
        }
    }

    /// A grading.
    #[wasm_bindgen]
    #[derive(Debug)]
    pub struct Grading(Room);

    #[wasm_bindgen]
    impl Grading {
        /// Grades a file, or those in an archive, after each of which it calls a function.
        ///
        /// # Errors
        /// In words.
        pub fn file(&mut self, path: &str, file: Blob, each: &Function) -> Result<(), String> {
            let file = File::new(file).map_err(|error| error.to_string())?;
            let mut each = || drop(each.call0(&JsValue::NULL));
            self.0.file(path, file, &mut each).map_err(|error| error.to_string())
        }

        /// Says that a folder has no files.
        pub fn empty_folder(&mut self, path: &str) {
            self.0.empty_folder(path);
        }

        /// Ends the grading; gives what the page shows, as JSON.
        ///
        /// # Errors
        /// In words.
        pub fn close(&mut self) -> Result<String, String> {
            self.0.close().map_err(|error| error.to_string())
        }

        /// The bytes of a table, for a spreadsheet if a separator of its columns is named.
        ///
        /// # Errors
        /// In words.
        pub fn table(&mut self, name: &str, separator: &str) -> Result<Vec<u8>, String> {
            self.0.table(name, separator.bytes().next()).map_err(|error| error.to_string())
        }
    }
}

fn main() {}
