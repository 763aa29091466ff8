//! A pair of runs laid out once, what one moment of one of them is, and where things stand.

use crate::engines::queueing::history::{Point, Sample};
use crate::engines::queueing::{Config, Generator, Queueing, Theory};
use crate::kernel::Time;
use crate::ui::chart::axis::{round_down, round_up};
use crate::ui::plate::{Pace, RunPair, Side};

/// A run is played in so many seconds of the reader's.
const PLAYED_S: f64 = 24.0;

/// Marks that set out in a second of the reader's, at most about so many.
const MARKS_PER_S: f64 = 60.0;

/// Loads at which the law is drawn.
const LAW_POINTS: u32 = 60;

/// How fast a pair of runs is played.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let ms_per_s = end(pair).as_millis().max(1.0) / PLAYED_S;
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// The end of the longer run.
fn end(pair: &RunPair) -> Time {
    let runs = Side::BOTH.into_iter().filter_map(|side| side.run::<Queueing>(pair));
    runs.map(|run| run.station().now()).max().unwrap_or_default()
}

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// The end of the longer run.
    pub end: Time,
    /// How many requests a mark stands for.
    pub each: u32,
    /// The longest call of either run, in milliseconds.
    pub longest_ms: f64,
    /// The scale of the percentiles, in milliseconds, and the highest load.
    pub scale_ms: (f64, f64),
    pub top_load: f64,
    /// Whether the story is that of single calls rather than that of the load.
    pub tells_calls: bool,
    /// The law of each run: at each load, the median and the 99th percentile, or twice the mean.
    pub laws: [Vec<(f64, [f64; 2])>; 2],
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut scene = Self {
            pair: pair.clone(),
            labels: [main, twin],
            ms_per_s: pace(pair).ms_per_s,
            end: end(pair),
            each: 1,
            longest_ms: 1e-3,
            scale_ms: (f64::MAX, 1e-3),
            top_load: 1.0,
            tells_calls: false,
            laws: Default::default(),
        };
        for side in Side::BOTH {
            let Some(run) = side.run::<Queueing>(pair) else { continue };
            let (history, config) = (run.history(), run.station().config());
            let due = f64::from(history.at(scene.end).due);
            scene.each = scene.each.max((due / PLAYED_S / MARKS_PER_S).ceil() as u32);
            for call in history.calls(scene.end) {
                scene.longest_ms = scene.longest_ms.max((call.at - call.due).as_millis());
            }
            scene.tells_calls |= config.generator != Generator::Open || config.stall.is_some();
            scene.top_load = scene.top_load.max(config.load);
            scene.laws[side as usize] = law(config);
            let laws = scene.laws[side as usize].iter().filter(|(load, _)| *load <= 0.95).map(|(_, law)| *law);
            let seen = history.points(scene.end).iter().map(|point| [point.sojourn_ms[0], point.sojourn_ms[1]]);
            for [low, high] in laws.chain(seen) {
                scene.scale_ms = (scene.scale_ms.0.min(low), scene.scale_ms.1.max(high));
            }
        }
        let (low, high) = scene.scale_ms;
        scene.scale_ms = (round_down(low.min(high)), round_up(high));
        scene
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// What theory says of a station at loads up to nearly 1.
fn law(config: &Config) -> Vec<(f64, [f64; 2])> {
    let mut law = Vec::new();
    for index in 1..LAW_POINTS {
        let load = f64::from(index) / f64::from(LAW_POINTS);
        let theory = Theory::of(&Config { load, ..*config });
        let pair = match (theory.sojourn, theory.sojourn_mean_ms) {
            (Some(sojourn), _) => Some([sojourn.quantile_ms(0.5), sojourn.quantile_ms(0.99)]),
            (None, mean) => mean.map(|mean| [mean; 2]),
        };
        law.extend(pair.map(|pair| (load, pair)));
    }
    law
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub side: Side,
    pub run: &'a Queueing,
    pub moment: Time,
    /// How things stand.
    pub now: Sample,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &Queueing = side.run(pair)?;
        // How the line drains when nobody comes any more is of no load.
        let now = run.history().at(moment.min(run.history().last_due()));
        Some(Self { side, run, moment, now })
    }

    /// The percentiles of the level so far.
    pub(super) fn point(&self) -> Option<&'a Point> {
        self.run.history().points(self.moment).last()
    }

    /// The station's parameters.
    pub(super) fn config(&self) -> &'a Config {
        self.run.station().config()
    }

    /// Whether clients wait for answers before they send.
    pub(super) fn has_clients(&self) -> bool {
        self.config().generator != Generator::Open
    }
}

/// Where a chart stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub foot: f64,
}

/// Where things stand, from the top: words, the line before its servers, the charts. In CSS pixels.
pub(super) struct Layout {
    pub width: f64,
    /// The top and the foot of the line and its servers.
    pub line: (f64, f64),
    /// Where the servers begin and end.
    pub servers: (f64, f64),
    pub calls: Option<Area>,
    pub curve: Option<Area>,
}

impl Layout {
    /// The places in a picture of this size; where there is room for one chart, it is that of the story.
    pub(super) fn of((width, height): (f64, f64), tells_calls: bool) -> Self {
        let foot = 20.0 + 0.27 * (height - 40.0);
        let (top, end, right) = (foot + 40.0, height - 20.0, width - 10.0);
        let area = |left: f64, right: f64| Some(Area { left: left + 50.0, right, top, foot: end });
        let (calls, curve) = match (width >= 420.0 && !tells_calls, tells_calls) {
            (true, _) => (area(0.0, 0.46 * width), area(0.49 * width, right)),
            (false, true) => (area(0.0, right), None),
            (false, false) => (None, area(0.0, right)),
        };
        let servers = (width - (0.2 * width).min(90.0), width - (0.09 * width).min(40.0));
        Self { width, line: (20.0, foot), servers, calls, curve }
    }
}
