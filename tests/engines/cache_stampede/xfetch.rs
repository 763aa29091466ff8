//! XFetch (Vattani, Chierichetti & Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015).

use faultlines::kernel::{Action, Field, Simulation, Time};
use faultlines::parts::early_expiry::early;

use super::papers::{busy, metric, scenario};
use crate::lab::close;

/// A field of every event of a kind.
fn fields_of(run: &dyn Simulation, kind: &str, name: &str) -> Vec<f64> {
    let events = run.trace().events().iter().filter(|event| event.kind == kind);
    let fields = events.flat_map(|event| &event.fields).filter(|(field, _)| *field == name);
    fields
        .map(|(_, field)| match field {
            Field::Integer(value) => *value as f64,
            Field::Number(value) => *value,
            Field::Text(text) => panic!("{name} is the text {text}"),
        })
        .collect()
}

/// VLDB 2015: the count is geometric with the mean e^(1/β), whatever the rate (for rδβ ≫ 1).
#[test]
fn xfetch_costs_e_to_the_one_over_beta_recomputations_whatever_the_rate() {
    for (beta, reads_per_s) in [("1", "10000"), ("1", "20000"), ("2", "10000"), ("0.5", "20000")] {
        let run = busy(&[("strategy", "xfetch"), ("beta", beta), ("reads_per_s", reads_per_s)]).run();
        let mean = (1.0 / beta.parse::<f64>().unwrap()).exp();
        // Four standard errors of a geometric variable with this mean.
        let error = (mean * (mean - 1.0) / metric(&*run, "expiries")).sqrt();
        close(metric(&*run, "recomputes_per_expiry"), mean, 4.0 * error);
        // e^(1/β) is the limit of many reads and a long life; of the last case a millionth part begins too late for it.
        let tolerance = if beta == "0.5" { 1e-4 } else { 1e-8 };
        close(metric(&*run, "predicted_recomputes_per_expiry"), mean, tolerance);
        let once = fields_of(&*run, "filled", "recomputes");
        let share = once.iter().filter(|&&count| count == 1.0).count() as f64 / once.len() as f64;
        close(share, 1.0 / mean, 4.0 * (1.0 / mean * (1.0 - 1.0 / mean) / once.len() as f64).sqrt());
    }
}

/// Derived from the same law: the lead is Gumbel, of the mean δβ(ln(rδβ) + γ) and the deviation δβπ/√6.
#[test]
fn xfetch_begins_before_the_expiry_by_the_lead_that_the_law_gives() {
    for (beta, expected_ms) in [("1", 10.0 * (100f64.ln() + 0.577_216)), ("2", 20.0 * (200f64.ln() + 0.577_216))] {
        let run = busy(&[("strategy", "xfetch"), ("beta", beta)]).run();
        close(metric(&*run, "predicted_lead_ms_mean"), expected_ms, 1e-3);
        let deviation_ms = 10.0 * beta.parse::<f64>().unwrap() * std::f64::consts::PI / 6f64.sqrt();
        let error_ms = deviation_ms / metric(&*run, "expiries").sqrt();
        close(metric(&*run, "lead_ms_mean"), expected_ms, 4.0 * error_ms);
    }
}

/// The known mistakes: `+ ln u` never fires early; u = 0 always fires.
#[test]
fn the_draw_moves_the_clock_forwards_and_never_without_end() {
    let (now, took) = (Time::from_millis(1_000), Time::from_millis(10));
    let left = |ms: u64| now + Time::from_millis(ms);
    for (u, reach_ms) in [(0.5, 6.931), (0.1, 23.026), (0.01, 46.052)] {
        assert!(early(now, left(reach_ms as u64), took, 1.0, u), "−10 ln {u} = {reach_ms}");
        assert!(!early(now, left(reach_ms as u64 + 1), took, 1.0, u), "−10 ln {u} = {reach_ms}");
    }
    assert!(!early(now, left(1), took, 1.0, 1.0), "a draw of 1 does not move the clock");
    // The smallest draw of (0, 1] with 53 bits reaches 36.7 δ.
    assert!(early(now, left(367), took, 1.0, 2f64.powi(-53)));
    assert!(!early(now, left(368), took, 1.0, 2f64.powi(-53)));
}

/// Nothing forestalls a deletion: the clock that XFetch watches does not tell of it.
#[test]
fn a_deletion_takes_xfetch_by_surprise() {
    let mut scenario = busy(&[("strategy", "xfetch"), ("ttl_ms", "60000"), ("duration_s", "10")]);
    scenario.act(Action { at_ms: 5_000, verb: "expire-key", target: 0, value: None });
    let run = scenario.run();
    // One expiry: 1 + Poisson(100), within four deviations.
    close(metric(&*run, "recomputes_per_expiry"), 101.0, 40.0);
    assert_eq!(metric(&*run, "expiries"), 1.0);
}

/// The intensity r·min(1, e^(−u/δβ)) integrated: few reads, little eagerness, a life shorter than the reach of the draws.
#[test]
fn xfetch_is_predicted_where_the_law_of_many_reads_does_not_hold() {
    let cases =
        [(&[("beta", "0.1"), ("reads_per_s", "1000")][..], 81.2, 0.1), (&[("reads_per_s", "5")][..], 1.43, 0.01)];
    for (settings, expected, tolerance) in cases {
        let unbounded = [("strategy", "xfetch"), ("database_capacity", "0"), ("ttl_ms", "1000"), ("duration_s", "600")];
        let run = scenario(&[&unbounded[..], settings].concat()).run();
        let predicted = metric(&*run, "predicted_recomputes_per_expiry");
        close(predicted, expected, tolerance);
        close(metric(&*run, "recomputes_per_expiry"), predicted, 0.05 * predicted);
        let lead_ms = metric(&*run, "predicted_lead_ms_mean");
        // A lead deviates by 130 ms at most (δβπ/√6 with β = 1): four standard errors.
        close(metric(&*run, "lead_ms_mean"), lead_ms, 4.0 * 130.0 / metric(&*run, "expiries").sqrt());
    }
    // A life as long as δβ: the next early reads come while the last ones are under way.
    let short = scenario(&[("strategy", "xfetch"), ("database_capacity", "0"), ("beta", "10"), ("ttl_ms", "1000")]);
    assert_eq!(short.report().get("predicted_recomputes_per_expiry"), None);
    assert_eq!(short.report().get("predicted_lead_ms_mean"), None);
}
