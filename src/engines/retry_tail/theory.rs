//! The law of the slowest, at servers with lines.

use super::config::Config;

/// The part of calls that take longer than `timeout_ms` at an M/M/1 server: its sojourn is exponential, e^{−(μ − λ)t}.
/// `load` is below 1, and the mean work `service_ms` is 1/μ.
pub fn late_calls(load: f64, service_ms: f64, timeout_ms: f64) -> f64 {
    libm::exp(-(1.0 - load) * timeout_ms / service_ms)
}

/// The part of pages with at least one late call, of so many that are late independently: 1 − (1 − p)ⁿ.
pub fn late_pages(late_calls: f64, fan_out: u32) -> f64 {
    1.0 - libm::pow(1.0 - late_calls, fan_out.into())
}

/// The same for the pages of a run: where nothing is sent again or taken back, few pages meet at the same servers (for their
/// calls are late together), and the servers are as in their steady state for nearly all of the run.
pub fn late_pages_of(config: &Config) -> Option<f64> {
    let roots = 1.0 - config.load.sqrt();
    let relaxations = config.duration.as_millis() / config.service_ms * roots * roots;
    let holds = config.retries == 0
        && !config.cancels
        && config.load <= 0.6
        && 4 * config.fan_out <= config.servers
        && relaxations >= 100.0;
    let late = late_calls(config.load, config.service_ms, config.timeout.as_millis());
    holds.then(|| late_pages(late, config.fan_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_late_call_in_a_hundred_is_one_late_page_in_six() {
        // ln 100 / (1 − .7) services of 10 ms are the 99th percentile at 70 % load.
        let p99_ms = libm::log(100.0) / 0.3 * 10.0;
        assert!((p99_ms - 153.5).abs() < 0.1, "{p99_ms}");
        assert!((late_calls(0.7, 10.0, p99_ms) - 0.01).abs() < 1e-12);
        assert!((late_pages(0.01, 18) - 0.165).abs() < 0.001);
    }
}
