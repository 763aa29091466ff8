//! What travels: the calls of pages to the lines of their servers, and from the servers answers, of which those that nobody
//! waits for fall.

use super::PACE;
use super::lines::hollow;
use super::scene::{Layout, Shot};
use crate::engines::retry_tail::history::WINDOW;
use crate::kernel::Time;
use crate::ui::chart::{Ink, Marks, Shape};

/// How long a call flies, and an answer, in seconds of the reader's.
const LEG_S: f64 = 0.35;

/// About so many pages are seen to send their calls in a second of the reader's.
const PAGES_PER_S: f64 = 20.0;

/// Where pages stand, in CSS pixels from the left.
const PAGES: f64 = 7.0;

/// Everything that is on its way at a moment.
pub(super) fn marks(shot: &Shot<'_>, layout: &Layout) -> Marks {
    let mut marks = Marks::default();
    let (config, leg) = (shot.run.config(), Time::from_millis_f64(PACE.ms_per_s * LEG_S));
    let rate = config.load * f64::from(config.servers) / (config.service_ms * f64::from(config.fan_out));
    let each = (rate * PACE.ms_per_s / PAGES_PER_S) as u32 + 1;
    let stands = shot.stands();
    let height = layout.rows.1 * f64::from(config.servers);
    for sent in shot.run.history().sent(shot.moment, shot.moment + leg) {
        // A page stays where it is when it is sent again.
        if !sent.page.is_multiple_of(each) {
            continue;
        }
        let from = (PAGES, layout.rows.0 + height * (f64::from(sent.page / each) * 0.618_033_988_749_895).fract());
        let waiting = stands.get(usize::from(sent.server)).map_or(0, |stand| stand.waiting.iter().sum());
        let to = (layout.place(waiting.min(layout.pitch().1)), layout.row(sent.server.into()));
        let part = 1.0 - (sent.at - shot.moment).0 as f64 / leg.0 as f64;
        let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        match sent.is_again {
            true => marks.put(Ink::Bad, 1.0, Shape::Diamond(x, y, 1.4 * layout.size)),
            false => marks.put(Ink::Good, 1.0, Shape::Square(x, y, layout.size)),
        }
        match sent.is_again {
            true => marks.put(Ink::Bad, 0.9, Shape::Diamond(from.0, from.1, 5.0)),
            false => marks.put(Ink::Text, 0.9, Shape::Disc(from.0, from.1, 3.5)),
        }
    }
    answers(&mut marks, shot, layout, leg);
    marks
}

/// Answers of the last while: those for somebody go on to the right, the others fall.
fn answers(marks: &mut Marks, shot: &Shot<'_>, layout: &Layout, leg: Time) {
    let (way, windows) = (layout.width - layout.servers.1 - 2.0, (leg.0 / WINDOW.0) as usize);
    for window in shot.over.saturating_sub(windows) + 1..=shot.over {
        let part = (shot.moment.0 - WINDOW.0 * window as u64) as f64 / leg.0 as f64;
        for (server, stand) in shot.run.history().stands(window).iter().enumerate() {
            let (x, y) = (layout.servers.1 + layout.size + way * part, layout.row(server));
            if part > 1.0 {
                continue;
            }
            if stand.served[0] > 0 {
                marks.put(Ink::Good, 0.7, Shape::Square(x, y, 0.8 * layout.size));
            }
            if stand.served[1] > 0 {
                hollow(marks, layout.servers.1 + layout.size + 0.6 * way * part, y + 16.0 * part * part, layout.size);
            }
        }
    }
}
