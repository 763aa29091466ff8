//! The `cache-stampede` engine: laws, papers, and by subject absent keys, overload with retries, the right to recompute and
//! XFetch.

mod absent;
mod laws;
mod overload;
mod papers;
mod rights;
mod xfetch;
