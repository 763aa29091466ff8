//! The result in one sentence.

use std::sync::Arc;

use super::scene::ring_of;
use crate::engines::hash_ring::{HashRing, Step};
use crate::kernel::{Simulation, Time};
use crate::labs::placed;
use crate::parts::placements::Change;
use crate::ui::plate::{RunPair, played};
use crate::ui::words::{capital, number, short};

/// What the last event played did, and what it did to the twin.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    if let Some(same) = pair.twin_is_same() {
        let alone = RunPair { twin: None, ..pair.clone() };
        return sentence(&alone, moment) + same;
    }
    let main = ring_of(&pair.main);
    let Some(step) = step_at(&pair.main, moment) else {
        return "No node holds a key yet.".to_string();
    };
    let twin = pair.twin.as_ref().and_then(|(_, run)| step_at(run, moment));
    let twin_name = pair.twin_phrase(placed);
    match step.change {
        Change::Ignored(_, reason) => format!("Nothing changed: {reason}."),
        Change::SetUp => {
            let twin = twin.map(|twin| format!("; {twin_name}, {}", number(twin.max_over_mean(), 2)));
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
                Change::Ignored(_, reason) => format!(" {} nothing changed: {reason}.", capital(&twin_name)),
                _ => format!(" {}: {}.", capital(&twin_name), moved(twin)),
            });
            format!("{}: {}.{twin}{}", happened(change), moved(step), remark(main, step, twin.is_empty()))
        }
    }
}

/// The last step of a run by a moment.
fn step_at(run: &Arc<dyn Simulation>, moment: Time) -> Option<&Step> {
    ring_of(run).step_at(played(run.trace(), moment))
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

/// What moved, and what that makes of the loads: `9.1 % of the keys moved, none between old nodes; the fullest holds 1.19 times
/// the mean`.
fn moved(step: &Step) -> String {
    let movement = step.movement;
    let percent = |keys: u32| number(f64::from(keys) / f64::from(step.keys()) * 100.0, 1) + "\u{202f}%";
    let whole = percent(movement.moved_keys) + " of the keys moved";
    let between = match (step.change, movement.between_old_keys) {
        // Between nodes that were all there before, every move is between old nodes.
        (Change::Weighed(..), _) => String::new(),
        _ if movement.moved_keys == 0 => String::new(),
        (Change::Removed(_) | Change::Failed(_), 0) => ", none between nodes that stay".to_string(),
        (Change::Removed(_) | Change::Failed(_), keys) => format!(", {} between nodes that stay", percent(keys)),
        (_, 0) => ", none between old nodes".to_string(),
        (_, keys) => format!(", {} between old nodes", percent(keys)),
    };
    let why = step.unheeded.as_ref().map_or_else(String::new, |why| format!("; {why}"));
    format!("{whole}{between}; the fullest holds {} times {}{why}", number(step.max_over_mean(), 2), share_name(step))
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
