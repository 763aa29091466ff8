//! Predictions for a plan with `n` messengers, each caught independently with probability `p`.

use super::policy::Plan;

/// P(one general attacks alone): that the whole volley is caught, pⁿ; that the last letter of the chain is, (1−p)ⁿ⁻¹·p.
pub fn disagreement(plan: Plan, p: f64, n: u32) -> f64 {
    match plan {
        Plan::Volley => libm::pow(p, f64::from(n)),
        Plan::Chain => libm::pow(1.0 - p, f64::from(n - 1)) * p,
    }
}

/// P(both attack).
pub fn victory(plan: Plan, p: f64, n: u32) -> f64 {
    match plan {
        Plan::Volley => 1.0 - libm::pow(p, f64::from(n)),
        Plan::Chain => libm::pow(1.0 - p, f64::from(n)),
    }
}
