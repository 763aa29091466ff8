//! The result in one sentence, as a colleague would say it.

use super::scene::{Side, latency, percentiles_so_far, played};
use crate::engines::fan_out::{FanOut, Hedge};
use crate::labs::shared::{Pair, words};
use crate::registry::{Params, Simulation};

/// What the run, and its twin, have shown once `position` events have been played.
pub fn sentence(pair: &Pair, position: u32) -> String {
    let Some(run) = Side::Main.run(pair) else { return String::new() };
    let sent = played(run, position);
    if percentiles_so_far(run, sent)[0].is_nan() {
        return "Press play: the first requests are on their way.".to_string();
    }
    let so_far = match sent as usize == run.latencies().len() {
        true => String::new(),
        false => format!("After {} requests: ", words::number(sent.into(), 0)),
    };
    so_far
        + &match Side::Twin.run(pair).zip(pair.twin.as_ref()) {
            Some((twin, (scenario, _))) => compared(pair, run, &scenario.params, twin, position),
            None => alone(&pair.scenario.params, run, sent),
        }
}

/// One run: who is called, how many are slow, what the tail is, what second copies cost.
fn alone(params: &Params, run: &FanOut, sent: u32) -> String {
    let [p50, p99, _] = percentiles_so_far(run, sent);
    let limit = latency(run.slow().as_millis());
    let slow = match slow_share(run, sent) {
        0.0 => format!("no request takes {limit} or longer"),
        slow => format!("{} of requests take {limit} or longer", share(slow)),
    };
    let median = format!("the median is {}, p99 {}", latency(p50), latency(p99));
    format!("{}: {slow}; {median}{}.", who(params), cost(run))
}

/// Twins that differ only in second copies are told apart by what those do; others by what their controls say.
fn compared(pair: &Pair, run: &FanOut, twin_params: &Params, twin: &FanOut, position: u32) -> String {
    let p99 = |run: &FanOut| latency(percentiles_so_far(run, played(run, position))[1]);
    let who = who(&pair.scenario.params);
    let (plain, hedged, params) = match (run.policy().hedge, twin.policy().hedge) {
        (Hedge::Off, Hedge::After(_) | Hedge::Tied { .. }) => (run, twin, twin_params),
        (Hedge::After(_) | Hedge::Tied { .. }, Hedge::Off) => (twin, run, &pair.scenario.params),
        _ => {
            let (main_label, twin_label) = pair.labels();
            let side = |run: &FanOut, label: String| {
                let price = if run.policy().hedge == Hedge::Off { String::new() } else { cost_of(run) };
                format!("{} with {label}{price}", p99(run))
            };
            return format!("{who}: p99 is {}, {}.", side(run, main_label), side(twin, twin_label));
        }
    };
    let slow = [plain, hedged].map(|run| slow_share(run, played(run, position)));
    let slow = match slow {
        [0.0, _] => String::new(),
        [from, to] => format!("slow requests from {} to {}, ", share(from), share(to)),
    };
    let (from, to) = (p99(plain), p99(hedged));
    format!("{who}: {} bring{} {slow}p99 from {from} to {to}{}.", policy(params), verb_end(params), cost_of(hedged))
}

/// The fraction of the requests so far that are slow.
fn slow_share(run: &FanOut, sent: u32) -> f64 {
    let latencies = &run.latencies()[..sent as usize];
    let slow = latencies.iter().filter(|&&latency| latency >= run.slow()).count();
    slow as f64 / latencies.len().max(1) as f64
}

/// `100 leaves, each slow 1 % of the time`.
fn who(params: &Params) -> String {
    let count = params.integer("fan_out");
    let leaves = if count == 1 { "One leaf".to_string() } else { words::number(count as f64, 0) + " leaves" };
    if params.choice("leaf") == "bimodal" {
        let each = if count == 1 { "" } else { "each " };
        return format!("{leaves}, {each}slow {} of the time", share(params.number("slow_probability")));
    }
    format!("{leaves} with a mean of {}", latency(params.number("mean_ms")))
}

/// `hedging after p95`, `tied requests`.
fn policy(params: &Params) -> String {
    match params.choice("hedge") {
        "percentile" => format!("hedging after p{}", words::short(params.number("hedge_percentile"))),
        "delay" => format!("hedging after {}", latency(params.number("hedge_after_ms"))),
        _ => "tied requests".to_string(),
    }
}

fn verb_end(params: &Params) -> &'static str {
    if params.choice("hedge") == "tied" { "" } else { "s" }
}

/// What second copies cost, if there are any.
fn cost(run: &FanOut) -> String {
    if run.policy().hedge == Hedge::Off {
        String::new()
    } else {
        cost_of(run).replacen(" for", "; second copies cost", 1)
    }
}

fn cost_of(run: &FanOut) -> String {
    let extra = run.report().get("extra_requests_fraction").unwrap_or(0.0);
    format!(" for {} more leaf calls", share(extra))
}

/// A fraction as per cent, with as many decimals as it deserves.
fn share(fraction: f64) -> String {
    let percent = 100.0 * fraction;
    let text = match percent {
        _ if percent == 0.0 || percent >= 99.95 => words::number(percent, 0),
        _ if percent >= 0.1 => words::number(percent, 1),
        _ => words::short(percent),
    };
    text.strip_suffix(".0").map_or(text.clone(), str::to_string) + "\u{202f}%"
}
