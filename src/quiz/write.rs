//! [`Quiz`] → the tree that [`Quiz::from_json`] reads, with every key as a number; and the hashes over it.

use serde_json::{Value as Json, json};
use xxhash_rust::xxh3::xxh3_128;

use super::{Choice, Kind, Question, Quiz};

impl Quiz {
    /// The tree that [`Quiz::from_json`] reads.
    pub fn to_json(&self) -> Json {
        json!({ "title": self.title, "questions": self.questions.iter().map(Question::to_json).collect::<Vec<_>>() })
    }
}

impl Question {
    fn to_json(&self) -> Json {
        let mut tree = json!({
            "id": self.id, "kind": self.kind.name(), "prompt": self.prompt, "points": self.points,
        });
        let mut feedback = vec![("explanation", &self.explanation)];
        match &self.kind {
            Kind::Single(options) | Kind::Multiple(options) => {
                tree["options"] = options.iter().map(option_to_json).collect();
            }
            Kind::Numeric(numeric) => {
                tree["answer"] = numeric.answer.into();
                tree["tolerance"] = numeric.tolerance.into();
                tree["unit"] = numeric.unit.clone().into();
                feedback.push(("feedback_correct", &numeric.feedback_correct));
                feedback.push(("feedback_low", &numeric.feedback_low));
                feedback.push(("feedback_high", &numeric.feedback_high));
            }
            Kind::Ordering(ordering) => {
                tree["items"] = ordering.items.iter().map(|item| json!({ "id": item.id, "text": item.text })).collect();
                feedback.push(("feedback_correct", &ordering.feedback_correct));
                feedback.push(("feedback_wrong", &ordering.feedback_wrong));
            }
            Kind::Short(short) => {
                tree["accepted"] = short.accepted.clone().into();
                feedback.push(("feedback_correct", &short.feedback_correct));
                feedback.push(("feedback_wrong", &short.feedback_wrong));
            }
        }
        for (key, text) in feedback {
            if !text.is_empty() {
                tree[key] = text.clone().into();
            }
        }
        tree
    }
}

fn option_to_json(option: &Choice) -> Json {
    let mut tree = json!({ "id": option.id, "text": option.text });
    if option.correct {
        tree["correct"] = true.into();
    }
    if !option.feedback.is_empty() {
        tree["feedback"] = option.feedback.clone().into();
    }
    tree
}

/// The [`Question::hash`].
pub(super) fn hash_question(question: &Question) -> String {
    let mut asked = question.to_json();
    if let Some(map) = asked.as_object_mut() {
        map.retain(|key, _| key != "explanation" && !key.starts_with("feedback"));
        for option in map.get_mut("options").and_then(Json::as_array_mut).into_iter().flatten() {
            option.as_object_mut().map(|option| option.remove("feedback"));
        }
    }
    format!("{:032x}", xxh3_128(asked.to_string().as_bytes()))
}

/// The [`Quiz::hash`].
pub(super) fn hash_quiz(questions: &[Question]) -> String {
    let all: Vec<&str> = questions.iter().map(|question| question.hash.as_str()).collect();
    format!("{:032x}", xxh3_128(all.join(" ").as_bytes()))
}
