//! Functions of real numbers for pictures. In the browser they are the browser's own, which cost the module nothing; an
//! engine, whose runs must agree to the last bit on every target, takes libm's.

#[cfg(target_arch = "wasm32")]
use js_sys::Math as host;
#[cfg(not(target_arch = "wasm32"))]
use libm as host;

/// The logarithm to base ten.
pub fn log10(x: f64) -> f64 {
    host::log10(x)
}

/// A power.
pub fn pow(base: f64, exponent: f64) -> f64 {
    host::pow(base, exponent)
}

/// The length of the way that leads `x` across and `y` down.
pub fn hypot(x: f64, y: f64) -> f64 {
    host::hypot(x, y)
}

/// The sine of an angle in radians.
pub fn sin(angle: f64) -> f64 {
    host::sin(angle)
}

/// The cosine of an angle in radians.
pub fn cos(angle: f64) -> f64 {
    host::cos(angle)
}

/// The angle of the way that leads `x` across and `y` down, in radians.
pub fn atan2(y: f64, x: f64) -> f64 {
    host::atan2(y, x)
}
