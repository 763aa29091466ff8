//! What can be written into quiz.toml: the tables that the reader of a quiz reads.

use super::{Example, Section, rows};
use crate::quiz::computed_key;
use crate::quiz::kinds::KINDS;
use crate::quiz::read::{COMMON_KEYS, QUIZ_KEYS};
use crate::quiz::traced;

const FILE: &str = "part-1/gossip/quiz.toml";

pub(super) fn sections() -> Vec<Section> {
    let quiz = Section {
        id: "quiz",
        title: "The quiz: quiz.toml",
        text: vec![
            "A chapter ends in a quiz: `title`, then `[[questions]]`. An overview may have one too, beside its index.md. An empty ```` ```quiz ```` fence says where it goes. All \
             its texts are Markdown with numbers."
                .replace("```` ```quiz ````", "`quiz`"),
        ],
        tables: vec![("Keys of the quiz", rows(QUIZ_KEYS)), ("Keys of every question", rows(COMMON_KEYS))],
        example: Example { file: FILE, text: include_str!("examples/quiz.toml") },
    };
    let kinds = KINDS.iter().map(|kind| Section {
        id: kind.name,
        title: kind.title,
        text: vec![format!("`kind = \"{}\"`: {}", kind.name, kind.help)],
        tables: kind.keys.iter().map(|(caption, keys)| (*caption, rows(keys))).collect(),
        example: Example { file: FILE, text: kind.example },
    });
    let computed = Section {
        id: "computed",
        title: "Answers that an engine computes",
        text: vec![
            "A numeric question may leave its number to an engine: the key stays right when the scenario changes."
                .into(),
        ],
        tables: vec![
            ("Keys of the question", rows(computed_key::COMPUTED_KEYS)),
            ("Keys of `[questions.key]`", rows(computed_key::KEYS)),
        ],
        example: Example { file: FILE, text: include_str!("examples/computed.toml") },
    };
    let histories = Section {
        id: "histories",
        title: "Histories of which one is impossible",
        text: vec![
            "The options of a single choice may be histories: a few events of a run each. In one of them two lines change places, so \
             that it breaks a rule which the run keeps; this one is right, and nobody writes down which."
                .into(),
        ],
        tables: vec![
            ("Keys of the question", rows(traced::QUESTION_KEYS)),
            ("Keys of `[questions.trace]`", rows(traced::KEYS)),
            ("Keys of `[[questions.trace.rules]]`", rows(traced::RULE_KEYS)),
            ("Keys of `[[questions.options]]`", rows(traced::OPTION_KEYS)),
        ],
        example: Example { file: FILE, text: include_str!("examples/histories.toml") },
    };
    [quiz].into_iter().chain(kinds).chain([computed, histories]).collect()
}
