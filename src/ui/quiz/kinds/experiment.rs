//! Goals, and the run of a plate that is to meet them.

use super::KindView;
use crate::kernel::words;
use crate::quiz::kinds::{Experiment, Goal};
use crate::quiz::{Response, Verdict};
use crate::ui::dom::{Element, IntoNode as _, Node, element, fragment};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::foot::press;

impl KindView for Experiment {
    fn input(&self, card: &Card) -> Node {
        let (link, metrics) = match card.response {
            Response::Run { link, metrics } => (link.as_str(), metrics.as_slice()),
            _ => ("", &[][..]),
        };
        let goals = self.goals.iter().map(|goal| goal_of(card, goal, metrics).into());
        let take = card.live.then(|| {
            press(
                card.signal,
                "button quiet",
                say::TAKE_RUN,
                |session, _, at| session.take_run(at.question),
                card.at(0),
            )
            .attr("aria-disabled", card.solved.then_some("true"))
        });
        let to = element("a").attr("href", format!("#{}", self.plate)).child(say::TO_PLATE);
        let begin = card.live.then(|| self.link(&self.start).child(say::BEGIN_WITH));
        let taken = (!link.is_empty()).then(|| element("p").class("hint").child(self.link(link).child(say::THE_RUN)));
        let ways = element("p").class("experiment-do").child(take).child(" ").child(to).child(" ").child(begin);
        let goals = element("ul").class("steps").child(Node::Fragment(goals.collect()));
        fragment([goals.into(), ways.into(), taken.into_node()])
    }

    fn not_right(&self, verdict: &Verdict) -> Option<String> {
        let right = verdict.right();
        Some(say::GOALS_MET.of([right.to_string(), verdict.remarks.len().to_string()]))
    }

    /// Another run that meets all goals, once one was found.
    fn after(&self, card: &Card) -> Node {
        if !card.solved {
            return Node::nothing();
        }
        element("p").class("hint").child(self.link(&self.solution).child(say::ONE_THAT_DOES)).into()
    }
}

impl Experiment {
    /// A link that opens a run in the experiment's plate.
    fn link(&self, query: &str) -> Element {
        element("a").attr("href", format!("?{query}&plate={0}#{0}", self.plate))
    }
}

/// A goal, with what the run that was taken has of it.
fn goal_of(card: &Card, goal: &Goal, metrics: &[(String, f64)]) -> Element {
    let amount = |value: f64| format!("{} {}", words::short(value), goal.unit).trim_end().to_string();
    let mut bounds = Vec::new();
    if goal.at_least.is_finite() {
        bounds.push(say::AT_LEAST.of([amount(goal.at_least)]));
    }
    if goal.at_most.is_finite() {
        bounds.push(say::AT_MOST.of([amount(goal.at_most)]));
    }
    let value = goal.value(metrics);
    let judged = card.verdict.is_some().then(|| goal.is_met(metrics));
    let (class, mark) = match judged {
        None => ("step", None),
        Some(true) => ("step is-right", Some(say::GOAL_MET)),
        Some(false) => ("step is-wrong", Some(say::GOAL_MISSED)),
    };
    element("li")
        .class(class)
        .child(element("span").html(goal.text.clone()))
        .child(": ")
        .child(bounds.join(", "))
        .child(value.map(|value| say::RUN_HAS.of([amount(value)])))
        .child(mark.map(|mark| element("span").class("option-mark").child(" ").child(mark)))
}
