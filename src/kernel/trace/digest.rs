//! The digest of a trace, by which the command line and the tests tell two runs apart. A page tells none apart, so its
//! module has none: neither the code nor the time, for every event would be written out.

#[cfg(any(not(target_arch = "wasm32"), feature = "every-lab"))]
pub use whole::Digest;

#[cfg(any(not(target_arch = "wasm32"), feature = "every-lab"))]
mod whole {
    use std::fmt::Write as _;

    use xxhash_rust::xxh3::Xxh3;

    use crate::kernel::Event;

    /// XXH3-128 of the text form of every event.
    #[derive(Clone)]
    pub struct Digest {
        hasher: Xxh3,
        line: String,
    }

    impl Digest {
        pub fn new() -> Self {
            Self { hasher: Xxh3::new(), line: String::new() }
        }

        pub fn add(&mut self, event: &Event) {
            self.line.clear();
            // Writing to a String cannot fail.
            let _ = writeln!(self.line, "{event}");
            self.hasher.update(self.line.as_bytes());
        }

        pub fn text(&self) -> String {
            format!("{:032x}", self.hasher.digest128())
        }
    }
}

/// No digest.
#[cfg(all(target_arch = "wasm32", not(feature = "every-lab")))]
#[derive(Clone)]
pub struct Digest;

#[cfg(all(target_arch = "wasm32", not(feature = "every-lab")))]
impl Digest {
    pub fn new() -> Self {
        Self
    }

    pub fn add(&mut self, _: &super::Event) {}

    pub fn text(&self) -> String {
        String::new()
    }
}
