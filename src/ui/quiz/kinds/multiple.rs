//! A choice of several options.

use super::KindView;
use crate::quiz::Verdict;
use crate::quiz::kinds::Multiple;
use crate::ui::dom::{Node, element};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::choices;

impl KindView for Multiple {
    fn input(&self, card: &Card) -> Node {
        choices::choices(card, &self.options, true)
    }

    /// How many of those chosen are right: their feedback does not say what was missed.
    fn not_right(&self, verdict: &Verdict) -> Option<String> {
        let right = verdict.right();
        let wrong = verdict.remarks.len() - right;
        Some(say::NOT_COMPLETE.of([right.to_string(), wrong.to_string()]))
    }

    /// What is said of each option, after its text and in the order in which the options stand.
    fn remarks(&self, card: &Card, verdict: &Verdict) -> Vec<Node> {
        let shown = card.shuffle.places(self.options.len()).into_iter().map(|place| &self.options[place]);
        let said = shown.filter_map(|option| {
            let about = |id: &Option<String>| id.as_ref() == Some(&option.id);
            let remark = verdict.remarks.iter().find(|remark| about(&remark.option) && !remark.text.is_empty())?;
            let row = element("div")
                .class("remark")
                .child(if remark.right { say::REMARK_RIGHT } else { say::REMARK_WRONG })
                .child(" ")
                .child(element("em").html(option.text.clone()))
                .child(" ")
                .child(element("div").html(remark.text.clone()));
            Some(row.into())
        });
        said.collect()
    }
}
