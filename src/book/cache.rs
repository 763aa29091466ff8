//! Results of slow steps, remembered from one build to the next.
//!
//! A result lies under the hash of everything that decides it: the name of the step, its settings, its input, and, where
//! the step is this program's own, the program itself ([`program`]). So a result is never out of date, only unused.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

/// Cargo's folder in a checkout; results lie inside it, so that `cargo clean` and `make clean` forget them.
const TARGET: &str = "target";
/// The length of the digest before a remembered result, bytes.
const DIGEST: usize = 32;

/// Where results are remembered. [`Default`] remembers nothing.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// In `target/cache` if this is run in a checkout that has been built; nowhere else is a folder made.
    pub fn of_checkout() -> Self {
        Self { folder: Path::new(TARGET).is_dir().then(|| Path::new(TARGET).join("cache")) }
    }

    /// In a folder, which is made when the first result comes.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: Some(folder.to_path_buf()) }
    }

    /// The result of a step for these inputs: the remembered one, or what `make` gives, remembered from then on. The
    /// inputs must be everything that decides the result.
    ///
    /// # Errors
    /// Those of `make`. A folder that cannot be written only makes the next build slow.
    pub fn get_or_make(
        &self,
        step: &str,
        inputs: &[&[u8]],
        make: impl FnOnce() -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Vec<u8>> {
        let Some(folder) = &self.folder else { return make() };
        let path = folder.join(format!("{step}-{}", key(step, inputs)));
        if let Some(known) = fs::read(&path).ok().and_then(whole) {
            return Ok(known);
        }
        let result = make()?;
        let _ = fs::create_dir_all(folder).and_then(|()| keep(&path, &result));
        Ok(result)
    }
}

/// Stands for this very program among the inputs of a step that it does itself: any change of its source is another
/// program, whose results are its own. `None` if the program cannot be read, as when a build has just replaced it: then
/// nothing of it may be remembered.
pub fn program() -> Option<&'static [u8]> {
    static PROGRAM: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let digest = || Some(Sha256::digest(std::env::current_exe().and_then(fs::read).ok()?).to_vec());
    PROGRAM.get_or_init(digest).as_deref()
}

/// The name of a result. Each input is preceded by its length, so that no two lists of inputs read the same.
fn key(step: &str, inputs: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for input in [step.as_bytes()].iter().chain(inputs) {
        hash.update((input.len() as u64).to_le_bytes());
        hash.update(input);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a result with its digest, under its name only when it is whole: builds may run side by side.
fn keep(path: &Path, result: &[u8]) -> std::io::Result<()> {
    let unfinished = path.with_extension(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
    fs::write(&unfinished, [&Sha256::digest(result)[..], result].concat())?;
    fs::rename(unfinished, path)
}

/// The result in a file, unless the file is damaged.
fn whole(mut file: Vec<u8>) -> Option<Vec<u8>> {
    let (digest, result) = file.split_at_checked(DIGEST)?;
    if Sha256::digest(result)[..] != *digest {
        return None;
    }
    Some(file.split_off(DIGEST))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A step that counts how often it is done, and says its input backwards.
    fn backwards(cache: &Cache, settings: &str, input: &str, done: &Cell<u32>) -> String {
        let result = cache.get_or_make("backwards", &[settings.as_bytes(), input.as_bytes()], || {
            done.set(done.get() + 1);
            Ok(input.chars().rev().collect::<String>().into_bytes())
        });
        String::from_utf8(result.unwrap()).unwrap()
    }

    #[test]
    fn the_same_input_is_worked_on_once_and_a_changed_one_again() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, done) = (Cache::in_folder(folder.path()), Cell::new(0));
        assert_eq!(backwards(&cache, "", "ring", &done), "gnir");
        assert_eq!(backwards(&cache, "", "ring", &done), "gnir");
        assert_eq!(done.get(), 1);
        assert_eq!(backwards(&cache, "", "rings", &done), "sgnir");
        assert_eq!(backwards(&cache, "quality 11", "rings", &done), "sgnir");
        assert_eq!(backwards(&cache, "quality 11r", "ings", &done), "sgni", "the same bytes, divided otherwise");
        assert_eq!(done.get(), 4);
    }

    #[test]
    fn a_damaged_result_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, done) = (Cache::in_folder(folder.path()), Cell::new(0));
        for damaged in ["", "short", "a text that is longer than the digest before it"] {
            backwards(&cache, "", "ring", &done);
            let file = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
            fs::write(file, damaged).unwrap();
            assert_eq!(backwards(&cache, "", "ring", &done), "gnir");
        }
        assert_eq!(done.get(), 4);
    }

    #[test]
    fn without_a_folder_nothing_is_remembered_and_an_error_never_is() {
        let done = Cell::new(0);
        backwards(&Cache::default(), "", "ring", &done);
        backwards(&Cache::default(), "", "ring", &done);
        assert_eq!(done.get(), 2);
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path());
        assert!(cache.get_or_make("step", &[], || anyhow::bail!("no")).is_err());
        assert_eq!(cache.get_or_make("step", &[], || Ok(b"yes".to_vec())).unwrap(), b"yes");
    }
}
