//! The filter at a moment in words, and what is said of the word that is used.

use super::scene::Shot;
use crate::engines::bloom::steps::Use;
use crate::engines::bloom::words::name;
use crate::engines::bloom::{Phase, Step, Verdict};
use crate::kernel::Time;
use crate::kernel::words::{counted, list};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the filter holds, what has come of the word that is used, and how often it has been wrong; for the twin, what is
/// different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let said = |side: Side| Shot::of(pair, side, moment).map(|shot| state(&shot, side));
    let twin = match (pair.twin_is_same(), said(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}", capital(&pair.twin_phrase(|_, _| None))),
        (None, None) => String::new(),
    };
    said(Side::Main).unwrap_or_default() + &twin
}

fn state(shot: &Shot<'_>, side: Side) -> String {
    let percent = |share: f64| number(100.0 * share, if share < 0.02 { 2 } else { 1 }) + "\u{202f}%";
    if shot.cells.is_empty() {
        return many(shot);
    }
    let held = shot.held.iter().filter(|held| !held.is_gone).count() as u64;
    let used = shot.cells.iter().filter(|&&cell| cell > 0).count();
    let cells = number(shot.cells.len() as f64, 0);
    let noun = shot.noun();
    let table = format!("{} in {cells} {noun}s, {} in use.", counted(held, "word"), number(used as f64, 0));
    let strangers = match shot.strangers {
        [0, _] => String::new(),
        [asked, found] => {
            let share = percent(f64::from(found) / f64::from(asked));
            format!(" {} of {} strangers found ({share}).", number(found.into(), 0), number(asked.into(), 0))
        }
    };
    let members = match shot.members {
        [0, _] => String::new(),
        [asked, lost] => format!(" {} of {} members not found.", number(lost.into(), 0), number(asked.into(), 0)),
    };
    let now = shot.now.filter(|_| side == Side::Main);
    let word = now.map_or(String::new(), |step| " ".to_string() + &verdict(shot, step));
    table + &word + &members + &strangers
}

/// A run with many keys.
fn many(shot: &Shot<'_>) -> String {
    let report = crate::kernel::Simulation::report(shot.run);
    let percent = |share: f64| number(100.0 * share, 3) + "\u{202f}%";
    let get = |name: &str| report.get(name).unwrap_or_default();
    let bytes =
        format!("{} bytes in place of {}", number(get("memory_bytes"), 0), number(get("exact_memory_bytes"), 0));
    if shot.moment >= shot.run.end() && shot.run.phase() == Phase::Done {
        let lost = match get("false_negatives") {
            0.0 => String::new(),
            lost => format!(" {} of the set are lost.", counted(lost as u64, "key")),
        };
        return format!("{bytes}. Of keys never put in, {} are found.{lost}", percent(get("false_positive_rate")));
    }
    match shot.checkpoints().last() {
        Some(look) => {
            let keys = counted(look.keys.into(), "key");
            format!("{keys} so far, {bytes}: {} of 1,000 strangers found.", number(1e3 * look.rate, 0))
        }
        None => format!("{bytes}, still empty."),
    }
}

/// `“mole” was never put in, and all its bits are lit: perhaps, says the filter.`
fn verdict(shot: &Shot<'_>, step: &Step) -> String {
    let word = name(step.key);
    if !shot.is_settled() && step.what != Use::Insert {
        return format!("“{word}” is looked at.");
    }
    let noun = shot.noun();
    let said = match step.verdict {
        Verdict::Done if step.what == Use::Insert => "is put in".to_string(),
        Verdict::Done => "is deleted".to_string(),
        Verdict::Refused => "finds no place".to_string(),
        Verdict::Impossible => "cannot be deleted: a bit does not say whose it is".to_string(),
        Verdict::Absent => "is not found, so nothing is deleted".to_string(),
        Verdict::Foreign => "was never put in and is deleted: others pay".to_string(),
        Verdict::Found => "is found, rightly".to_string(),
        Verdict::Lost => "was put in and is not found: a false negative".to_string(),
        Verdict::Stale => "was deleted and is found all the same".to_string(),
        Verdict::Rejected => "is certainly not there".to_string(),
        Verdict::FalsePositive if shot.is_cuckoo() => "was never put in, and its fingerprint is there".to_string(),
        Verdict::FalsePositive => format!("was never put in, and all its {noun}s are in use"),
    };
    format!("“{word}” {said}.")
}

/// Over what is said of a word, and shorter.
pub(super) fn heading(shot: &Shot<'_>, step: &Step) -> [String; 2] {
    let word = name(step.key);
    if !shot.is_settled() {
        let what = match step.what {
            Use::Insert => "put in ",
            Use::Delete => "delete ",
            Use::LookUp => "ask for ",
        };
        return [format!("{what}“{word}”"), word];
    }
    let said = match step.verdict {
        Verdict::Done if step.what == Use::Insert => "put in",
        Verdict::Done => "deleted",
        Verdict::Refused => "no place",
        Verdict::Impossible => "cannot be deleted",
        Verdict::Absent => "nothing to delete",
        Verdict::Foreign => "deleted, never put in",
        Verdict::Found => "perhaps (it is in)",
        Verdict::Lost => "not there ✕ it was put in",
        Verdict::Stale => "perhaps ✕ it was deleted",
        Verdict::Rejected => "certainly not",
        Verdict::FalsePositive => "perhaps ✕ never put in",
    };
    [format!("“{word}”: {said}"), word]
}

/// What each cell of the word says, and shorter: who has filled it, or that nobody has.
pub(super) fn lines(shot: &Shot<'_>, step: &Step) -> Vec<[String; 2]> {
    if step.what == Use::Insert {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for cell in shot.telling(step) {
        let place = number(cell.into(), 0);
        let is_lit = shot.lit(step, cell);
        let names =
            if is_lit { shot.owners(cell).map(|held| name(held.step.key)).collect() } else { shot.emptied(cell) };
        let said = match (is_lit, names.is_empty()) {
            (false, true) => " is empty".to_string(),
            (false, false) => format!(" is empty: cleared with {}", list(&names)),
            (true, true) => " is in use".to_string(),
            (true, false) => format!(": lit by {}", list(&names)),
        };
        lines.push([[shot.noun(), " ", &place, &said].concat(), place + &said]);
        if !is_lit {
            break;
        }
    }
    lines
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(shot: &Shot<'_>) -> String {
    let cells: Vec<String> = match shot.now.filter(|_| shot.is_settled()) {
        Some(step) => lines(shot, step).into_iter().map(|[line, _]| capital(&line) + ".").collect(),
        None => Vec::new(),
    };
    [state(shot, Side::Main), cells.join(" ")].join(" ").trim_end().to_string()
}
