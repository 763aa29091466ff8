//! The result in one sentence.

use super::scene::{Scene, Shot, ahead};
use crate::kernel::words::counted;
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, whole};

/// What has come of the writes; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let Some(main) = scene.shot(Side::Main, moment).filter(|shot| shot.writes() > 0) else {
        return "Nothing has been written yet.".to_string();
    };
    let clock = worst_clock(&main).map(|(process, error)| {
        let of = if error < 0.0 { " true time." } else { " of true time." };
        format!(" The clock of process {process} is {}{of}", ahead(error))
    });
    let twin = scene.shot(Side::Twin, moment).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), state(&twin)),
    });
    // Beside a twin the kind of register stands over the picture.
    let main = match twin {
        None => format!("{}, {}", by(pair.scenario.params.choice("register")), state(&main)),
        Some(_) => state(&main),
    };
    format!("{}.{}{}", capital(&main), twin.unwrap_or_default(), clock.unwrap_or_default())
}

/// The words for a kind of register, where twins differ in that.
fn phrase(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    match value {
        Value::Choice(register) if spec.name == "register" => Some(by(register)),
        _ => None,
    }
}

fn by(register: &str) -> &'static str {
    match register {
        "hybrid-clock" => "by hybrid clock",
        "server-vectors" => "with version vectors of the servers",
        "client-vectors" => "with version vectors of the clients",
        "dotted" => "with dotted version vectors",
        _ => "by wall clock",
    }
}

/// The process whose clock is furthest off, if that is by more than a message takes.
fn worst_clock(shot: &Shot<'_>) -> Option<(u32, f64)> {
    let errors = (0..shot.run.processes().len() as u32).map(|process| (process, shot.error_ms(process)));
    let worst = errors.reduce(|a, b| if b.1.abs() > a.1.abs() { b } else { a })?;
    (worst.1.abs() > shot.run.delay_ms()).then_some(worst)
}

/// `of 31 writes 4 are lost, all of them to an older one that their client had read, and a replica holds 1 value in 16 bytes of
/// stamps`.
fn state(shot: &Shot<'_>) -> String {
    let losses = shot.losses();
    let newer = losses.iter().filter(|loss| loss.newer).count();
    let lost = whole(losses.len() as u64);
    let are = if losses.len() == 1 { "is" } else { "are" };
    let how = match newer {
        0 => String::new(),
        1 if losses.len() == 1 => ", to an older one that its client had read".to_string(),
        all if all == losses.len() => ", all to older ones that their clients had read".to_string(),
        some => format!(", {} of them to older ones that their clients had read", whole(some as u64)),
    };
    let lost = if losses.is_empty() { "none".to_string() } else { lost };
    let (values, superseded, bytes) = shot.worst();
    let mut held = if values == 1 { "one value".to_string() } else { whole(values as u64) + " values side by side" };
    let most = shot.most_so_far();
    if most > values {
        held += &format!(" (at worst {most})");
    }
    let crossed = match superseded {
        0 => String::new(),
        some => format!(", {} of them overwritten by somebody who had read them", whole(some as u64)),
    };
    let writes = counted(shot.writes() as u64, "write");
    let bytes = whole(bytes.into());
    format!("of {writes} {lost} {are} lost{how}; a replica holds {held}{crossed}, with {bytes} bytes of stamps")
}
