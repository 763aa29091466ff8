//! Items, and for each a list to choose its target from.

use leptos::web_sys::Event;

use super::KindView;
use crate::quiz::Verdict;
use crate::quiz::kinds::{Item, Matching, Premise};
use crate::ui::dom::{Element, Node, element, fragment, value_of};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::session::{At, Session, dispatch, item_id};

impl KindView for Matching {
    fn input(&self, card: &Card) -> Node {
        let shown = card.shuffle.places(self.targets.len());
        let targets: Vec<&Item> = shown.into_iter().map(|place| &self.targets[place]).collect();
        // A list that cannot be opened hides what is in it, and so does one on paper.
        let names: Vec<&str> = targets.iter().map(|target| target.text.as_str()).collect();
        let class = if card.live { "hint on-paper" } else { "hint" };
        let hint = element("p").class(class).html(say::CHOOSE_FROM.of([names.join("; ")]));
        let rows = self.items.iter().enumerate().map(|(row, item)| match_of(card, row, item, &targets).into());
        let list = element("ul").class("matching").child(Node::Fragment(rows.collect()));
        fragment([hint.into(), list.into()])
    }

    /// How many of the items have their target.
    fn not_right(&self, verdict: &Verdict) -> Option<String> {
        let right = verdict.right();
        Some(say::MATCHED.of([right.to_string(), verdict.remarks.len().to_string()]))
    }

    /// What is said of each item that has another target than its own.
    fn remarks(&self, _: &Card, verdict: &Verdict) -> Vec<Node> {
        let said = verdict.remarks.iter().filter(|remark| !remark.text.is_empty());
        let said = said.filter_map(|remark| {
            let item = self.items.iter().find(|item| remark.option.as_ref() == Some(&item.id))?;
            let row = element("div")
                .class("remark")
                .child(element("em").html(item.text.clone()))
                .child(" ")
                .child(element("div").html(remark.text.clone()));
            Some(row.into())
        });
        said.collect()
    }
}

/// An item with its list, and what was judged of it.
fn match_of(card: &Card, row: usize, item: &Premise, targets: &[&Item]) -> Element {
    let (text, list) = (item_id(card.question, &item.id, "text"), item_id(card.question, &item.id, "target"));
    let chosen = Matching::chosen(card.response, &item.id);
    let options = targets.iter().map(|target| option(&target.id, &target.text, chosen));
    let none = element("option").attr("value", "").attr("selected", chosen.is_empty()).child(say::CHOOSE_ONE);
    let select = element("select")
        .attr("id", list)
        .attr("aria-labelledby", text.clone())
        .attr("disabled", !card.live)
        .attr("aria-disabled", card.solved.then_some("true"))
        .property("value", Some(chosen.to_string()))
        .on("change", dispatch(card.signal, choose, card.at(row)))
        .child(none)
        .child(Node::Fragment(options.map(Into::into).collect()));
    let remarks = card.verdict.as_ref().map_or(&[][..], |verdict| &verdict.remarks);
    let remark = remarks.iter().find(|remark| remark.option.as_ref() == Some(&item.id));
    let (class, mark) = match remark.map(|remark| remark.right) {
        None => ("match", None),
        Some(true) => ("match is-right", Some(say::IS_RIGHT)),
        Some(false) => ("match is-wrong", Some(say::IS_WRONG)),
    };
    // What paper shows in place of the list.
    let said = targets.iter().find(|target| target.id == chosen).map(|target| target.text.clone());
    element("li")
        .class(class)
        .attr("data-chosen", said.unwrap_or_default())
        .child(element("span").class("match-text").attr("id", text).html(item.text.clone()))
        .child(" ")
        .child(select)
        .child(mark.map(|mark| element("span").class("option-mark").child(mark)))
}

fn option(id: &str, text: &str, chosen: &str) -> Element {
    element("option").attr("value", id.to_string()).attr("selected", id == chosen).html(text.to_string())
}

fn choose(session: &mut Session, event: &Event, at: At) {
    session.pair(at, value_of(event));
}
