//! **ordering**: items to put in order.

#[cfg(grader)]
use std::collections::BTreeMap;

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::{Kind, QuestionKind, Row};
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::Verdict;
#[cfg(grader)]
use crate::quiz::write;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A question whose answer is an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    /// In the right order; pages show them shuffled, never in this order.
    pub items: Vec<Item>,
    /// Feedback on a right answer.
    pub feedback_correct: String,
    /// Feedback on a wrong answer.
    pub feedback_wrong: String,
}

/// One item of an [`Ordering`].
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id, kebab-case, unique in the question.
    pub id: String,
    /// The text of the item.
    pub text: String,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("items", Takes::Tables, "The items in the right order, each with `id` and `text`; readers see another.")
        .required(),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_wrong", Takes::Text, "What to tell a reader who is not."),
];

/// (Native.) The keys of an item.
#[cfg(grader)]
const ITEM_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique in the question.").required(),
    Key::new("text", Takes::Text, "What it says.").required(),
];

pub(super) const ROW: Row = Row {
    name: "ordering",
    read_page: |page| Kind::Ordering(read_page(page)),
    #[cfg(grader)]
    read: |table, _| read(table).map(Kind::Ordering),
    #[cfg(grader)]
    title: "Questions for an order",
    #[cfg(grader)]
    help: "Items are put in order.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS), ("Keys of `[[questions.items]]`", ITEM_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "ordering-example"
kind = "ordering"
prompt = "A node joins: what comes first?"
feedback_correct = "So it is."
feedback_wrong = "Who reads before the copy is there?"
items = [
  { id = "join", text = "It joins." },
  { id = "copy", text = "It copies." },
  { id = "serve", text = "It serves." },
]
"#,
};

impl QuestionKind for Ordering {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Order(ids) = response else { return Verdict::of_another_kind(ROW.name) };
        let items = &self.items;
        if ids.len() != items.len() || !items.iter().all(|item| ids.contains(&item.id)) {
            return Err("The order must hold every item once.".to_string());
        }
        let follows = |pair: &[Item]| ids.windows(2).any(|given| given[0] == pair[0].id && given[1] == pair[1].id);
        let kept = items.windows(2).filter(|pair| follows(pair)).count();
        let credit = kept as f64 / items.len().saturating_sub(1).max(1) as f64;
        Ok(Verdict::partial(credit, if credit == 1.0 { &self.feedback_correct } else { &self.feedback_wrong }))
    }

    fn blank(&self, shuffle: &Shuffle) -> Response {
        let places = shuffle.unsolved(self.items.len());
        Response::Order(places.into_iter().map(|place| self.items[place].id.clone()).collect())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        for (index, item) in self.items.iter_mut().enumerate() {
            map(&mut item.text, &format!("items.{index}.text"));
        }
        map(&mut self.feedback_correct, "feedback_correct");
        map(&mut self.feedback_wrong, "feedback_wrong");
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.list(&self.items, |item, page| {
            page.text(&item.id);
            page.text(&item.text);
        });
        page.text(&self.feedback_correct);
        page.text(&self.feedback_wrong);
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        tree["items"] = self.items.iter().map(|item| json!({ "id": item.id, "text": item.text })).collect();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        write::text(tree, "feedback_correct", &self.feedback_correct);
        write::text(tree, "feedback_wrong", &self.feedback_wrong);
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        // They stand in the right order.
        self.items.sort_by(|one, other| one.id.cmp(&other.id));
        self.feedback_correct.clear();
        self.feedback_wrong.clear();
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Order(self.items.iter().map(|item| item.id.clone()).collect())
    }
}

fn read_page(page: &mut PageReader) -> Ordering {
    Ordering {
        items: page.list(|page| Item { id: page.text(), text: page.text() }),
        feedback_correct: page.text(),
        feedback_wrong: page.text(),
    }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Option<Ordering> {
    table.only_with(KEYS);
    let (mut items, mut ids, mut texts) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for entry in table.entries("items") {
        let mut table = table.inside(entry);
        table.only(&[ITEM_KEYS]);
        let id = table.id(&mut ids, "item of this question");
        let text = table.required("text");
        table.differs("text", "item of this question", &text, &mut texts);
        items.push(Item { id, text });
    }
    let (feedback_correct, feedback_wrong) = (table.text("feedback_correct"), table.text("feedback_wrong"));
    if table.has_fewer("items", 2) {
        table.problem("items", "an order needs at least two items, in the right order");
    }
    (items.len() >= 2).then_some(Ordering { items, feedback_correct, feedback_wrong })
}
