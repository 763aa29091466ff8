//! The result in one sentence.

use std::sync::Arc;

use super::scene::ring_of;
use crate::engines::hash_ring::{HashRing, Step};
use crate::kernel::{Simulation, Time};
use crate::parts::placements::Change;
use crate::ui::plate::{RunPair, played};
use crate::ui::words::{lower, number, short};

/// What the last event played did, and what it did to the twin.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let main = ring_of(&pair.main);
    let Some(step) = step_at(&pair.main, moment) else {
        return "No node holds a key yet.".to_string();
    };
    let twin = pair.twin.as_ref().and_then(|(_, run)| step_at(run, moment));
    let twin_name = under(&pair.labels().1);
    match step.change {
        Change::Ignored(_, reason) => format!("Nothing changed: {reason}."),
        Change::SetUp => {
            let twin = twin.map(|twin| format!("; {}, {}", lower(&twin_name), number(twin.max_over_mean(), 2)));
            format!(
                "{} {} keys; the fullest holds {} times {}{}.",
                if step.up() == 1 { "1 node holds".to_string() } else { format!("{} nodes hold", step.up()) },
                number(step.keys().into(), 0),
                number(step.max_over_mean(), 2),
                share_name(step),
                twin.unwrap_or_default()
            )
        }
        change => {
            let twin = twin.map_or_else(String::new, |twin| match twin.change {
                Change::Ignored(_, reason) => format!(" {twin_name} nothing changed: {reason}."),
                _ => format!(" {twin_name}: {}.", moved(twin)),
            });
            format!("{}: {}.{twin}{}", happened(change), moved(step), remark(main, step, twin.is_empty()))
        }
    }
}

/// The last step of a run by a moment.
fn step_at(run: &Arc<dyn Simulation>, moment: Time) -> Option<&Step> {
    ring_of(run).step_at(played(run.trace(), moment))
}

/// What tells the twin apart, as the head of a sentence: `Under modulo`, `With points per node 100`.
fn under(label: &str) -> String {
    match label.strip_prefix("Strategy: ").filter(|rest| !rest.contains(": ")) {
        _ if label.is_empty() => "In the second run".to_string(),
        Some(strategy) => format!("Under {}", lower(strategy)),
        None => format!("With {}", lower(&label.split(':').collect::<String>())),
    }
}

fn happened(change: Change) -> String {
    match change {
        Change::Joined(id) => format!("Node {id} joined"),
        Change::Removed(id) => format!("Node {id} was removed"),
        Change::Failed(id) => format!("Node {id} failed"),
        Change::Restored(id) => format!("Node {id} came back"),
        Change::Weighed(id, weight) => format!("Node {id} now weighs {}", short(weight)),
        Change::SetUp | Change::Ignored(..) => String::new(),
    }
}

/// `9.1 % of the keys moved, none between old nodes`.
fn moved(step: &Step) -> String {
    let movement = step.movement;
    let percent = |keys: u32| number(f64::from(keys) / f64::from(step.keys()) * 100.0, 1);
    let whole = format!("{}\u{202f}% of the keys moved", percent(movement.moved_keys));
    // Between nodes that were all there before, every move is between old nodes.
    if matches!(step.change, Change::Weighed(..)) || movement.moved_keys == 0 {
        return whole;
    }
    match movement.between_old_keys {
        0 => format!("{whole}, none between old nodes"),
        between => format!("{whole}, {}\u{202f}% between old nodes", percent(between)),
    }
}

/// What would have moved between perfectly fair shares, if nothing else stands to compare with.
fn remark(ring: &HashRing, step: &Step, alone: bool) -> String {
    if !alone || ring.steps().len() < 2 {
        return String::new();
    }
    let ideal = number(step.movement.ideal_fraction * 100.0, 1);
    format!(" With perfectly fair shares it would be {ideal}\u{202f}%.")
}

fn share_name(step: &Step) -> &'static str {
    if step.members.iter().all(|member| member.weight == 1.0) { "the mean" } else { "its fair share" }
}
