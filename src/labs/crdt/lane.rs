//! A frame as markup: the lanes of the replicas, each with what it holds and, beside or under it, what its naive
//! counterpart makes of the same.

use std::rc::Rc;

use super::REPLICA;
use super::frame::{Frame, Lane, Piece, State};
use crate::engines::crdt::Kind;
use crate::ui::dom::{Element, Node, Signal, element};
use crate::ui::plate::PlateState;
use crate::ui::words::plain;

/// More replicas than this leave no room for the naive ones.
const FEW: usize = 4;

/// Over the lanes: whether the replicas agree, and whether the naive ones do.
pub(super) fn heads(frame: &Frame, is_cut: bool) -> Node {
    let (class, merged) = match (frame.agree, is_cut) {
        (true, false) => ("ok", "✓ All agree".to_string()),
        (true, true) => ("bad", "✕ Cut, and still the same".to_string()),
        (false, true) => ("bad", "✕ Cut: each goes its own way".to_string()),
        (false, false) => ("wait", format!("… {} still under way", frame.lacking)),
    };
    let fault = frame.fault();
    let (naive_class, naive) = match (fault, frame.naive_agree) {
        (Some((_, fault)), _) => ("bad", format!("✕ Naive: {fault}")),
        (None, true) => ("ok", "✓ Naive: the same".to_string()),
        (None, false) if frame.agree => ("bad", "✕ Naive: they differ".to_string()),
        (None, false) => ("wait", "… Naive: they differ".to_string()),
    };
    element("div")
        .class("merge-heads")
        .child(element("p").class(class).child(merged))
        .child(element("p").class(naive_class).child(naive))
        .into()
}

/// The lanes. Live, the one at which the reader edits is marked, and a click chooses another.
pub(super) fn lanes(frame: &Rc<Frame>, chosen: Option<usize>, signal: Signal<PlateState>) -> Node {
    let top = frame.lanes.iter().flat_map(|lane| [0, 1].map(|side| lane.counted(side))).max().unwrap_or_default();
    let classes = match frame.kind {
        Kind::Text => ["merge-strip", "merge-strip naive"],
        _ => ["merge-strip chips", "merge-strip chips naive"],
    };
    let lanes = frame.lanes.iter().enumerate().map(|(id, lane)| {
        let number = id.to_string();
        let class = format!("node-{number}{}", if chosen == Some(id) { " chosen" } else { "" });
        let choose = move |_| signal.update(|state| state.picks[REPLICA] = Some(id as u32));
        let naive = (frame.lanes.len() <= FEW)
            .then(|| strip(classes[1], " Its naive counterpart holds ".to_string(), &lane.naive));
        element("li")
            .class(class)
            .on("click", choose)
            .child(strip(classes[0], format!("Replica {number} holds "), &lane.pieces).child(bars(lane, top)))
            .child(naive)
    });
    element("ol").class("merge-lanes").child(lanes.collect::<Vec<_>>()).into()
}

fn strip(class: &'static str, words: String, pieces: &[Piece]) -> Element {
    let words = element("span").class("sr-only").child(words);
    let nothing = pieces.is_empty().then(|| element("span").class("merge-nothing").child("nothing"));
    let pieces: Vec<Element> = pieces.iter().map(piece).collect();
    element("div").class(class).child(words).child(nothing).child(pieces)
}

fn piece(piece: &Piece) -> Element {
    let (tag, class) = match piece.state {
        State::Held => ("span", "held"),
        State::Dust => ("span", "dust"),
        State::Lost => ("s", "lost"),
        State::Back => ("span", "back"),
    };
    let author = piece.author.map_or(String::new(), |author| format!(" node-{author}"));
    let said = match piece.state {
        State::Lost => Some(" (lost)"),
        State::Back => Some(" (should not be there)"),
        State::Held | State::Dust => None,
    };
    element(tag)
        .class([class, &author].concat())
        .attr("aria-hidden", (piece.state == State::Dust).then_some("true"))
        .child(piece.text.clone())
        .child(said.map(|said| element("span").class("sr-only").child(said)))
}

/// Of a counter, two bars: what each replica has added, and under it what each has taken away.
fn bars(lane: &Lane, top: u64) -> Option<[Element; 2]> {
    if lane.counts.is_empty() {
        return None;
    }
    let mut bars = Vec::new();
    for side in [0, 1] {
        let mut left = 0.0;
        for (author, counts) in lane.counts.iter().enumerate().filter(|(_, counts)| counts[side] > 0) {
            let width = 100.0 * counts[side] as f64 / top.max(1) as f64;
            let class = format!("{} node-{author}", if side == 0 { "up" } else { "down" });
            bars.push(bar(class, left, width, side));
            left += width;
        }
    }
    let [up, down] = [0, 1].map(|side| 100.0 * lane.counted(side) as f64 / top.max(1) as f64);
    if down > up {
        bars.push(bar("under".to_string(), up, down - up, 1));
    }
    let sum = format!("= {} − {}", lane.counted(0), lane.counted(1));
    let sum = element("span").class("merge-sum").child(sum);
    let svg = element("svg").class("merge-bars").attr("viewBox", "0 0 100 12").attr("preserveAspectRatio", "none");
    Some([sum, svg.attr("aria-hidden", "true").child(bars)])
}

fn bar(class: String, left: f64, width: f64, side: usize) -> Element {
    element("rect")
        .class(class)
        .attr("x", plain(left, 2))
        .attr("y", if side == 0 { "0" } else { "7" })
        .attr("width", plain(width, 2))
        .attr("height", "5")
}
