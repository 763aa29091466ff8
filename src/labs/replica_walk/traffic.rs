//! What travels: requests from their clients to the machines, and answers back; and what they have come to, in words.

use super::scene::{LINE, Layout, Shot};
use crate::engines::replica_walk::Outcome;
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// How long a request is on its way, and its answer, in milliseconds.
const LEG_MS: f64 = 400.0;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let mut marks = Marks::default();
    let clients = shot.run.clients();
    for client in 0..clients {
        let (x, y) = layout.client(client, clients);
        let (ink, size) = if client < shot.state.told { (Ink::Text, 3.6) } else { (Ink::Idle, 2.6) };
        marks.put(ink, 1.0, Shape::Square(x, y, size));
    }
    let size = if layout.size.0 < 230.0 { 1.3 } else { 2.0 };
    let ops = shot.run.ops();
    let since = Time::from_millis_f64((shot.moment.as_millis() - 2.0 * LEG_MS).max(0.0));
    let first = ops.partition_point(|op| op.at < since);
    for op in ops[first..].iter().take_while(|op| op.at <= shot.moment) {
        let legs = (shot.moment - op.at).as_millis() / LEG_MS;
        let (from, to) = (layout.client(op.client, clients), layout.middle(op.machine));
        let part = if legs < 1.0 { legs } else { 2.0 - legs };
        let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        let (ink, shape) = match op.outcome {
            Outcome::Written if legs < 1.0 => (Ink::Text, Shape::Square(x, y, size)),
            _ if legs < 1.0 => (Ink::Quiet, Shape::Disc(x, y, size)),
            Outcome::Written | Outcome::Current => (Ink::Confirmed, Shape::Disc(x, y, size)),
            Outcome::Stale | Outcome::Empty => (Ink::Bad, Shape::Diamond(x, y, 2.0 * size)),
            Outcome::Unanswered => (Ink::Bad, Shape::Diamond(to.0, to.1, 2.0 * size)),
        };
        marks.put(ink, 0.9, shape);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    words(pen, shot, layout);
}

/// Two lines under the clients: how keys and clients stand, and what went wrong and what it cost.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (width, height) = layout.size;
    let count = |count: u32| number(count.into(), 0);
    let [told, clients] = [shot.state.told, shot.run.clients()].map(count);
    let state = match shot.state.joined {
        true => [
            format!("{told} of {clients} clients have the new list"),
            format!("new list: {told} of {clients}"),
            format!("{told} of {clients}"),
        ],
        false => {
            let lost = count(shot.state.left[0]);
            [format!("{lost} keys have lost every copy"), format!("{lost} keys lost"), format!("{lost} lost")]
        }
    };
    let is_bad = !shot.state.joined && shot.state.left[0] > 0;
    let ink = if is_bad { Ink::Bad } else { Ink::Quiet };
    pen.text(fitting(width - 4.0, &state), (2.0, height - 1.5 * LINE), Across::Start, ink);
    let so_far = shot.counts();
    let wrong = so_far.stale + so_far.empty + so_far.unanswered;
    let wrong = [format!("{} wrong or no answers", count(wrong)), format!("{} wrong", count(wrong))];
    let extra = [format!("{} extra requests", count(so_far.extra)), format!("+{}", count(so_far.extra))];
    let right = if so_far.extra > 0 { fitting(0.45 * width, &extra) } else { "" };
    let left = fitting(width - 12.0 - width_of(right), &wrong);
    pen.text(
        left,
        (2.0, height - 0.5 * LINE),
        Across::Start,
        if so_far.stale + so_far.empty + so_far.unanswered > 0 { Ink::Bad } else { Ink::Quiet },
    );
    pen.text(right, (width - 2.0, height - 0.5 * LINE), Across::End, Ink::Quiet);
}
