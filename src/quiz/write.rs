//! [`Quiz`] → the tree that [`Quiz::from_json`] reads, with every key as a number; and the hashes over it.

use serde_json::{Value as Json, json};
use xxhash_rust::xxh3::xxh3_128;

use super::{Question, Quiz};

impl Quiz {
    /// The tree that [`Quiz::from_json`] reads.
    pub fn to_json(&self) -> Json {
        json!({ "title": self.title, "questions": self.questions.iter().map(Question::to_json).collect::<Vec<_>>() })
    }
}

impl Question {
    fn to_json(&self) -> Json {
        let mut tree = self.asked();
        if !self.kind.scored() {
            tree.as_object_mut().map(|question| question.remove("points"));
        }
        if !self.tags.is_empty() {
            tree["tags"] = json!(self.tags);
        }
        text(&mut tree, "hint", &self.hint);
        text(&mut tree, "explanation", &self.explanation);
        self.kind.write_said(&mut tree);
        if !self.drawn.is_empty() {
            tree["draw"] = self.draw();
        }
        if !self.others.is_empty() {
            tree["pool"] = self.others.iter().map(Self::as_other).collect();
        }
        tree
    }

    /// A further variant, with every key that it would else have from the question.
    fn as_other(&self) -> Json {
        let mut tree = self.asked();
        for key in ["id", "points"] {
            tree.as_object_mut().map(|question| question.remove(key));
        }
        tree["hint"] = self.hint.as_str().into();
        tree["explanation"] = self.explanation.as_str().into();
        tree["draw"] = self.draw();
        self.kind.write_said(&mut tree);
        tree
    }

    /// The values that were drawn, as lists of one each.
    fn draw(&self) -> Json {
        self.drawn.iter().map(|(name, value)| (name.clone(), json!([value]))).collect::<serde_json::Map<_, _>>().into()
    }

    /// The question and its right answers, over which its hash is taken.
    fn asked(&self) -> Json {
        let mut tree = json!({
            "id": self.id, "kind": self.kind.name(), "prompt": self.prompt, "points": self.points,
        });
        self.kind.write_asked(&mut tree);
        tree
    }
}

/// Adds a text, unless it is empty.
pub(super) fn text(tree: &mut Json, key: &str, text: &str) {
    if !text.is_empty() {
        tree[key] = text.into();
    }
}

/// The [`Question::hash`].
pub(super) fn hash_question(question: &Question) -> String {
    let mut asked = question.asked();
    if !question.others.is_empty() {
        asked["pool"] = question.others.iter().map(Question::asked).collect();
    }
    format!("{:032x}", xxh3_128(asked.to_string().as_bytes()))
}

/// The [`Quiz::hash`] over these hashes of its questions.
pub(super) fn hash_quiz(questions: &[Question], hash: impl Fn(&Question) -> &str) -> String {
    let all: Vec<&str> = questions.iter().map(hash).collect();
    format!("{:032x}", xxh3_128(all.join(" ").as_bytes()))
}
