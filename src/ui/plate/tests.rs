//! The still plate, over a small lab of the tests' own.

pub(super) mod small_lab;

use scraper::{Html, Selector};

use super::state::Panel;
use super::{Guess, RunPair, plate_html};
use crate::kernel::{Seed, Time, Value};
use crate::scenario::{Link, Position};
use crate::ui::dom::{Node, Signal};
use small_lab::{PACE, VIEW, asking, plate, state};

fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.root_element().descendent_elements().filter(|element| selector.matches(element)).collect()
}

fn text(page: &Html, selector: &str) -> String {
    all(page, selector).iter().map(|element| element.text().collect::<String>()).collect()
}

const fn ms(ms: u64) -> Time {
    Time::from_millis(ms)
}

#[test]
fn playback_follows_virtual_time_and_pauses_at_its_end() {
    let mut state = state(plate("one"));
    assert_eq!((state.moment, state.pair.before(PACE), state.end()), (ms(1500), ms(500), ms(1500)));
    state.toggle_play();
    assert!(state.playing && state.moment == Time::ZERO);
    state.advance(400.0);
    assert_eq!((state.playing, state.moment, state.ticks), (true, ms(400), 1));
    state.speed += 1;
    state.advance(500.0);
    assert_eq!(state.moment, ms(1400));
    state.advance(500.0);
    assert_eq!((state.playing, state.moment), (false, ms(1500)));
}

#[test]
fn a_step_plays_to_where_the_next_event_has_come_to_rest() {
    let mut state = state(plate("one"));
    state.step_back();
    assert_eq!((state.playing, state.moment), (false, ms(500)));
    state.step_back();
    assert_eq!(state.moment, Time::ZERO);
    state.step();
    state.advance(9000.0);
    assert_eq!((state.playing, state.moment), (false, ms(500)));
    // Pressed twice, the first step ends at once.
    state.seek(Time::ZERO);
    state.step();
    state.step();
    assert_eq!((state.playing, state.moment, state.until), (true, ms(500), Some(ms(1500))));
}

#[test]
fn without_movement_the_same_states_are_stepped() {
    let mut state = state(plate("one"));
    state.toggle_play();
    state.advance_to_rest();
    assert_eq!((state.playing, state.moment), (true, ms(1000)));
    state.advance_to_rest();
    assert_eq!((state.playing, state.moment), (false, ms(1500)));
}

#[test]
fn a_link_restores_a_moment_and_an_older_one_by_its_count_of_events() {
    for (position, moment) in [
        (Position::Moment(Time(1_234_567)), Time(1_234_567)),
        (Position::Event(0), Time::ZERO),
        (Position::Event(1), ms(500)),
        (Position::Event(2), ms(1500)),
        (Position::Event(77), ms(1500)),
    ] {
        let mut state = state(asking());
        let link = Link { position: Some(position), ..state.link.clone() };
        state.open(link);
        assert_eq!((state.moment, &state.guess), (moment, &Guess::None), "{position:?}");
        let again = state.shown_link().position.map(|position| state.pair.moment(PACE, position));
        assert_eq!(again.unwrap_or(state.end()), moment);
    }
}

#[test]
fn an_action_happens_at_the_moment_that_is_shown_and_the_run_is_played_from_there() {
    let mut state = state(plate("one"));
    state.seek(Time(700_000_001));
    state.act("join", 0, None);
    assert_eq!(state.link.scenario.actions.last().map(|action| action.at_ms), Some(701));
    let (link, pair) = (state.link.clone(), state.pair.clone());
    state.show(link, pair);
    assert_eq!((state.playing, state.moment), (true, ms(701)));
}

#[test]
fn a_locked_prediction_is_played_before_the_gap_is_told() {
    let mut state = state(asking());
    state.answer(Guess::Locked { entry: "0".into(), value: 10.0, choice: Some(0), gap: "gap".into() });
    assert_eq!((state.playing, state.moment), (true, ms(500)));
}

#[test]
fn a_change_asks_for_a_run_and_what_is_shown_waits_for_it() {
    let mut state = state(plate("one"));
    state.change(|link| link.scenario.params.set("nodes", Value::Integer(20)));
    assert!(!state.is_shown() && state.result() == "After 1500 ms 9.1 % moved.");
    let (link, pair) = (state.link.clone(), RunPair::run(state.link.scenario.clone(), state.link.twin()));
    state.show(link, pair);
    assert!(state.is_shown() && state.result() == "After 1500 ms 4.8 % moved.");
    state.pinned = true;
    state.change(|link| link.scenario.seed = Seed(9));
    state.reset();
    assert_eq!((state.link.scenario.seed, state.is_shown()), (Seed(9), false));
    state.cancel();
    assert!(state.is_shown() && state.link.scenario.seed == Seed(7));
}

#[test]
fn what_is_played_while_a_run_is_awaited_is_played_when_it_comes() {
    let mut state = state(plate("one"));
    state.change(|link| link.scenario.seed = Seed(8));
    state.toggle_play();
    let (link, pair) = (state.link.clone(), state.pair.clone());
    state.show(link, pair);
    assert_eq!((state.playing, state.moment), (true, Time::ZERO));
}

#[test]
fn a_change_passes_an_open_question_over() {
    let mut state = state(asking());
    assert!(state.asking() && state.moment == ms(500));
    state.change(|link| link.scenario.seed = Seed(8));
    assert_eq!(state.guess, Guess::None);
}

#[test]
fn the_still_plate_says_title_caption_and_result() {
    let page = Html::parse_fragment(&plate_html(&plate("one"), VIEW));
    assert_eq!(text(&page, ".plate-title"), "Plate 10.1 The ring & a <tenth> node");
    assert_eq!(text(&page, ".plate-caption"), "Notice \"this\".");
    assert_eq!(text(&page, ".plate-result"), "After 1500 ms 9.1 % moved.");
    assert_eq!(text(&page, ".clock"), "1.50\u{202f}s · Node 10 joins");
}

#[test]
fn the_figure_carries_the_plate_for_the_browser() {
    let page = Html::parse_fragment(&plate_html(&plate("one"), VIEW));
    let figure = all(&page, "figure.plate")[0].value();
    assert_eq!((figure.id(), figure.attr("data-state")), (Some("one"), Some("still")));
    assert_eq!(figure.attr("data-plate"), Some(plate("one").to_page().as_str()));
}

#[test]
fn nothing_in_the_still_plate_needs_an_inline_style_or_a_script() {
    for plate in [plate("one"), asking()] {
        let page = Html::parse_fragment(&plate_html(&plate, VIEW));
        assert_eq!(all(&page, "[style], style, script, [onclick]").len(), 0);
    }
}

#[test]
fn two_plates_on_a_page_share_no_id_and_every_reference_finds_its_element() {
    let page = Html::parse_fragment(&(plate_html(&plate("one"), VIEW) + &plate_html(&asking(), VIEW)));
    let ids: Vec<_> = all(&page, "[id]").iter().filter_map(|element| element.value().id()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for attribute in ["for", "aria-describedby", "aria-labelledby"] {
        for element in all(&page, &format!("[{attribute}]")) {
            let wanted = element.value().attr(attribute).unwrap();
            assert!(ids.contains(&wanted), "{attribute}={wanted} points nowhere");
        }
    }
}

#[test]
fn every_control_has_a_name_and_waits_disabled_for_the_script() {
    let page = Html::parse_fragment(&plate_html(&plate("one"), VIEW));
    let labelled: Vec<_> = all(&page, "label[for]").iter().filter_map(|label| label.value().attr("for")).collect();
    let controls = all(&page, "input, select, button");
    assert!(controls.len() > 10);
    for control in controls {
        let named = control.value().attr("aria-label").is_some()
            || control.value().id().is_some_and(|id| labelled.contains(&id))
            || !control.text().collect::<String>().trim().is_empty();
        assert!(named, "{}", control.html());
        let fieldset = control.ancestors().filter_map(scraper::ElementRef::wrap);
        let waits = control.value().attr("disabled").is_some()
            || fieldset.into_iter().any(|up| up.value().name() == "fieldset" && up.value().attr("disabled").is_some());
        assert!(waits, "{}", control.html());
    }
}

#[test]
fn the_controls_of_the_plate_stand_in_front() {
    let page = Html::parse_fragment(&plate_html(&plate("one"), VIEW));
    let front = all(&page, ".plate-panel .controls > .control > label");
    let front: Vec<String> = front.iter().map(|label| label.text().collect()).collect();
    assert_eq!(front, ["Nodes", "Strategy"]);
    assert_eq!(text(&page, "#one-strategy option[selected]"), "Ring");
}

#[test]
fn the_panel_turns_to_all_controls_and_to_what_the_twin_differs_in() {
    let face = |panel| {
        let signal = Signal::new(state(plate("one")));
        signal.update(|state| state.panel = panel);
        let html = signal.with(|state| Node::from(super::panel::panel(state, signal)).to_html());
        Html::parse_fragment(&html.unwrap())
    };
    assert_eq!(text(&face(Panel::All), ".control > label"), "NodesStrategyShare");
    assert_eq!(text(&face(Panel::Compare), "#one-vs-strategy option[selected]"), "Modulo");
}

#[test]
fn the_table_sets_the_twins_side_by_side_under_what_tells_them_apart() {
    let page = Html::parse_fragment(&plate_html(&plate("one"), VIEW));
    let table = all(&page, ".plate-foot table")[0].html();
    let table = Html::parse_fragment(&table);
    assert_eq!(text(&table, "thead"), "MetricStrategy: RingStrategy: ModuloUnit");
    assert_eq!(text(&table, "tbody").trim(), "moved_fraction Share of the keys that moved.0.09090.9091");
}

#[test]
fn a_plate_that_asks_hides_its_outcome_but_for_a_fold() {
    let page = Html::parse_fragment(&plate_html(&asking(), VIEW));
    assert!(!text(&page, ".plate-result").contains('%'));
    assert_eq!(text(&page, ".clock"), "0.50\u{202f}s · 10 nodes stand ready");
    assert_eq!(text(&page, "figure > .plate-place .plate-picture text"), "500");
    assert!(text(&page, ".prediction-still").contains("After 1500 ms 9.1 % moved."));
    assert!(!text(&page, ".plate-foot").contains("0.0909"));
}

#[test]
fn the_last_runs_that_were_shown_are_noted_one_a_second() {
    let mut state = state(plate("one"));
    for (second, seed) in [(1, 7), (1, 8), (2, 9)].into_iter().chain((10..30).map(|number| (number, number))) {
        let mut link = state.shown_link();
        (link.scenario.seed, link.position) = (Seed(seed), Some(Position::Moment(ms(5))));
        state.note_run(&link, format!("{second:02}"));
        let noted = state.tried.last().expect("a run");
        assert!(noted.link.contains(&format!("seed={seed}")) && !noted.link.contains("t="), "the run alone: {noted:?}");
        assert!(seed != 9 || state.tried.len() == 2, "of two in a second the last");
    }
    let seconds: Vec<&str> = state.tried.iter().map(|seen| seen.at.as_str()).collect();
    assert_eq!((seconds.len(), seconds[0], seconds[19]), (20, "10", "29"));
}
