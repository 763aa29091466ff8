//! The picture's numbers and words.

use super::VIEW;
use super::layout::Layout;
use super::scene::Shot;
use crate::engines::bloom::{Bloom, Verdict};
use crate::engines::catalog::find;
use crate::kernel::{Seed, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

fn pair(variant: &'static str) -> RunPair {
    let mut scenario = Scenario::defaults(find("bloom").unwrap());
    scenario.seed = Seed(16);
    let values = [
        ("variant", Value::Choice(variant)),
        ("keys", Value::Integer(12)),
        ("bits_per_key", Value::Number(5.0)),
        ("hashes", Value::Integer(3)),
        ("fingerprint_bits", Value::Integer(4)),
        ("deleted_fraction", Value::Number(0.25)),
        ("probes", Value::Integer(60)),
    ];
    for (name, value) in values {
        scenario.params.set(name, value);
    }
    RunPair::run(scenario, None)
}

#[test]
fn at_the_end_of_each_word_the_picture_is_what_the_engine_did() {
    for variant in ["classic", "clearing", "counting", "cuckoo"] {
        let pair = pair(variant);
        let run: &Bloom = pair.main.engine();
        for step in run.steps() {
            let shot = Shot::of(&pair, Side::Main, step.at + run.tick()).expect("a run");
            assert_eq!(shot.now, Some(step));
            let lit: Vec<bool> = step.cells.iter().map(|&cell| shot.lit(step, cell)).collect();
            let found = if shot.is_cuckoo() { lit.contains(&true) } else { !lit.contains(&false) };
            match step.verdict {
                Verdict::Found | Verdict::FalsePositive | Verdict::Stale => assert!(found, "{variant}: {step:?}"),
                Verdict::Lost | Verdict::Rejected => assert!(!found, "{variant}: {step:?}"),
                _ => {}
            }
            if step.verdict == Verdict::FalsePositive && variant != "clearing" {
                assert!(
                    shot.telling(step).iter().all(|&cell| shot.owners(cell).next().is_some()),
                    "{variant}: {step:?}"
                );
            }
        }
        let last = Shot::of(&pair, Side::Main, Time(u64::MAX)).expect("a run");
        let cells: Vec<u32> = (0..run.filter().cells()).map(|cell| run.filter().cell(cell)).collect();
        assert_eq!(last.cells, cells, "{variant}");
    }
}

#[test]
fn a_false_positive_is_explained_cell_by_cell() {
    let pair = pair("classic");
    let run: &Bloom = pair.main.engine();
    let caught = run.steps().iter().find(|step| step.verdict == Verdict::FalsePositive).expect("one of sixty");
    let shot = Shot::of(&pair, Side::Main, caught.at + run.tick()).expect("a run");
    let said = super::sentence::lines(&shot, caught);
    assert_eq!(said.len(), 3);
    assert!(said.iter().all(|[line, _]| line.starts_with("bit ") && line.contains(": lit by ")), "{said:?}");
    assert!((VIEW.sentence)(&pair, shot.moment).contains("was never put in, and all its bits are in use"));
}

#[test]
fn clearing_bits_loses_a_word_and_says_who_needs_the_bit() {
    let pair = pair("clearing");
    let run: &Bloom = pair.main.engine();
    let lost = run.steps().iter().find(|step| step.verdict == Verdict::Lost).expect("three are deleted of twelve");
    let shot = Shot::of(&pair, Side::Main, lost.at + run.tick()).expect("a run");
    let said = super::sentence::lines(&shot, lost);
    assert!(said.iter().any(|[line, _]| line.contains(" is empty: cleared with ")), "{said:?}");
}

#[test]
fn nothing_stands_over_another_in_any_size() {
    let pair = pair("classic");
    let shot = Shot::of(&pair, Side::Main, Time(u64::MAX)).expect("a run");
    for size in [(600.0, 430.0), (290.0, 430.0), (163.0, 197.0), (364.0, 215.0), (160.0, 180.0), (520.0, 260.0)] {
        let layout = Layout::of(size, &shot);
        let words = layout.words.1 as f64 * super::layout::LINE;
        assert!(words + 15.0 < layout.cells.0 && layout.cells.2 + 15.0 < layout.asked.0, "{size:?}");
        assert!(layout.asked.0 + 20.0 < size.1, "{size:?}: {:?}", layout.asked);
    }
}
