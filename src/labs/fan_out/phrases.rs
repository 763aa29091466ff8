//! Numbers as a colleague would say them.

use crate::kernel::decimal;
use crate::ui::words;

/// A latency: three digits or so, in milliseconds.
pub(super) fn latency(ms: f64) -> String {
    let decimals = match ms {
        _ if ms >= 99.95 => 0,
        _ if ms >= 9.995 => 1,
        _ => 2,
    };
    words::number(ms, decimals) + "\u{202f}ms"
}

/// A round latency on an axis: `20 ms`, `5 s`.
pub(super) fn tick(ms: f64) -> String {
    if ms >= 1000.0 { words::short(ms / 1000.0) + "\u{202f}s" } else { words::short(ms) + "\u{202f}ms" }
}

/// A fraction as per cent, with as many decimals as it deserves.
pub(super) fn share(fraction: f64) -> String {
    let percent = 100.0 * fraction;
    let text = match percent {
        _ if percent == 0.0 || percent >= 1.0 => words::number(percent, 1),
        _ if percent >= 0.1 => words::number(percent, 2),
        _ => words::short(percent),
    };
    decimal::trimmed(&text).to_string() + "\u{202f}%"
}

/// So many things: `1 leaf`, `100 leaves`.
pub(super) fn several(count: u32, one: &str, many: &str) -> String {
    words::whole(count.into()) + " " + if count == 1 { one } else { many }
}
