//! Which was first? What each clock says of the two events that are picked, beside the truth; and what its stamps weigh.

use super::attention::Attention;
use super::desk::Shot;
use super::drawing::text;
use crate::engines::space_time::Clock;
use crate::kernel::words::counted;
use crate::parts::clocks::{EventId, Relation};
use crate::ui::dom::{Element, Node, element};
use crate::ui::words::number;

/// The answer in words, and the four clocks as a table.
pub(super) fn verdict(shot: &Shot, attention: Attention) -> Element {
    let asked = attention.pair().filter(|&(a, b)| a.max(b) < shot.happened());
    let words = match (asked, attention.first.filter(|&first| first < shot.happened())) {
        (Some(pair), _) => answer(shot, pair),
        (None, Some(first)) if attention.second.is_none() => {
            format!("{} is picked. Pick another event.", shot.name(first))
        }
        _ => "Pick two events: which was first?".to_string(),
    };
    let heads = ["Clock", "First", "Second", "It says", "Bytes so far"];
    let mut heads: Vec<Node> =
        heads.into_iter().map(|head| cell("th", head.to_string()).attr("scope", "col").into()).collect();
    if let Some((first, second)) = asked {
        heads[1] = cell("th", shot.name(first)).attr("scope", "col").into();
        heads[2] = cell("th", shot.name(second)).attr("scope", "col").into();
    }
    let has_time = shot.diagram.has_time();
    let clocks = Clock::ALL.into_iter().filter(|clock| has_time || matches!(clock, Clock::Lamport | Clock::Vector));
    let most = clocks.clone().map(|clock| bytes(shot, clock)).max().unwrap_or(0).max(1);
    let rows: Vec<Element> = clocks.map(|clock| row(shot, asked, clock, most)).collect();
    let table = element("table")
        .child(
            element("caption")
                .class("sr-only")
                .child("What each clock says of the two events, and the bytes of its stamps"),
        )
        .child(element("thead").child(element("tr").child(heads)))
        .child(element("tbody").child(rows));
    let words = element("p").class("clocks-words").attr("role", "status").child(words);
    let [wall, vector] = [Clock::Wall, Clock::Vector].map(|clock| number(bytes(shot, clock).into(), 0));
    let price = match has_time {
        true => format!("Stamps so far: wall {wall} B, vector {vector} B."),
        false => format!("Stamps so far: vector {vector} B."),
    };
    // It stands in where there is no room for the table.
    let price = element("p").class("clocks-price").child(price);
    element("div").class("clocks-verdict").child(words).child(table).child(price)
}

fn cell(tag: &'static str, text: String) -> Element {
    element(tag).child(element("bdi").child(text))
}

/// One clock: its stamps, what it says, and whether that is so.
fn row(shot: &Shot, asked: Option<(EventId, EventId)>, clock: Clock, most: u32) -> Element {
    let processes = shot.diagram.names.len();
    let stamp = |event: EventId| text(clock, &shot.diagram.events[event as usize], processes);
    let (first, second) = asked.map_or(("–".to_string(), "–".to_string()), |(a, b)| (stamp(a), stamp(b)));
    let (class, says) = asked.map_or(("", "–".to_string()), |pair| judged(shot, pair, clock));
    let bytes = bytes(shot, clock);
    let width = (100.0 * f64::from(bytes) / f64::from(most)).round() as u32;
    let bar = element("svg")
        .attr("viewBox", "0 0 100 8")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(element("rect").attr("width", width).attr("height", "8"));
    let weighs = element("td").class("clocks-bytes").child(bar).child(number(bytes.into(), 0)).child(" B");
    element("tr")
        .class(if clock == Clock::Wall || clock == Clock::Vector { "" } else { "clocks-between" })
        .child(element("th").attr("scope", "row").child(clock.name()))
        .child(element("td").child(first))
        .child(element("td").child(second))
        .child(element("td").class(class).child(says))
        .child(weighs)
}

/// The stamps of all events so far by one clock.
fn bytes(shot: &Shot, clock: Clock) -> u32 {
    shot.diagram.events[..shot.happened() as usize].iter().map(|event| clock.bytes(event)).sum()
}

/// What a clock says of a pair, and the class of its answer: right, wrong, or by chance.
fn judged(shot: &Shot, (a, b): (EventId, EventId), clock: Clock) -> (&'static str, String) {
    let truth = shot.diagram.relation(a, b);
    let says = clock.says(&shot.diagram.events[a as usize], &shot.diagram.events[b as usize]);
    let claim = match says {
        Relation::Before => shot.name(a) + " first",
        Relation::After => shot.name(b) + " first",
        Relation::Same => "the same".to_string(),
        Relation::Concurrent => "neither first".to_string(),
    };
    match truth {
        Some(truth) if truth == says => ("clocks-right", claim + " ✓"),
        Some(Relation::Concurrent) => ("clocks-chance", claim + ", by chance"),
        _ => ("clocks-wrong", claim + " ✗ wrong"),
    }
}

/// The truth of a pair, and beside it what the wall clocks say.
fn answer(shot: &Shot, (a, b): (EventId, EventId)) -> String {
    let (first, second) = (shot.name(a), shot.name(b));
    let before = |cause: (EventId, &str), effect: (EventId, &str)| {
        let path = shot.diagram.path(cause.0, effect.0).map_or(0, |path| path.len() as u64 - 1);
        format!("{} happened before {}: follow the lit path, {}.", cause.1, effect.1, counted(path, "step"))
    };
    let truth = match shot.diagram.relation(a, b) {
        Some(Relation::Before) => before((a, &first), (b, &second)),
        Some(Relation::After) => before((b, &second), (a, &first)),
        _ => format!("Neither came first: no path leads from {first} to {second}, nor back."),
    };
    let (one, other) = (&shot.diagram.events[a as usize], &shot.diagram.events[b as usize]);
    if !shot.diagram.has_time() {
        let [one, other] = [a, b].map(|event| shot.text(event, 60));
        return format!("{truth} {first}: “{one}”; {second}: “{other}”.");
    }
    let apart = number(one.wall_us.abs_diff(other.wall_us) as f64 / 1e3, 1);
    let (says, class) = (Clock::Wall.says(one, other), judged(shot, (a, b), Clock::Wall).0);
    let claimed = if says == Relation::Before { &first } else { &second };
    let end = match class {
        "clocks-right" => ".",
        "clocks-wrong" => ": wrong.",
        _ => ": a difference of clocks, not of causes.",
    };
    match says {
        Relation::Same => format!("{truth} The wall clocks show the same for both."),
        _ => format!("{truth} By the wall clocks {claimed} was first, by {apart}\u{202f}ms{end}"),
    }
}
