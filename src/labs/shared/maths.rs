//! The functions of real numbers that pictures need. Pictures, unlike engines, may use the host's own: a last bit does not
//! show, and the module need not carry them.

#[cfg(target_arch = "wasm32")]
pub use js_sys::Math::{atan2, cos, hypot, log10, pow, sin};
#[cfg(not(target_arch = "wasm32"))]
pub use libm::{atan2, cos, hypot, log10, pow, sin};
