//! The search for a rare seed: most runs of a faulty system look well, and the one that does not is the one to see.

use super::state::PlateState;
use crate::kernel::{Expectation, LabSpec, Property, Seed, words};
use crate::scenario::{Position, Rare, Scenario};
use crate::ui::dom::{Element, Signal, button, element, value_of};
use crate::ui::phrases::plate as say;
use crate::ui::told;

/// How many seeds are tried.
pub(super) const SEEDS: u32 = 1_000;

/// The reader's search.
#[derive(Default)]
pub(super) struct Hunt {
    /// The promise, by its place in the lab's list.
    promise: usize,
    stage: Stage,
    /// The promise whose breach is to be shown when the run arrives that was asked for.
    opens: Option<&'static Property>,
}

#[derive(Default)]
enum Stage {
    /// Nothing was searched yet.
    #[default]
    Ready,
    /// It goes on; how far it is, in [0, 1].
    Searching(f64),
    /// What came of it under which scenario, its seed aside.
    Found(Box<Scenario>, Rare),
}

/// What a lab promises of each of its runs.
pub(super) fn promises(spec: &LabSpec) -> impl Iterator<Item = &'static Property> + use<> {
    spec.properties.iter().filter(|property| property.claim != Expectation::Sometimes)
}

impl PlateState {
    fn promise(&self) -> Option<&'static Property> {
        promises(self.link.scenario.lab.spec).nth(self.hunt.promise)
    }

    /// What is to be searched now.
    pub fn hunted(&self) -> Option<(&Scenario, &'static Property)> {
        let is_on = matches!(self.hunt.stage, Stage::Searching(_));
        Some((&self.link.scenario, self.promise()?)).filter(|_| is_on)
    }

    /// Renews how far the search is.
    pub(super) fn hunts(&mut self, fraction: f64) {
        self.hunt.stage = Stage::Searching(fraction);
    }

    /// Gives up a search that is under way: what it searches has changed.
    pub(super) fn stop_hunting(&mut self) {
        if matches!(self.hunt.stage, Stage::Searching(_)) {
            self.hunt.stage = Stage::Ready;
        }
    }

    /// Keeps what came of the search.
    pub fn hunt_ends(&mut self, rare: Rare) {
        self.hunt.stage = Stage::Found(Box::new(self.link.scenario.clone()), rare);
    }

    /// Opens the run under a seed that was found, at the event that breaks the promise.
    fn open_rare(&mut self, seed: Seed) {
        self.hunt.opens = self.promise();
        self.change(|link| link.scenario.seed = seed);
        if self.is_shown() {
            self.arrive();
        }
    }

    /// Where the run that arrives is to be shown for the sake of a search.
    pub(super) fn hunted_position(&mut self) -> Option<Position> {
        let place = self.hunt.opens.take()?.decided_at(self.pair.main.trace())?;
        Some(Position::Event(place as u32 + 1))
    }
}

/// The face of the panel that searches.
pub(super) fn face(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let id = state.id("promise");
    let choose = move |event| {
        let promise = value_of(&event).parse().unwrap_or(0);
        signal.update(|state| state.hunt = Hunt { promise, ..Hunt::default() });
    };
    let options = promises(state.link.scenario.lab.spec).zip(0u32..).map(|(promise, place)| {
        let option = element("option").attr("value", place).property("selected", place as usize == state.hunt.promise);
        option.child(told::promise(state.link.scenario.lab.spec, promise))
    });
    element("div")
        .class("compare")
        .child(element("label").attr("for", id.clone()).child(say::LOOK_FOR))
        .child(element("select").attr("id", id).on("change", choose).child(options.collect::<Vec<_>>()))
        .child(search(state, signal))
        .child(element("div").attr("role", "status").child(outcome(state, signal)))
}

/// The button that begins and, beside the bar, ends. It is one element, which keeps the focus.
fn search(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let searching = match state.hunt.stage {
        Stage::Searching(fraction) => Some(fraction),
        _ => None,
    };
    let done = (searching.unwrap_or_default() * f64::from(SEEDS)) as u32;
    let bar = element("progress").attr("max", SEEDS).attr("value", done);
    let button = match searching {
        Some(_) => button("button quiet", say::CANCEL, move || signal.update(PlateState::stop_hunting)),
        None => {
            let label = say::SEARCH_SEEDS.of([words::whole(SEEDS.into())]);
            button("button", label, move || signal.update(|state| state.hunts(0.0)))
        }
    };
    let label = element("label").attr("hidden", searching.is_none()).child(say::SEARCHING).child(" ").child(bar);
    element("p").child(label).child(button)
}

/// How rare it is, and the way to the run that shows it soonest.
fn outcome(state: &PlateState, signal: Signal<PlateState>) -> Option<Element> {
    let Stage::Found(of, rare) = &state.hunt.stage else { return None };
    // Of other settings nothing was found out.
    if (Scenario { seed: of.seed, ..state.link.scenario.clone() }) != **of {
        return None;
    }
    let open = rare.smallest.as_ref().map(|smallest| {
        let seed = smallest.seed;
        let label = say::OPEN_SEED.of([seed.0.to_string()]);
        button("button", label, move || signal.update(|state| state.open_rare(seed)))
    });
    Some(element("div").child(element("p").child(how_rare(rare))).child(open))
}

/// `7 of 1,000 seeds break it: one in 143.`
fn how_rare(rare: &Rare) -> String {
    let [found, seeds] = [rare.found, rare.seeds].map(|number| words::whole(number.into()));
    if rare.found == 0 {
        // The rule of three: with none in n, 3/n bounds the rate at a confidence of 95 %.
        let bound = words::whole((rare.seeds / 3).into());
        return say::NONE_BREAKS.of([seeds, bound]);
    }
    let each = f64::from(rare.seeds) / f64::from(rare.found);
    // Of more than half of them "one in" says nothing.
    match each < 2.0 {
        true => say::SOME_BREAK.of([found, seeds]),
        false => say::ONE_IN.of([found, seeds, words::number(each, usize::from(each < 10.0))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Progress;
    use crate::scenario::Search;
    use crate::ui::plate::RunPair;
    use crate::ui::plate::tests::small_lab::{plate, state};

    #[test]
    fn a_search_ends_in_the_run_that_shows_the_fault_soonest() {
        let mut state = state(plate("one"));
        assert!(state.hunted().is_none());
        state.hunts(0.0);
        let (scenario, promise) = state.hunted().expect("a search");
        let mut search = Search::new(scenario, promise, 8);
        while search.advance(1) != Progress::Done {}
        let rare = search.into_rare();
        assert_eq!((rare.seeds, rare.found, &rare.first), (8, 2, &vec![8, 12]));
        let seed = rare.smallest.as_ref().expect("a run that breaks it").seed;
        state.hunt_ends(rare);
        state.open_rare(seed);
        assert_eq!((seed.0, state.link.scenario.seed), (8, seed));
        state.pair = RunPair::run(state.link.scenario.clone(), None);
        assert_eq!(state.hunted_position(), Some(Position::Event(2)), "the second event breaks it");
        state.hunts(0.5);
        state.change(|link| link.scenario.seed.0 += 1);
        assert!(state.hunted().is_none(), "what was searched has changed");
    }

    #[test]
    fn how_rare_it_is_is_said() {
        let said = |found| how_rare(&Rare { seeds: 1_000, found, first: Vec::new(), smallest: None });
        assert_eq!(said(7), "7 of 1,000 seeds break it: one in 143.");
        assert_eq!(said(400), "400 of 1,000 seeds break it: one in 2.5.");
        assert_eq!(said(990), "990 of 1,000 seeds break it.");
        assert_eq!(said(1), "1 of 1,000 seeds breaks it: one in 1,000.");
        assert_eq!(said(0), "None of 1,000 seeds breaks it, so it is probably rarer than one in 333.");
    }
}
