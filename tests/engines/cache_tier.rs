//! The `cache-tier` engine: laws, papers, and the caches and the database against theory.

mod laws;
mod oracles;
mod papers;
