//! The result in one sentence.

use super::scene::{Scene, Shot, Standing};
use super::stations::ms;
use crate::engines::dual_write::message::NAMES;
use crate::kernel::words::{counted, list};
use crate::kernel::{ParamSpec, Time, Value};
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, whole};

/// What database and broker hold, what they disagree about, who is away or bound; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let Some(main) = scene.shot(Side::Main, moment) else { return "Nothing is written yet.".to_string() };
    let twin = scene.shot(Side::Twin, moment).map(|twin| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => format!(" {}: {}.", capital(&pair.twin_phrase(phrase)), state(&twin)),
    });
    let stored = if twin.is_none() { amounts(&main) } else { String::new() };
    format!("{}.{}{stored}{}", capital(&state(&main)), troubles(&main), twin.unwrap_or_default())
}

/// What is said of a twin that differs in this.
fn phrase(_: &ParamSpec, value: Value) -> Option<&'static str> {
    match value {
        Value::Choice("inbox") => Some("with an inbox"),
        Value::Choice("plain") => Some("without an inbox"),
        _ => None,
    }
}

/// What is to be seen, for those who do not see it.
pub(super) fn in_words(shot: &Shot<'_>) -> String {
    let mut words = capital(&state(shot)) + "." + &troubles(shot) + &amounts(shot);
    let flights = shot.track.flights.iter().filter(|it| it.sent <= shot.moment && shot.moment < it.arrives);
    let name = |end: usize| NAMES.get(end).map_or("a user", |name| name);
    for flight in flights.take(6) {
        let order = flight.order.map(|order| format!(" {order}")).unwrap_or_default();
        let [from, to] = flight.ends.map(name);
        words += &[" On its way from ", from, " to ", to, ": ", &flight.step, &order, "."].concat();
    }
    words
}

/// `5 rows and 4 events: order 2 is lost (a row without its event)`.
fn state(shot: &Shot<'_>) -> String {
    let counts = shot.counts();
    if counts.rows + counts.events == 0 {
        return "nothing is written yet".to_string();
    }
    let wrong = [
        named(shot, Standing::is_lost, [" is lost (a row without its event)", " are lost (rows without their events)"]),
        named(
            shot,
            Standing::is_phantom,
            [" is a phantom (an event without its row)", " are phantoms (events without their rows)"],
        ),
        named(shot, |it| it.events > 1, [" is published more than once", " are published more than once"]),
    ];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    let agree = match () {
        () if !wrong.is_empty() => list(&wrong),
        () if counts.rows == counts.events => "both agree".to_string(),
        () => "one of the two is behind".to_string(),
    };
    format!("{} and {}: {agree}", counted(counts.rows, "row"), counted(counts.events, "event"))
}

/// `order 2 is lost`, `3 orders are lost`; nothing if there is none of the kind.
fn named(shot: &Shot<'_>, is_so: fn(Standing) -> bool, [one, many]: [&str; 2]) -> Option<String> {
    let orders = (0u64..).zip(shot.entries()).filter(|(_, entry)| is_so(shot.standing(entry)));
    let orders: Vec<u64> = orders.map(|(order, _)| order).collect();
    match orders[..] {
        [] => None,
        [order] => Some(format!("order {order}{one}")),
        _ => Some(format!("{} orders{many}", whole(orders.len() as u64))),
    }
}

/// Who is away, who is bound, what is never read.
fn troubles(shot: &Shot<'_>) -> String {
    let mut said = String::new();
    for (process, name) in NAMES.iter().enumerate() {
        if let Some(back) = shot.back(process) {
            let back = if back == Time(u64::MAX) {
                "".to_string()
            } else {
                format!(" for another {}", ms(back - shot.moment))
            };
            said += &[" The ", name, " has crashed and is away", &back, "."].concat();
        }
    }
    for (participant, name) in ["database", "broker"].into_iter().enumerate() {
        if let Some((orders, bound)) = shot.bound(participant) {
            let are = if orders.len() == 1 { " order " } else { " orders " };
            let is = if orders.len() == 1 { " is" } else { " are" };
            let first: Vec<String> = orders.iter().take(5).cloned().collect();
            said += &[" In the ", name, are, &list(&first), is, " locked, for ", &ms(bound), " so far."].concat();
        }
    }
    if let Some((rows, cursor)) = shot.behind() {
        let rows = if rows.len() == 1 { format!(" Row {} is", rows[0]) } else { format!(" Rows {} are", list(&rows)) };
        said += &[&rows, " behind the cursor, which is at row ", &cursor.to_string(), ": never read."].concat();
    }
    said
}

/// What stands in the outbox, and what the consumer has done twice.
fn amounts(shot: &Shot<'_>) -> String {
    let mut said = String::new();
    match shot.outbox().len() as u64 {
        0 => {}
        rows => said += &[" The outbox holds ", &counted(rows, "row"), "."].concat(),
    }
    match shot.counts().repeated {
        0 => {}
        orders => said += &[" The consumer has acted more than once on ", &counted(orders, "order"), "."].concat(),
    }
    said
}
