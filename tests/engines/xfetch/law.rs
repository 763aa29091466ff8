//! The law of early expiration (Vattani, Chierichetti & Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB
//! 2015), written out here once more, over three thousand expiries.

use faultlines::engines::xfetch::XFetch;
use faultlines::kernel::Action;

use crate::lab::{close, metric, scenario};

/// The settings, with rδβ = 100β, and what they are.
const CASES: [(&str, &str, &str); 4] =
    [("1", "1000", "100"), ("2", "1000", "100"), ("1", "5000", "20"), ("4", "500", "200")];

/// The lead is Gumbel: P(lead ≤ u) = exp(−rδβ e^(−u/δβ)). Of n leads the empirical law is nowhere further from it than
/// Kolmogorov's 1.95/√n, with a probability of 999 in 1,000.
#[test]
fn the_lead_has_the_law_of_the_paper() {
    for (beta, reads_per_s, recompute_ms) in CASES {
        let settings =
            [("beta", beta), ("reads_per_s", reads_per_s), ("recompute_ms", recompute_ms), ("entries", "3000")];
        let run = scenario("xfetch", &settings).run();
        let run: &XFetch = run.engine();
        let [beta, reads_per_s, recompute_ms] =
            [beta, reads_per_s, recompute_ms].map(|text| text.parse::<f64>().expect("a number"));
        let scale_ms = beta * recompute_ms;
        let below = |ms: f64| (-reads_per_s / 1e3 * scale_ms * (-ms / scale_ms).exp()).exp();
        let mut leads: Vec<f64> = run.lives().iter().map(|life| life.lead.as_millis()).collect();
        leads.sort_by(f64::total_cmp);
        let count = leads.len() as f64;
        assert_eq!(count, 3_000.0);
        let apart = leads.iter().zip(1..).map(|(&ms, rank)| (f64::from(rank) / count - below(ms)).abs());
        let apart = apart.fold(0.0, f64::max);
        assert!(apart < 1.95 / count.sqrt(), "β {beta}, {reads_per_s} reads, {recompute_ms} ms: {apart}");
    }
}

/// The number of recomputations is geometric: one alone with the probability e^(−1/β), each further one as rarely.
#[test]
fn the_recomputations_of_an_expiry_are_geometric() {
    for (beta, reads_per_s, recompute_ms) in CASES {
        let settings =
            [("beta", beta), ("reads_per_s", reads_per_s), ("recompute_ms", recompute_ms), ("entries", "3000")];
        let run = scenario("xfetch", &settings).run();
        let run: &XFetch = run.engine();
        let once = (-1.0 / beta.parse::<f64>().expect("a number")).exp();
        for more in 0..5 {
            let expected = (1.0 - once).powi(more);
            let measured = run.lives().iter().filter(|life| life.recomputes > more as u32).count() as f64 / 3_000.0;
            // Four standard errors, and the part of the entries whose first query ends after the expiry.
            let error = 4.0 * (expected * (1.0 - expected) / 3_000.0).sqrt() + 1e-3;
            close(measured, expected, error);
        }
    }
}

/// The lab of the chapter's river measures the same of one entry over and over as this one of many alike.
#[test]
fn it_agrees_with_the_stampede_of_one_key() {
    let stampede = [("strategy", "xfetch"), ("database_capacity", "0"), ("ttl_ms", "2000"), ("duration_s", "600")];
    let stampede = scenario("cache-stampede", &stampede).report();
    let magnified = scenario("xfetch", &[("ttl_ms", "2000"), ("entries", "2000")]).report();
    // Of 350 expiries and of 2,000; a lead deviates by 128 ms, a geometric number with the mean e by 2.2.
    for (name, deviation) in [("lead_ms_mean", 128.0), ("recomputes_per_expiry", 2.2)] {
        let (one, other) = (metric(&stampede, name), metric(&magnified, name));
        close(one, other, 4.0 * deviation * (1.0f64 / 350.0 + 1.0 / 2_000.0).sqrt());
        let predicted = format!("predicted_{name}");
        close(metric(&stampede, &predicted), metric(&magnified, &predicted), 1e-9);
    }
}

/// Nobody foresees a deletion: every read of δ recomputes, 1 + rδ of them. For a life with one the law is silent.
#[test]
fn a_deletion_takes_every_read_by_surprise() {
    let mut deleted = scenario("xfetch", &[]);
    deleted.act(Action { at_ms: 250, verb: "delete", target: 0, value: None });
    let run = deleted.run();
    let engine: &XFetch = run.engine();
    let watched = &engine.watched()[0];
    assert!(watched.deleted.is_some() && watched.life.lead.0 == 0);
    // 1 + Poisson(100), within four deviations.
    close(watched.life.recomputes.into(), 101.0, 40.0);
    assert_eq!(run.report().get("predicted_lead_ms_mean"), None);
    let quiet = scenario("xfetch", &[]).run();
    let others = quiet.engine::<XFetch>().lives().iter().zip(engine.lives()).skip(1);
    assert!(others.into_iter().all(|(one, other)| one == other), "it is the affair of one entry");
}

/// A value that is there cannot be deleted early: the action says so.
#[test]
fn a_deletion_of_a_new_value_changes_nothing() {
    let quiet = scenario("xfetch", &[]).run();
    let first = &quiet.engine::<XFetch>().watched()[0];
    let stored_ms = (first.life.began.as_millis() + 101.0) as u32;
    let mut late = scenario("xfetch", &[]);
    late.act(Action { at_ms: stored_ms, verb: "delete", target: 0, value: None });
    let run = late.run();
    assert_eq!(run.trace().events().iter().filter(|event| event.kind == "ignored").count(), 1);
    assert_eq!(run.engine::<XFetch>().lives(), quiet.engine::<XFetch>().lives());
}
