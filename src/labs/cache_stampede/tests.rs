//! The picture's numbers and words.

use super::cache::key_at;
use super::layout::Layout;
use super::scene::{Scene, Shot};
use super::{VIEW, river};
use crate::engines::cache_stampede::CacheStampede;
use crate::engines::catalog::find;
use crate::kernel::{Action, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn scenario(values: &[(&str, f64)]) -> Scenario {
    let mut scenario = Scenario::defaults(find("cache-stampede").unwrap());
    for (name, value) in [("reads_per_s", 1400.0), ("ttl_ms", 60_000.0), ("duration_s", 12.0)].iter().chain(values) {
        let spec = scenario.params.spec(name).unwrap();
        let value = spec.from_number(*value).unwrap();
        scenario.params.set(spec.name, value);
    }
    scenario.act(Action { at_ms: 1500, verb: "expire-key", target: 0, value: None });
    scenario
}

/// The stampede, beside the same with one flight.
fn pair(values: &[(&str, f64)]) -> RunPair {
    let alone = scenario(values);
    let mut twin = alone.clone();
    twin.params.set("strategy", Value::Choice("singleflight"));
    RunPair::run(alone, Some(twin))
}

fn run(pair: &RunPair, side: Side) -> &CacheStampede {
    side.run(pair).expect("a run")
}

#[test]
fn a_run_ends_in_the_picture_with_the_numbers_of_its_report() {
    for values in [&[][..], &[("keys", 300.0), ("ttl_ms", 2000.0)], &[("timeout_ms", 300.0), ("stale_ms", 500.0)]] {
        let mut alone = scenario(values);
        for strategy in ["none", "lock", "singleflight", "jitter", "xfetch", "swr", "refresh-ahead", "lease"] {
            alone.params.set("strategy", Value::Choice(strategy));
            let pair = RunPair::run(alone.clone(), None);
            let run = run(&pair, Side::Main);
            let (measures, last) = (run.measures(), Shot::of(run, Time(u64::MAX)).now);
            let counts = [last.reads, last.hits, last.stale, last.failed, last.queries, last.expiries, last.stored];
            let measured = [
                measures.reads,
                measures.hits,
                measures.stale_reads,
                measures.failed,
                measures.recomputes,
                measures.expiries,
                measures.stored,
            ];
            assert_eq!(counts.map(u64::from), measured, "{strategy} {values:?}");
            assert_eq!(last.waiting(), 0, "{strategy} {values:?}");
        }
    }
}

#[test]
fn a_reader_who_gives_up_has_failed_when_its_patience_ends() {
    let pair = pair(&[]);
    let at = |ms: u64| Shot::of(run(&pair, Side::Main), Time::from_millis(ms)).now;
    // The first reader after the expiry at 1.5 s gives up at 3.5 s; from then on as many leave as had come.
    assert_eq!((at(3490).failed, at(3490).abandoned), (0, 0));
    let came = at(2500).reads - at(1500).reads;
    let left = at(4510).failed;
    assert!(left.abs_diff(came) < 30 && at(4510).abandoned.abs_diff(left) < 30, "{left} of {came}");
    let one = Shot::of(run(&pair, Side::Twin), Time::from_millis(1550)).now;
    assert!(one.running == 1 && one.pool() > 20, "{one:?}");
}

#[test]
fn the_sentence_says_the_moment_of_both_runs() {
    let pair = pair(&[]);
    let said = |ms: u64| (VIEW.sentence)(&pair, Time::from_millis(ms)).replace('\u{202f}', " ");
    assert!(said(1400).contains(" reads a second, and the cache answers every one at once."), "{}", said(1400));
    assert!(said(2900).starts_with("1.4 s after the expiry "), "{}", said(2900));
    assert!(
        said(2900).contains(" queries for one value run at the speed of 20 and none has ended; "),
        "{}",
        said(2900)
    );
    assert!(
        said(2900).contains(" With singleflight: the last expiry cost 1 query and 0.1 s; no read"),
        "{}",
        said(2900)
    );
    assert!(said(5000).contains(" of them for readers who have gone and none has ended; "), "{}", said(5000));
}

#[test]
fn many_keys_that_expire_together_go_out_together() {
    let pair = pair(&[("keys", 200.0), ("ttl_ms", 4000.0), ("zipf_exponent", 0.0)]);
    let lit = |ms: u64| {
        let history = &run(&pair, Side::Main).measures().history;
        history.lives(Time::from_millis(ms)).iter().filter(|life| life.left > 0.0).count()
    };
    // The key that expired at 1.5 s was stored anew after that.
    assert_eq!((lit(3900), lit(4010)), (100, 1));
    let said = (VIEW.sentence)(&pair, Time::from_millis(4300));
    assert!(said.contains(" of 200 keys have no value; "), "{said}");
}

#[test]
fn the_scale_of_a_picture_is_that_of_its_twin_and_bounds_what_is_drawn() {
    for reads in [1.0, 1400.0, 20_000.0] {
        let pair = pair(&[("reads_per_s", reads)]);
        let scene = Scene::of(&pair);
        let most = run(&pair, Side::Main).measures().concurrency_max;
        assert!(scene.top >= f64::from(most), "{} {most}", scene.top);
        for step in 0..60 {
            let moment = Time::from_millis(200 * step);
            for side in Side::BOTH {
                let shot = scene.shot(side, moment).expect("a run");
                let marks = river::marks(&scene, &shot, &Layout::of((600.0, 430.0), false, false, false));
                let count: usize = marks.layers().iter().map(|layer| layer.2.len()).sum();
                assert!(count < 400, "{count} marks at {moment}");
            }
        }
    }
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0)] {
        for (many, predicted, loads) in
            [(false, false, false), (true, true, false), (false, false, true), (false, true, true)]
        {
            let layout = Layout::of(size, many, predicted, loads);
            let mut places = vec![18.0, layout.river.1, layout.database.0, layout.database.1, layout.words];
            places.extend(layout.gauge);
            places.extend(layout.load.iter().flat_map(|load| [load.0, load.1]));
            places.extend(layout.turns.iter().flat_map(|turns| [turns.0 - 15.0, turns.1 - 30.0, turns.1]));
            places.extend(layout.waits.iter().flat_map(|waits| [waits.0 - 15.0, waits.1]));
            assert!(places.is_sorted() && places.last().unwrap() + 18.0 < size.1, "{size:?}: {places:?}");
            assert!(layout.cache.0 > 30.0 && layout.cache.1 < size.0 - 30.0, "{size:?}");
        }
    }
}

#[test]
fn the_key_under_the_pointer_is_the_one_that_is_drawn_there() {
    let pair = pair(&[("keys", 1000.0)]);
    let shot = Shot::of(run(&pair, Side::Main), Time::ZERO);
    let layout = Layout::of((600.0, 430.0), true, false, false);
    let inside = |x: f64, y: f64| key_at(&shot, &layout, (layout.cache.0 + x, layout.river.0 + y));
    assert_eq!((inside(1.0, 1.0), inside(-1.0, 1.0), inside(1.0, -1.0)), (Some(0), None, None));
    let last = (0..400).filter_map(|x| inside(f64::from(x), 90.0)).max();
    assert_eq!(last, Some(990));
}
