//! The still picture of the fan-out lab, and its sentence.

use faultlines::engines::catalog;
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

/// What is said when so many requests have been sent.
fn sentence(main: Scenario, twin: Option<Scenario>, requests: usize) -> String {
    let pair = RunPair::run(main, twin);
    let moment = pair.main.trace().events()[requests.saturating_sub(1)].at;
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
fn the_still_shows_each_chart_of_both_twins_with_its_words() {
    let page = hedged_plate();
    assert_eq!(count(&page, "svg.chart"), 6);
    for chart in page.select(&Selector::parse("svg.chart").expect("a selector")) {
        let label = chart.attr("aria-label").unwrap_or_default();
        assert!(label.ends_with('.') && label.chars().any(|c| c.is_ascii_digit()), "{label}");
        assert!(chart.inner_html().len() > 1_000, "{label}: an empty chart");
    }
    assert_eq!(count(&page, ".fan-out-lens table"), 2);
    assert_eq!(count(&page, ".fan-out-lens table tbody tr"), 20);
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
    assert_eq!(count(&page, ".fan-out-lens label input[type=number]"), 1);
    for button in page.select(&Selector::parse(".fan-out-lens button").expect("a selector")) {
        assert!(!button.text().collect::<String>().trim().is_empty());
    }
}

#[test]
fn the_sentence_says_how_many_are_slow() {
    let text = sentence(scenario(&[]), None, 2_000);
    assert!(text.starts_with("100 leaves, each slow 1 % of the time: 6"), "{text}");
    assert!(text.contains("% of requests take 1,000 ms or longer; the median is 1,00"), "{text}");
}

#[test]
fn the_sentence_of_twins_says_what_hedging_bought_and_cost() {
    let hedged = scenario(&[("hedge", "percentile"), ("slow_probability", "0.001")]);
    let plain = scenario(&[("slow_probability", "0.001")]);
    let text = sentence(hedged.clone(), Some(plain.clone()), 2_000);
    assert!(
        text.starts_with("100 leaves, each slow 0.1 % of the time: hedging after p95 brings slow requests from "),
        "{text}"
    );
    assert!(text.contains(", p99 from 1,0") && text.contains(" ms to "), "{text}");
    assert!(text.ends_with(" for 5 % more leaf calls."), "{text}");
    assert_eq!(text, sentence(plain, Some(hedged), 2_000));
}

#[test]
fn the_sentence_of_two_policies_says_what_each_of_them_costs() {
    let hedged = scenario(&[("hedge", "percentile"), ("slow_probability", "0.05")]);
    let later = scenario(&[("hedge", "delay"), ("hedge_after_ms", "500"), ("slow_probability", "0.05")]);
    let text = sentence(hedged.clone(), Some(later), 2_000);
    assert_eq!(text.matches(" more leaf calls").count(), 2, "{text}");
    let plain = scenario(&[("slow_probability", "0.01")]);
    assert_eq!(sentence(plain.clone(), Some(scenario(&[])), 2_000).matches("more leaf calls").count(), 0);
    assert_eq!(sentence(hedged, Some(plain), 2_000).matches("more leaf calls").count(), 1);
}

#[test]
fn the_sentence_says_how_far_playback_is() {
    assert!(sentence(scenario(&[]), None, 500).starts_with("After 500 requests: 100 leaves"));
    assert!(sentence(scenario(&[]), None, 0).starts_with("Press play"));
}

#[test]
fn the_sentence_holds_for_every_leaf_and_policy() {
    for leaf in ["exponential", "lognormal", "pareto", "bimodal", "histogram"] {
        for hedge in ["off", "delay", "percentile", "tied"] {
            let text = sentence(scenario(&[("leaf", leaf), ("hedge", hedge), ("fan_out", "1")]), None, 2_000);
            assert!(text.starts_with("One leaf") && text.ends_with('.') && !text.contains("NaN"), "{text}");
        }
    }
}
