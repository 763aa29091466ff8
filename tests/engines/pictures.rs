//! Every picture of the book, by the list of views alone: drawn and spoken at every moment of its golden scenarios and at
//! the corners of its schema, alone and with a twin, whatever a reader has picked out.

use std::sync::Arc;

use faultlines::engines::catalog::{self, Lab};
use faultlines::kernel::{Progress, Simulation, Time};
use faultlines::labs::views::VIEWS;
use faultlines::scenario::{Plate, Scenario};
use faultlines::ui::dom::Signal;
use faultlines::ui::plate::{LabView, PlateState, RunPair};
use scraper::Html;
use serde_json::json;

use crate::{lab, thorough, traces};

/// How much work a corner of the schema may be, to be drawn here; a larger one is left out.
const WORK: u32 = 4_000_000;

/// How many moments of a run are drawn: so many evenly spread, and so many of its events.
const MOMENTS: u32 = 24;

/// The same at a corner of the schema, of which there are hundreds.
fn moments_at_a_corner() -> u32 {
    if thorough::on() { MOMENTS } else { 6 }
}

/// Picks that a link or another lab may leave behind.
const PICKS: [[Option<u32>; 4]; 3] = [[None; 4], [Some(0), Some(1), Some(2), Some(3)], [Some(u32::MAX); 4]];

fn plate(lab: &Lab) -> Plate {
    let (plate, problems) =
        Plate::from_json(&json!({ "lab": lab.spec.id, "id": "it", "title": "It", "caption": "Notice it." }));
    assert_eq!(problems, []);
    plate.expect("a plate")
}

/// The finished run, if it is not too long.
fn finished(scenario: &Scenario) -> Option<Arc<dyn Simulation>> {
    let mut run = scenario.start();
    (run.advance(WORK) == Progress::Done).then(|| run.into())
}

/// What is wrong with a picture or its sentence at a moment.
fn fault(html: &str, sentence: &str) -> Option<String> {
    let said = sentence.trim();
    let lame = ["NaN", "inf", "None", "Some(", "  "].into_iter().find(|word| said.contains(word));
    if said.len() < 10 || !said.ends_with(['.', '!', '?', ')']) || lame.is_some() {
        return Some(format!("it says {said:?}"));
    }
    if let Some(word) = ["NaN", "inf\"", "undefined"].into_iter().find(|word| html.contains(word)) {
        return Some(format!("the picture holds `{word}`"));
    }
    let page = Html::parse_fragment(html);
    let drawn = page.select(&scraper::Selector::parse("svg, table, ul, ol").unwrap()).next().is_some();
    (!drawn).then(|| "the picture is empty".to_string())
}

/// Draws a pair of runs at its moments.
fn draw(lab: &Lab, view: LabView, pair: &RunPair, count: u32) {
    let end = pair.end((view.pace)(pair));
    let stops = (0..=count).map(|stop| Time(end.0 / u64::from(count) * u64::from(stop)));
    let events = pair.main.trace().events();
    let events = events.iter().step_by(events.len().div_ceil(count as usize).max(1)).map(|event| event.at);
    let moments: Vec<Time> = stops.chain(events).chain([end, Time(u64::MAX)]).collect();
    for picks in PICKS {
        let signal = Signal::new(PlateState::new(plate(lab), view, pair.clone(), Vec::new()));
        for &moment in &moments {
            signal.update(|state| {
                state.picks = picks;
                state.link.pick = picks[0];
                state.seek(moment);
            });
            let drawn = signal.with(|state| (state.picture.draw(state, signal).to_html(), state.result()));
            let (html, sentence) = drawn.expect("the plate is there");
            if let Some(fault) = fault(&html, &sentence) {
                panic!("{} at {moment} with {picks:?}: {fault}", pair.scenario.to_json());
            }
        }
        signal.close();
    }
}

fn pictured() -> impl Iterator<Item = (&'static Lab, LabView)> {
    VIEWS.iter().map(|&(id, view)| (catalog::find(id).expect("a view is of a lab of the catalog"), view))
}

#[test]
fn every_picture_is_drawn_and_spoken_at_every_moment_of_its_golden_scenarios_alone_and_with_a_twin() {
    for (lab, view) in pictured() {
        let scenarios = traces::scenarios(lab);
        assert!(!scenarios.is_empty(), "{}", lab.spec.id);
        for (place, scenario) in scenarios.iter().enumerate() {
            let other = &scenarios[(place + 1) % scenarios.len()];
            draw(lab, view, &RunPair::run(scenario.clone(), None), MOMENTS);
            draw(lab, view, &RunPair::run(scenario.clone(), Some(other.clone())), MOMENTS);
        }
    }
}

#[test]
fn every_picture_is_drawn_at_the_corners_of_its_schema() {
    for (lab, view) in pictured() {
        let (mut drawn, mut left_out) = (0, Vec::new());
        for spec in lab.spec.params {
            for value in lab::corners(spec) {
                let mut scenario = Scenario::defaults(lab);
                scenario.params.set(spec.name, value);
                let twin = Scenario::defaults(lab);
                let runs = finished(&scenario).zip(finished(&twin));
                let Some((main, other)) = runs else {
                    left_out.push(format!("{}={value}", spec.name));
                    continue;
                };
                let count = moments_at_a_corner();
                draw(lab, view, &RunPair { scenario: scenario.clone(), main: main.clone(), twin: None }, count);
                draw(lab, view, &RunPair { scenario, main, twin: Some((twin, other)) }, count);
                drawn += 1;
            }
        }
        assert!(left_out.len() * 10 <= drawn, "{}: too many corners are left out: {left_out:?}", lab.spec.id);
    }
}

#[test]
fn a_twin_that_differs_in_nothing_is_called_the_same_and_any_other_by_what_differs() {
    for (lab, view) in pictured() {
        let main = Scenario::defaults(lab);
        let Some(run) = finished(&main) else { panic!("{} is not done", lab.spec.id) };
        for spec in lab.spec.params {
            for value in lab::corners(spec) {
                let mut twin = main.clone();
                twin.params.set(spec.name, value);
                let is_same = twin.params == main.params;
                let Some(other) = finished(&twin) else { continue };
                let pair = RunPair { scenario: main.clone(), main: run.clone(), twin: Some((twin, other)) };
                let said = (view.sentence)(&pair, pair.end((view.pace)(&pair)));
                let called_same = said.contains("The second run is the same.");
                assert!(called_same || !is_same, "{} {}={value}: {said}", lab.spec.id, spec.name);
                assert!(!said.contains(": :") && !said.contains("With :"), "{said}");
            }
        }
    }
}
