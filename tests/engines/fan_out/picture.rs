//! The still picture of the fan-out lab, and its sentence.

use crate::lab;
use faultlines::engines::catalog;
use faultlines::kernel::Time;
use faultlines::labs::fan_out::VIEW;
use faultlines::scenario::{Plate, Scenario};
use faultlines::ui::plate::{RunPair, plate_html};
use scraper::{Html, Selector};
use serde_json::json;

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = Scenario::defaults(catalog::find("fan-out").expect("the lab is registered"));
    for (name, value) in [("requests", "2000")].iter().chain(settings) {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    scenario
}

/// What is said when so much of a run has been played.
fn sentence(main: Scenario, twin: Option<Scenario>, part: f64) -> String {
    let pair = RunPair::run(main, twin);
    let end = pair.end((VIEW.pace)(&pair));
    let moment = Time::from_millis_f64(end.as_millis() * part);
    (VIEW.sentence)(&pair, moment).replace('\u{202f}', " ")
}

fn hedged_plate() -> Html {
    let tree = json!({
        "lab": "fan-out", "id": "hedge", "title": "With and without", "caption": "Notice the wall.",
        "params": { "requests": 2000, "hedge": "percentile" }, "compare": { "hedge": "off" },
    });
    let (plate, problems) = Plate::from_json(&tree);
    assert_eq!(problems, []);
    Html::parse_fragment(&plate_html(&plate.expect("a plate"), VIEW))
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).expect("a selector")).count()
}

#[test]
fn the_still_shows_both_twins_with_their_words() {
    let page = hedged_plate();
    let charts = Selector::parse("figure > .plate-place svg.chart").expect("a selector");
    let labels: Vec<&str> = page.select(&charts).filter_map(|chart| chart.attr("aria-label")).collect();
    assert_eq!(labels.len(), 2);
    assert!(
        labels[0].starts_with("Second copies: After a percentile: 2,000 requests stacked by latency: "),
        "{labels:?}"
    );
    assert!(labels[1].starts_with("Second copies: Never: ") && labels[1].contains(" fast, 1,2"), "{labels:?}");
    for chart in page.select(&charts) {
        assert!(chart.inner_html().len() > 1_000, "an empty chart");
        let text: String = chart.text().collect();
        for words in [" fast", " slow", "p50 ", "p99 ", "p99.9 ", "log scale", "Request "] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn the_still_has_no_style_of_its_own_and_only_the_books_colours() {
    let page = hedged_plate();
    assert_eq!(count(&page, ".plate-picture [style], .plate-picture style"), 0);
    for shape in page.select(&Selector::parse("svg.chart [fill], svg.chart [stroke]").expect("a selector")) {
        for paint in [shape.attr("fill"), shape.attr("stroke")].into_iter().flatten() {
            assert!(paint == "none" || paint.starts_with("var(--"), "{paint}");
        }
    }
}

#[test]
fn every_control_of_the_picture_has_a_name() {
    let page = hedged_plate();
    assert_eq!(count(&page, ".fan-out-magnify input[type=text][aria-label]"), 1);
    for button in page.select(&Selector::parse(".fan-out-magnify button").expect("a selector")) {
        assert!(!button.text().collect::<String>().trim().is_empty());
    }
}

#[test]
fn the_sentence_says_how_many_are_slow() {
    let text = sentence(scenario(&[]), None, 1.0);
    assert!(text.starts_with("100 leaves, each slow 1 % of the time: 6"), "{text}");
    assert!(text.contains("% of requests take 1,000 ms or longer; the median is 1,00"), "{text}");
}

#[test]
fn the_sentence_of_twins_says_what_hedging_bought_and_cost() {
    let hedged = scenario(&[("hedge", "percentile"), ("slow_probability", "0.001")]);
    let plain = scenario(&[("slow_probability", "0.001")]);
    let text = sentence(hedged.clone(), Some(plain.clone()), 1.0);
    let start = "100 leaves, each slow 0.1 % of the time: second copies after the p95 bring slow requests from ";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(" and the p99 from 1,0") && text.contains(" ms to "), "{text}");
    assert!(text.ends_with(" for 5 % more leaf calls."), "{text}");
    assert_eq!(text, sentence(plain, Some(hedged), 1.0));
}

#[test]
fn the_sentence_of_two_policies_says_what_each_of_them_costs() {
    let hedged = scenario(&[("hedge", "percentile"), ("slow_probability", "0.05")]);
    let later = scenario(&[("hedge", "delay"), ("hedge_after_ms", "500"), ("slow_probability", "0.05")]);
    let text = sentence(hedged.clone(), Some(later), 1.0);
    assert_eq!(text.matches(" more leaf calls").count(), 2, "{text}");
    let plain = scenario(&[("slow_probability", "0.01")]);
    assert_eq!(sentence(plain.clone(), Some(scenario(&[])), 1.0).matches("more leaf calls").count(), 0);
    assert_eq!(sentence(hedged, Some(plain), 1.0).matches("more leaf calls").count(), 1);
}

#[test]
fn a_short_latency_that_a_timeout_bought_is_not_praised() {
    let cut = scenario(&[("timeout_ms", "10"), ("mean_ms", "10")]);
    let text = sentence(cut.clone(), None, 1.0);
    assert!(text.ends_with("; but every request lacks at least one leaf."), "{text}");
    let text = sentence(cut, Some(scenario(&[("mean_ms", "10")])), 1.0);
    assert!(text.starts_with("With a timeout of 10.0 ms, no request takes 1,000 ms or longer"), "{text}");
    assert!(text.contains(", but every request lacks at least one leaf; without a timeout, "), "{text}");
}

#[test]
fn the_sentence_says_whether_the_run_is_over() {
    assert!(sentence(scenario(&[]), None, 0.5).starts_with("So far: 100 leaves"));
    assert_eq!(sentence(scenario(&[]), None, 0.0), "No request has been answered yet.");
    assert!(sentence(scenario(&[]), Some(scenario(&[])), 1.0).ends_with(" The second run is the same."));
    let idle = scenario(&[("sigma", "2.5")]);
    assert!(sentence(scenario(&[]), Some(idle), 1.0).ends_with(" The second run is the same."));
}

#[test]
fn the_sentence_is_one_for_every_leaf_and_policy() {
    for leaf in ["exponential", "lognormal", "pareto", "bimodal", "histogram"] {
        for hedge in ["off", "delay", "percentile", "tied"] {
            let text = sentence(scenario(&[("leaf", leaf), ("hedge", hedge), ("fan_out", "1")]), None, 1.0);
            assert!(text.starts_with("One leaf") && text.ends_with('.') && !text.contains("NaN"), "{text}");
        }
    }
}

#[test]
fn twins_that_differ_in_any_parameter_are_told_apart_in_words() {
    let bases =
        ["exponential", "lognormal", "pareto", "bimodal"].map(|leaf| scenario(&[("leaf", leaf), ("fan_out", "5")]));
    let hedges = ["delay", "percentile", "tied"].map(|hedge| scenario(&[("hedge", hedge), ("fan_out", "5")]));
    for base in bases.iter().chain(&hedges) {
        for spec in base.lab.spec.params.iter().filter(|spec| !["requests", "rate_per_s"].contains(&spec.name)) {
            for value in lab::corners(spec) {
                let twin = lab::with_value(base, spec.name, value);
                let text = sentence(base.clone(), Some(twin), 1.0);
                let told = text.starts_with("With") || text.starts_with("Where") || text.contains(" bring ");
                assert!(told || text.ends_with(" The second run is the same."), "{}: {text}", spec.name);
                for lame in ["  ", " ,", ":,", "with with", "1 leaves", "NaN", "–", "_"] {
                    assert!(!text.contains(lame), "{}: {text}", spec.name);
                }
            }
        }
    }
}
