//! **matching**: items, to each of which one of some targets belongs.

#[cfg(grader)]
use std::collections::BTreeMap;

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::{Item, Kind, QuestionKind, Row};
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::{Remark, Verdict};
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A question whose answer is a target for each item.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// What a target is to be found for, in the order of the page.
    pub items: Vec<Premise>,
    /// What can be chosen, as written; pages show them shuffled. One may belong to several items, or to none.
    pub targets: Vec<Item>,
}

/// One item of a [`Matching`].
#[derive(Clone, Debug, PartialEq)]
pub struct Premise {
    /// Its id, kebab-case, unique in the question.
    pub id: String,
    /// The text of the item.
    pub text: String,
    /// The id of the target that belongs to it.
    pub target: String,
    /// Feedback for a reader who chose another; may be empty.
    pub feedback: String,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("items", Takes::Tables, "What a target is to be found for, at least two.").required(),
    Key::new("targets", Takes::Tables, "What can be chosen for an item, at least two; readers see them shuffled.")
        .required(),
];

/// (Native.) The keys of an item.
#[cfg(grader)]
const ITEM_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique among the items of the question.").required(),
    Key::new("text", Takes::Text, "What it says.").required(),
    Key::new("target", Takes::Text, "The id of the target that belongs to it.").required(),
    Key::new("feedback", Takes::Text, "What to tell a reader who chose another."),
];

/// (Native.) The keys of a target.
#[cfg(grader)]
const TARGET_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique among the targets of the question.").required(),
    Key::new(
        "text",
        Takes::Text,
        "What it says, in words and numbers without markup: it stands in a list to choose from.",
    )
    .required(),
];

pub(super) const ROW: Row = Row {
    name: "matching",
    read_page: |page| Kind::Matching(read_page(page)),
    #[cfg(grader)]
    read: |table, _| read(table).map(Kind::Matching),
    #[cfg(grader)]
    title: "Questions for what belongs together",
    #[cfg(grader)]
    help: "To each item one of the targets is chosen.",
    #[cfg(grader)]
    keys: &[
        ("Keys of the question", KEYS),
        ("Keys of `[[questions.items]]`", ITEM_KEYS),
        ("Keys of `[[questions.targets]]`", TARGET_KEYS),
    ],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "matching-example"
kind = "matching"
prompt = "A tenth node joins nine. How many keys move?"
items = [
  { id = "modulo", text = "Modulo", target = "nearly-all", feedback = "Nearly every remainder changes." },
  { id = "ring", text = "A ring", target = "one-share", feedback = "Only what the newcomer takes over moves." },
]
targets = [
  { id = "one-share", text = "a tenth" },
  { id = "nearly-all", text = "nine in ten" },
  { id = "none", text = "none" },
]
"#,
};

impl Matching {
    /// What no target may hold: it would be markup, which a list to choose from does not show.
    pub const MARKUP: [char; 6] = ['*', '_', '`', '[', '<', '$'];

    /// The id of the target that was chosen for an item; empty if there is none.
    pub fn chosen<'a>(response: &'a Response, item: &str) -> &'a str {
        let Response::Pairs(pairs) = response else { return "" };
        pairs.iter().find(|(id, _)| id == item).map_or("", |(_, target)| target)
    }

    /// Whether a response is of this question's items and targets, if not of all its items yet.
    pub fn fits(&self, response: &Response) -> bool {
        let Response::Pairs(pairs) = response else { return false };
        let item = |id: &String| self.items.iter().any(|item| item.id == *id);
        let target = |id: &String| self.targets.iter().any(|target| target.id == *id);
        pairs.iter().all(|(of, chosen)| item(of) && target(chosen))
    }
}

impl QuestionKind for Matching {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Pairs(pairs) = response else { return Verdict::of_another_kind(ROW.name) };
        if pairs.iter().any(|(id, _)| !self.items.iter().any(|item| item.id == *id)) {
            return Err("This answer has an item that is not among these.".to_string());
        }
        let mut remarks = Vec::new();
        for item in &self.items {
            let chosen = Self::chosen(response, &item.id);
            if chosen.is_empty() {
                return Err("Choose something for each of them first.".to_string());
            }
            if !self.targets.iter().any(|target| target.id == chosen) {
                return Err("What was chosen is not among the targets.".to_string());
            }
            let right = chosen == item.target;
            let text = if right { String::new() } else { item.feedback.clone() };
            remarks.push(Remark { option: Some(item.id.clone()), right, text });
        }
        let right = remarks.iter().filter(|remark| remark.right).count();
        Ok(Verdict { credit: Some(right as f64 / self.items.len().max(1) as f64), remarks })
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Pairs(Vec::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        for (index, item) in self.items.iter_mut().enumerate() {
            map(&mut item.text, &format!("items.{index}.text"));
            map(&mut item.feedback, &format!("items.{index}.feedback"));
        }
        for (index, target) in self.targets.iter_mut().enumerate() {
            map(&mut target.text, &format!("targets.{index}.text"));
        }
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.list(&self.items, |item, page| {
            for text in [&item.id, &item.text, &item.target, &item.feedback] {
                page.text(text);
            }
        });
        page.list(&self.targets, |target, page| {
            page.text(&target.id);
            page.text(&target.text);
        });
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        let items = self.items.iter();
        tree["items"] = items.map(|item| json!({ "id": item.id, "text": item.text, "target": item.target })).collect();
        tree["targets"] = self.targets.iter().map(|target| json!({ "id": target.id, "text": target.text })).collect();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        for (index, item) in self.items.iter().enumerate().filter(|(_, item)| !item.feedback.is_empty()) {
            tree["items"][index]["feedback"] = item.feedback.clone().into();
        }
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        for item in &mut self.items {
            item.target.clear();
            item.feedback.clear();
        }
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Pairs(self.items.iter().map(|item| (item.id.clone(), item.target.clone())).collect())
    }
}

fn read_page(page: &mut PageReader) -> Matching {
    Matching {
        items: page.list(|page| Premise {
            id: page.text(),
            text: page.text(),
            target: page.text(),
            feedback: page.text(),
        }),
        targets: page.list(|page| Item { id: page.text(), text: page.text() }),
    }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Option<Matching> {
    table.only_with(KEYS);
    let (mut targets, mut ids, mut texts) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for entry in table.entries("targets") {
        let mut table = table.inside(entry);
        table.only(&[TARGET_KEYS]);
        let id = table.id(&mut ids, "target of this question");
        let text = table.required("text");
        if text.contains(Matching::MARKUP) {
            table.problem("text", "a target stands in a list to choose from, which shows no markup: write plain words");
        }
        table.differs("text", "target of this question", &text, &mut texts);
        targets.push(Item { id, text });
    }
    let (mut items, mut ids, mut texts) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for entry in table.entries("items") {
        let mut table = table.inside(entry);
        table.only(&[ITEM_KEYS]);
        let id = table.id(&mut ids, "item of this question");
        let text = table.required("text");
        table.differs("text", "item of this question", &text, &mut texts);
        let target = table.required("target");
        if !target.is_empty() && !targets.iter().any(|known| known.id == target) {
            table.unknown("target", "target", &target, targets.iter().map(|target| target.id.as_str()));
        }
        items.push(Premise { id, text, target, feedback: table.text("feedback") });
    }
    for (key, what, count) in [("items", "items", items.len()), ("targets", "targets", targets.len())] {
        if table.has_fewer(key, 2) {
            table.problem(key, format!("a matching needs at least two {what}, and has {count}"));
        }
    }
    (items.len() >= 2 && targets.len() >= 2).then_some(Matching { items, targets })
}
