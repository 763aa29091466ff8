//! A folder of the checkout, copied so that a test may change it.

use std::fs;
use std::path::Path;

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: impl AsRef<Path>, to: &Path) {
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.path().strip_prefix(&from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
