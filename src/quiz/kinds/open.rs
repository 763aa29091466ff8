//! **open**: some sentences of the reader's own, never scored. The reader compares them with a model answer.

#[cfg(grader)]
use serde_json::Value as Json;

use super::{Kind, QuestionKind, Row};
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::Verdict;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A question whose answer is a text of some sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// A good answer, which any reader may read: it is no key.
    pub model: String,
    /// The points of a good answer, with which readers compare their own.
    pub compare: Vec<String>,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("model", Takes::Text, "A good answer, for any reader to unfold.").required(),
    Key::new("compare", Takes::Texts, "What a good answer speaks of, a point each.").required(),
];

pub(super) const ROW: Row = Row {
    name: "open",
    read_page: |page| Kind::Open(read_page(page)),
    #[cfg(grader)]
    read: |table, _| read(table).map(Kind::Open),
    #[cfg(grader)]
    title: "Questions for sentences of one’s own",
    #[cfg(grader)]
    help: "The reader writes, then unfolds a model answer and compares; never scored.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "open-example"
kind = "open"
prompt = "Why do caches that lose one host in ten not just get a tenth slower?"
model = "Each miss goes to the database, which was sized for few of them. It slows down, and clients try again."
compare = ["The load that the cache kept away", "Retries add to it"]
"#,
};

impl QuestionKind for Open {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn scored(&self) -> bool {
        false
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        match response {
            Response::Text(text) if text.trim().is_empty() => Err("Write an answer of your own first.".to_string()),
            Response::Text(_) => Ok(Verdict::unscored()),
            _ => Verdict::of_another_kind(ROW.name),
        }
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Text(String::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        map(&mut self.model, "model");
        for (index, point) in self.compare.iter_mut().enumerate() {
            map(point, &format!("compare.{index}"));
        }
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.text(&self.model);
        page.list(&self.compare, |point, page| page.text(point));
    }

    /// Nothing beside the prompt: no text is right or wrong by the model answer.
    #[cfg(grader)]
    fn write_asked(&self, _: &mut Json) {}

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        tree["model"] = self.model.clone().into();
        tree["compare"] = self.compare.clone().into();
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        self.model.clear();
        self.compare.clear();
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Text(self.model.clone())
    }
}

fn read_page(page: &mut PageReader) -> Open {
    Open { model: page.text(), compare: page.list(PageReader::text) }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Option<Open> {
    table.only_with(KEYS);
    let model = table.required("model");
    let compare = table.texts("compare").filter(|points| points.iter().all(|point| !point.trim().is_empty()));
    if compare.as_ref().is_none_or(Vec::is_empty) {
        table
            .problem("compare", "an open question needs `compare = [\"…\"]`: the points of a good answer, a text each");
    }
    (!model.is_empty()).then_some(Open { model, compare: compare? })
}
