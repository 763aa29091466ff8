//! The result in one sentence, and what is to be seen, in words.

use super::scene::{Scene, Shot};
use crate::kernel::words::{counted, things};
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, number};

/// What the last expiry has cost so far; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let shot = |side: Side| side.run(pair).map(|run| Shot::of(run, moment));
    let Some(main) = shot(Side::Main) else { return String::new() };
    let twin = shot(Side::Twin).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(remedy)), state(&twin)),
    });
    format!("{}.{}", capital(&state(&main)), twin.unwrap_or_default())
}

/// The words for a strategy, where twins differ in that.
fn remedy(spec: &ParamSpec, value: Value) -> Option<&'static str> {
    let Value::Choice(id) = value else { return None };
    let phrases = [
        ("none", "without protection"),
        ("lock", "with a lock"),
        ("singleflight", "with singleflight"),
        ("jitter", "with jittered lives"),
        ("xfetch", "with XFetch"),
        ("swr", "with the old value meanwhile"),
        ("refresh-ahead", "with a refresh ahead"),
        ("lease", "with leases"),
    ];
    phrases.iter().find(|phrase| spec.name == "strategy" && phrase.0 == id).map(|phrase| phrase.1)
}

fn count(count: u32) -> String {
    number(count.into(), 0)
}

/// `12 s after the expiry 3,100 queries were begun for one value, 20 of them at full speed`.
fn state(shot: &Shot<'_>) -> String {
    let now = &shot.now;
    if now.reads == 0 {
        return "nothing has been read yet".to_string();
    }
    let keys = shot.run.entries().len() as u32;
    let Some(refill) = shot.refill() else {
        return things(&number(shot.reads_per_s(), 0), "read", None)
            + " a second, and the cache answers every one at once";
    };
    let lost = lost(shot);
    if keys > 1 {
        return match keys - now.fresh.min(keys) {
            0 => {
                let (keys, begun) = (count(keys), begun(now.queries, " so far"));
                format!("all {keys} keys have a value; {begun}; {lost}")
            }
            out => {
                format!("{} of {} keys have no value; {}; {lost}", count(out), count(keys), running(shot, ""))
            }
        };
    }
    let queries = things(&count(refill.queries), "query", Some("queries"));
    let seconds = |seconds: f64| number(seconds, if seconds < 10.0 { 1 } else { 0 }) + "\u{202f}s";
    if let Some(took) = refill.took_s {
        return format!("the last expiry cost {queries} and {}; {lost}", seconds(took));
    }
    let sent = match refill.queries == now.running {
        true => running(shot, " for one value") + " and none has ended",
        false => format!("{}; {}", begun(refill.queries, " for one value"), running(shot, "")),
    };
    format!("{} after the expiry {sent}; {lost}", seconds(refill.ago_s))
}

/// `1 query was begun for one value`: what the database refused is not among them.
fn begun(queries: u32, what: &str) -> String {
    things(&count(queries), "query was begun", Some("queries were begun")) + what
}

/// `2,310 queries for one value run at the speed of 20`.
fn running(shot: &Shot<'_>, what: &str) -> String {
    let running = match shot.now.running {
        0 => "no query runs".to_string(),
        1 => format!("1 query{what} runs"),
        running => format!("{} queries{what} run", count(running)),
    };
    let gone = match shot.now.abandoned {
        0 => String::new(),
        gone if gone == shot.now.running => ", all for readers who have gone".to_string(),
        gone => format!(", {} of them for readers who have gone", count(gone)),
    };
    match shot.run.database().capacity() {
        Some(capacity) if shot.is_over() => format!("{running} at the speed of {}{gone}", count(capacity)),
        _ => running + &gone,
    }
}

/// `no read has failed`, `3,000 reads have failed and 12 answers were stale`.
fn lost(shot: &Shot<'_>) -> String {
    let failed = match shot.now.failed {
        0 => "no read has failed".to_string(),
        1 => "1 read has failed".to_string(),
        failed => count(failed) + " reads have failed",
    };
    match shot.now.stale {
        0 => failed,
        1 => failed + " and 1 answer was stale",
        stale => format!("{failed} and {} answers were stale", count(stale)),
    }
}

/// What is to be seen, for those who do not see it.
pub(super) fn description(scene: &Scene, shot: &Shot<'_>) -> String {
    let lives = shot.history().lives(shot.moment);
    let turned = if scene.has_loads { shot.turned() } else { Vec::new() };
    let turned: String = turned.into_iter().map(|turn| ", ".to_string() + &turn).collect();
    let left = match lives[..] {
        [life] => number(life.left * shot.run.settings().ttl.as_millis() / 1e3, 1) + " s of the entry's life are left",
        _ => {
            let (drawn, fresh) = (count(lives.len() as u32), count(shot.now.fresh));
            format!("{drawn} keys are drawn; of all keys {fresh} have a value")
        }
    };
    let reads = match shot.hit_fraction() {
        None => "no reads come".to_string(),
        Some(hits) => {
            let (reads, hits) = (number(shot.reads_per_s(), 0), number(100.0 * hits, 1));
            format!("of {reads} reads a second the cache answers {hits} % at once")
        }
    };
    format!(
        "{}. {left}; {reads}; {} for a query of somebody else{turned}. A square is {}, a falling square {}.",
        capital(&state(shot)),
        things(&count(shot.now.pool()), "reader waits", Some("readers wait")),
        counted(scene.reads_each.into(), "read"),
        things(&count(scene.queries_each), "query", Some("queries"))
    )
}
