//! The result in one sentence, as a colleague would say it, and the picture in words. A number is never given without its
//! price: second copies cost calls, and an answer that gave up on a leaf is incomplete.

use super::answers::{Count, Tally};
use super::phrases::{latency, several, share};
use super::scene::Scene;
use crate::engines::fan_out::{FanOut, SPEC};
use crate::kernel::{ParamSpec, Params, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::{told, words};

/// One of the runs, as far as it has been answered.
struct Said<'a> {
    params: &'a Params,
    run: &'a FanOut,
    count: Count,
    /// The median, p99 and p99.9 in milliseconds.
    percentiles: [f64; 3],
}

impl<'a> Said<'a> {
    /// `None` before the first answer.
    fn of(params: &'a Params, run: &'a FanOut, moment: Time) -> Option<Self> {
        let tally = Tally::of(run, moment, &[]);
        let percentiles = tally.percentiles_ms()?;
        Some(Self { params, run, count: tally.count, percentiles })
    }

    fn is_over(&self) -> bool {
        self.count.answered as usize == self.run.roots().len()
    }

    fn slow_share(&self) -> f64 {
        self.count.share(self.count.slow)
    }

    /// `63 % of requests take 1,000 ms or longer`.
    fn slow(&self) -> String {
        let limit = latency(self.run.slow().as_millis());
        match self.count {
            Count { slow: 0, .. } => format!("no request takes {limit} or longer"),
            Count { slow, answered, .. } if slow == answered => format!("every request takes {limit} or longer"),
            _ => format!("{} of requests take {limit} or longer", share(self.slow_share())),
        }
    }

    /// Whether there are second copies.
    fn hedges(&self) -> bool {
        self.run.policy().second_after().is_some()
    }

    /// `5 % more leaf calls`.
    fn price(&self) -> String {
        share(self.count.extra_calls(self.run.fan_out())) + " more leaf calls"
    }

    /// `every request lacks at least one leaf`; nothing where none does.
    fn incomplete(&self) -> Option<String> {
        let Count { incomplete, answered, .. } = self.count;
        match incomplete {
            0 => None,
            _ if incomplete == answered => Some("every request lacks at least one leaf".to_string()),
            1 => Some("one request lacks at least one leaf".to_string()),
            _ => Some(share(self.count.share(incomplete)) + " of requests lack at least one leaf"),
        }
    }

    /// How many are slow and what the p99 is, with what that costs.
    fn clause(&self) -> String {
        let mut said = format!("{} and the p99 is {}", self.slow(), latency(self.percentiles[1]));
        if self.hedges() {
            said += &(" for ".to_string() + &self.price());
        }
        if let Some(incomplete) = self.incomplete() {
            said += &(format!(", but {incomplete}"));
        }
        said
    }
}

/// What the run, and its twin, have shown by a moment.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let Some(run) = Side::Main.run(pair) else { return String::new() };
    let twin = Side::Twin.run(pair).zip(pair.twin.as_ref());
    let main = Said::of(&pair.scenario.params, run, moment);
    let twin = twin.map(|(run, (scenario, _))| Said::of(&scenario.params, run, moment));
    let (said, over) = match (main, twin) {
        (None, _) | (_, Some(None)) => return "No request has been answered yet.".to_string(),
        (Some(main), None) => (alone(&main), main.is_over()),
        (Some(main), Some(Some(twin))) => (compared(&main, &twin), main.is_over() && twin.is_over()),
    };
    if over { words::capital(&said) } else { format!("So far: {said}") }
}

/// One run: who is called, how many are slow, what the tail is, what it costs.
fn alone(said: &Said) -> String {
    let [p50, p99, _] = said.percentiles.map(latency);
    let mut text = format!("{}: {}; the median is {p50}, the p99 {p99}", who(said.params), said.slow());
    if said.hedges() {
        text += &("; second copies cost ".to_string() + &said.price());
    }
    if let Some(incomplete) = said.incomplete() {
        text += &(format!("; but {incomplete}"));
    }
    text + "."
}

/// Twins that differ only in second copies are told apart by what those do; others by what their controls say.
fn compared(main: &Said, twin: &Said) -> String {
    let differing = differing(main.params, twin.params);
    if differing.is_empty() {
        return alone(main) + " The second run is the same.";
    }
    let (plain, hedged) = if main.hedges() { (twin, main) } else { (main, twin) };
    let only_hedging = differing.iter().all(|spec| spec.name.starts_with("hedge"));
    let complete = [main, twin].into_iter().all(|said| said.incomplete().is_none());
    if only_hedging && complete && !plain.hedges() && hedged.hedges() {
        let slow = match (plain.slow_share(), hedged.slow_share()) {
            (0.0, 0.0) => String::new(),
            (from, to) => format!("slow requests from {} to {} and ", share(from), share(to)),
        };
        let [from, to] = [plain, hedged].map(|said| latency(said.percentiles[1]));
        let (policy, price) = (policy(hedged.params), hedged.price());
        return format!("{}: {policy} bring {slow}the p99 from {from} to {to} for {price}.", who(main.params));
    }
    let [one, other] = [main, twin].map(|said| {
        let phrases: Vec<String> = differing.iter().map(|spec| phrase(spec, said.params)).collect();
        format!("{}, {}", phrases.join(", "), said.clause())
    });
    format!("{one}; {other}.")
}

/// The parameters in which two runs differ, but for those that change nothing in either.
fn differing(main: &Params, twin: &Params) -> Vec<&'static ParamSpec> {
    let pairs = main.iter().zip(twin.iter());
    let differing =
        pairs.filter(|((spec, one), (_, other))| one != other && (main.has_effect(spec) || twin.has_effect(spec)));
    // How second copies are sent is one phrase.
    let mut specs: Vec<&ParamSpec> = differing.map(|((spec, _), _)| spec).collect();
    let of_policy = |spec: &&ParamSpec| spec.name.starts_with("hedge") || spec.name == "network_ms";
    if let Some(first) = specs.iter().position(of_policy) {
        let mut place = 0;
        specs.retain(|spec| {
            place += 1;
            place - 1 <= first || !of_policy(spec)
        });
    }
    specs
}

/// What a parameter is, as a phrase: `with 10 leaves`, `without second copies`.
fn phrase(spec: &ParamSpec, params: &Params) -> String {
    let with = |text: &str| "with ".to_string() + text;
    match (spec.name, params.get(spec.name)) {
        ("leaf", _) => with(leaves(params)),
        ("mean_ms", Value::Number(mean)) => with(&mean_of(params, mean)),
        ("slow_ms", Value::Number(limit)) => format!("where slow means {} or longer", latency(limit)),
        ("slow_probability", Value::Number(slow)) => with(&(share(slow) + " of leaf calls slow")),
        ("fan_out", Value::Integer(count)) => with(&several(count as u32, "leaf", "leaves")),
        ("timeout_ms", Value::Number(0.0)) => "without a timeout".to_string(),
        ("timeout_ms", Value::Number(limit)) => with(&("a timeout of ".to_string() + &latency(limit))),
        ("requests", Value::Integer(count)) => "over ".to_string() + &several(count as u32, "request", "requests"),
        ("rate_per_s", Value::Number(rate)) => format!("at {} requests a second", words::short(rate)),
        ("hedge" | "hedge_after_ms" | "hedge_percentile" | "network_ms", _) => match params.choice("hedge") {
            "off" => "without second copies".to_string(),
            _ => with(&policy(params)),
        },
        (_, value) => with(&format!(
            "a {} of {}",
            told::label(&SPEC, spec).to_ascii_lowercase(),
            words::value(&SPEC, spec, value)
        )),
    }
}

fn leaves(params: &Params) -> &'static str {
    match params.choice("leaf") {
        "exponential" => "exponential leaves",
        "lognormal" => "log-normal leaves",
        "pareto" => "Pareto leaves",
        "bimodal" => "leaves that have a slow mode",
        _ => "leaves of hits, misses and pauses",
    }
}

/// `100 leaves, each slow 1 % of the time`.
fn who(params: &Params) -> String {
    let count = params.count("fan_out");
    let leaves = if count == 1 { "one leaf".to_string() } else { several(count, "leaf", "leaves") };
    if !params.measured().is_empty() {
        return leaves + " with your own latencies";
    }
    if params.choice("leaf") == "bimodal" {
        let each = if count == 1 { ", slow " } else { ", each slow " };
        return format!("{leaves}{each}{} of the time", share(params.number("slow_probability")));
    }
    format!("{leaves} with {}", mean_of(params, params.number("mean_ms")))
}

/// `a mean of 12 ms`; of calls that are not slow, if some are.
fn mean_of(params: &Params, mean_ms: f64) -> String {
    let text = words::short(mean_ms) + "\u{202f}ms";
    match params.choice("leaf") {
        "bimodal" => format!("fast calls that take {text} on average"),
        _ => format!("a mean of {text}"),
    }
}

/// `second copies after the p95`.
fn policy(params: &Params) -> String {
    match params.choice("hedge") {
        "percentile" if params.number("hedge_percentile") == 0.0 => "second copies at once".to_string(),
        "percentile" => "second copies after the p".to_string() + &words::short(params.number("hedge_percentile")),
        "delay" if params.number("hedge_after_ms") == 0.0 => "second copies at once".to_string(),
        "delay" => "second copies after ".to_string() + &latency(params.number("hedge_after_ms")),
        _ => "tied second copies".to_string(),
    }
}

/// What the picture of one run shows at a moment, for those who do not see it.
pub(super) fn description(scene: &Scene, side: Side, moment: Time) -> String {
    let whose = &scene.labels[side as usize];
    let said = scene.tally(side, moment, |run, tally| {
        let Some([p50, p99, p999]) = tally.percentiles_ms() else {
            return "no request has been answered yet".to_string();
        };
        let count = &tally.count;
        let slowest = count.slowest.map_or(Time::ZERO, |request| run.roots()[request as usize].latency);
        let answered = several(count.answered, "request", "requests");
        let [slow, fast] = [count.slow, count.fast()].map(|part| words::whole(part.into()));
        let limit = latency(run.slow().as_millis());
        let [p50, p99, p999, slowest] = [p50, p99, p999, slowest.as_millis()].map(latency);
        format!("{answered} stacked by latency: {fast} fast, {slow} slow, which means {limit} or longer. Median {p50}, p99 {p99}, p99.9 {p999}; the slowest took {slowest}")
    });
    let said = said.unwrap_or_default();
    if whose.is_empty() { words::capital(&said) + "." } else { format!("{whose}: {said}.") }
}
