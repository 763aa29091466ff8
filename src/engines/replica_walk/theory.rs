//! The share of keys that a lost rack takes with it, before any ring is drawn.

use super::policy::Walk;

/// The expected share of keys all of whose copies are in a rack of `inside` of the `machines`, each with `vnodes` points.
///
/// The points are independent and alike, so the order in which a walk meets them is a random permutation: of the points for
/// a walk that takes them as they come, and of the machines for one that skips those that it has, however many points
/// each has. So each copy is one more draw without replacement. A walk that knows racks puts a second copy elsewhere.
pub(super) fn lost_fraction(rule: Walk, inside: u32, machines: u32, vnodes: u32, copies: u32) -> f64 {
    let each = match rule {
        Walk::Points => vnodes,
        Walk::Racks if copies > 1 && inside < machines => return 0.0,
        Walk::Machines | Walk::Racks => 1,
    };
    let part = |drawn: u32| {
        let left = f64::from((inside * each).saturating_sub(drawn));
        left / f64::from((machines * each - drawn).max(1))
    };
    (0..copies).map(part).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_machines_of_nine_hold_all_three_copies_of_one_key_in_eighty_four() {
        let machines = lost_fraction(Walk::Machines, 3, 9, 8, 3);
        assert!((machines - 1.0 / 84.0).abs() < 1e-12);
        let points = lost_fraction(Walk::Points, 3, 9, 8, 3);
        assert!((points - 24.0 * 23.0 * 22.0 / (72.0 * 71.0 * 70.0)).abs() < 1e-12);
        assert_eq!(lost_fraction(Walk::Machines, 2, 9, 8, 3), 0.0);
        assert_eq!(lost_fraction(Walk::Racks, 3, 9, 8, 3), 0.0);
        assert_eq!(lost_fraction(Walk::Racks, 3, 9, 8, 1), 1.0 / 3.0);
    }
}
