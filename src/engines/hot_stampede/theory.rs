//! The closed form of one expiry.

use super::config::Config;
use super::policy::Remedy;

/// Queries for the hot key at an expiry: 1 + rδ for each name, whose readers come at r and whose query takes δ. It holds
/// where nothing else keeps the partition busy, and where its line is empty again before the next expiry.
pub fn queries_per_expiry(config: &Config) -> Option<f64> {
    let names = f64::from(config.names);
    let asked = config.hot_per_s * config.query.as_millis() / 1e3;
    let work_ms = (1.0 + asked / names) * config.query.as_millis() / f64::from(config.servers);
    let is_alone = config.ordinary_per_s == 0.0 && work_ms < 0.5 * config.ttl.as_millis();
    match config.remedy {
        Remedy::Nothing | Remedy::Copies if is_alone && asked / names >= 5.0 => Some(1.0 + asked / names),
        _ => None,
    }
}
