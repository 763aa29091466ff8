//! Integrals, for closed forms that have none.

/// Simpson's rule from 0 to `end`, in a hundred double steps.
pub fn integral(end: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 200;
    let step = end / f64::from(STEPS);
    let inner = |n: u32| if n.is_multiple_of(2) { 2.0 } else { 4.0 } * of(f64::from(n) * step);
    (of(0.0) + of(end) + (1..STEPS).map(inner).sum::<f64>()) * step / 3.0
}
