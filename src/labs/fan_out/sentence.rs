//! The result in one sentence, as a colleague would say it.

use super::scene::{Side, latency, percentiles_so_far};
use crate::engines::fan_out::{FanOut, Hedge};
use crate::kernel::{Params, Simulation, Time};
use crate::ui::plate::{RunPair, played};
use crate::ui::words;

/// One of the runs, as far as it has been played.
#[derive(Clone, Copy)]
struct Said<'a> {
    params: &'a Params,
    run: &'a FanOut,
    sent: u32,
}

/// What the run, and its twin, have shown by a moment.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let Some(run) = Side::Main.run(pair) else { return String::new() };
    let main = Said { params: &pair.scenario.params, run, sent: run.requests_played(played(run.trace(), moment)) };
    if main.percentiles()[0].is_nan() {
        return "Press play: the first requests are on their way.".to_string();
    }
    let said = match (Side::Twin.run(pair), &pair.twin) {
        (Some(run), Some((scenario, _))) => {
            let twin = Said { params: &scenario.params, run, sent: run.requests_played(played(run.trace(), moment)) };
            compared(pair, main, twin)
        }
        _ => alone(main),
    };
    if main.sent as usize == run.latencies().len() {
        return said;
    }
    ["After ", &words::number(main.sent.into(), 0), " requests: ", &said].concat()
}

/// One run: who is called, how many are slow, what the tail is, what second copies cost.
fn alone(said: Said) -> String {
    let [p50, p99, _] = said.percentiles().map(latency);
    let limit = latency(said.run.slow().as_millis());
    let slow = said.slow_share();
    let (count, are_slow) =
        if slow == 0.0 { ("no request".to_string(), " takes ") } else { (share(slow) + " of requests", " take ") };
    let cost = if said.hedges() { said.cost("; second copies cost ") } else { String::new() };
    let who = who(said.params);
    [&who, ": ", &count, are_slow, &limit, " or longer; the median is ", &p50, ", p99 ", &p99, &cost, "."].concat()
}

/// Twins that differ only in second copies are told apart by what those do; others by what their controls say.
fn compared(pair: &RunPair, main: Said, twin: Said) -> String {
    let who = who(main.params);
    let (plain, hedged) = match (main.hedges(), twin.hedges()) {
        (false, true) => (main, twin),
        (true, false) => (twin, main),
        _ => {
            let (main_label, twin_label) = pair.labels();
            return [&who, ": p99 is ", &main.with(&main_label), ", ", &twin.with(&twin_label), "."].concat();
        }
    };
    let slow = match (plain.slow_share(), hedged.slow_share()) {
        (0.0, _) => String::new(),
        (from, to) => ["slow requests from ", &share(from), " to ", &share(to), ", "].concat(),
    };
    let (policy, brings) = policy(hedged.params);
    let (from, to, cost) = (plain.p99(), hedged.p99(), hedged.cost(" for "));
    [&who, ": ", &policy, brings, &slow, "p99 from ", &from, " to ", &to, &cost, "."].concat()
}

impl Said<'_> {
    fn percentiles(self) -> [f64; 3] {
        percentiles_so_far(self.run, self.sent)
    }

    fn p99(self) -> String {
        latency(self.percentiles()[1])
    }

    /// The fraction of the requests so far that are slow.
    fn slow_share(self) -> f64 {
        let latencies = &self.run.latencies()[..self.sent as usize];
        let slow = latencies.iter().filter(|&&latency| latency >= self.run.slow()).count();
        slow as f64 / latencies.len().max(1) as f64
    }

    /// Whether there are second copies.
    fn hedges(self) -> bool {
        self.run.policy().hedge != Hedge::Off
    }

    /// What second copies cost: `; second copies cost 5 % more leaf calls`.
    fn cost(self, lead: &str) -> String {
        let extra = self.run.report().get("extra_requests_fraction").unwrap_or(0.0);
        [lead, &share(extra), " more leaf calls"].concat()
    }

    /// `50 ms with Leaves: 10 for 5 % more leaf calls`.
    fn with(self, label: &str) -> String {
        let price = if self.hedges() { self.cost(" for ") } else { String::new() };
        [&self.p99(), " with ", label, &price].concat()
    }
}

/// `100 leaves, each slow 1 % of the time`.
fn who(params: &Params) -> String {
    let count = params.integer("fan_out");
    let one = count == 1;
    let leaves = if one { "One leaf".to_string() } else { words::number(count as f64, 0) + " leaves" };
    if params.choice("leaf") == "bimodal" {
        let each = if one { ", slow " } else { ", each slow " };
        return [&leaves, each, &share(params.number("slow_probability")), " of the time"].concat();
    }
    [&leaves, " with a mean of ", &latency(params.number("mean_ms"))].concat()
}

/// `hedging after p95` that brings, `tied requests` that bring.
fn policy(params: &Params) -> (String, &'static str) {
    let after = match params.choice("hedge") {
        "percentile" => "p".to_string() + &words::short(params.number("hedge_percentile")),
        "delay" => latency(params.number("hedge_after_ms")),
        _ => return ("tied requests".to_string(), " bring "),
    };
    ("hedging after ".to_string() + &after, " brings ")
}

/// A fraction as per cent, with as many decimals as it deserves.
fn share(fraction: f64) -> String {
    let percent = 100.0 * fraction;
    let text = if percent == 0.0 || percent >= 0.1 { words::number(percent, 1) } else { words::short(percent) };
    text.strip_suffix(".0").unwrap_or(&text).to_string() + "\u{202f}%"
}
