//! The index of the search against MiniSearch's own: the library that pages load reads ours, npm's makes its own of the same
//! documents, and both must hold and find the same.

use std::path::Path;

use faultlines::book::compile;
use faultlines::book::search::{self, Found, Kind};
use faultlines::book::site::Shell;
use serde_json::{Value, json};

use crate::node::Node;

/// What the two hold and find.
fn both(found: &[Found], queries: &[&str]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(root.join("node_modules/minisearch").exists(), "minisearch is not installed: run `scripts/setup tests`");
    let script = search::script(found);
    let index: Value =
        serde_json::from_str(script.trim_start_matches("self.faultlinesSearch=").trim_end_matches(";\n"))
            .expect("the script holds JSON");
    let documents: Vec<Value> = (0..found.len())
        .map(|id| {
            let mut document = index["index"]["storedFields"][id.to_string()].clone();
            document["id"] = json!(id);
            document
        })
        .collect();
    let question = json!({ "script": script, "documents": documents, "queries": queries });
    let answer = Node::start(&[root.join("tests/book/search/oracle.cjs")]).ask(&question.to_string());
    serde_json::from_str(&answer).expect("two indexes and what they find")
}

fn assert_equal(found: &[Found], queries: &[&str]) -> Value {
    let mut both = both(found, queries);
    let [ours, theirs] = ["ours", "theirs"].map(|whose| both[whose].take());
    for key in ["documentCount", "nextId", "fieldIds", "fieldLength", "averageFieldLength", "storedFields", "index"] {
        assert!(ours["index"][key] == theirs["index"][key], "`{key}` differs");
    }
    assert_eq!(ours["index"], theirs["index"]);
    for (place, query) in queries.iter().enumerate() {
        assert_eq!(ours["found"][place], theirs["found"][place], "{query}");
    }
    ours["found"].clone()
}

#[test]
fn the_index_of_the_book_is_minisearchs_own() {
    let (book, mistakes) = compile(Path::new("content"), &Shell::default()).expect("the content can be read");
    assert_eq!(mistakes, []);
    let queries = [
        "consistant hasing",
        "stampede",
        "p99 of a hundred servers",
        "Little’s law",
        "xfetch",
        "outbx relay",
        "zzqx",
        "the",
        "",
    ];
    let found = assert_equal(&book.findable, &queries);
    let first = &book.findable[found[0][0]["id"].as_u64().expect("a result") as usize];
    assert_eq!(first.address, "part-10/consistent-hashing/index.html");
    assert_eq!([&found[6], &found[7], &found[8]], [&json!([]), &json!([]), &json!([])]);
    for kind in [Kind::Chapter, Kind::Section, Kind::Plate, Kind::Question, Kind::Term] {
        assert!(book.findable.iter().filter(|it| it.kind == kind).count() > 10, "{kind:?}");
    }
    let size = search::script(&book.findable).len();
    assert!(size < 900_000, "the index is of {size} bytes");
}

#[test]
fn words_in_any_script_are_parted_as_minisearch_parts_them() {
    let found = |title: &str, text: &str| Found {
        kind: Kind::Section,
        title: title.into(),
        place: "p".into(),
        address: "p.html".into(),
        text: text.into(),
    };
    let all = [
        found("", "ΟΔΥΣΣΕΥΣ İstanbul ﬁle ½ x² 10 ms\u{a0}p99.9\u{2009}%"),
        found("—dash—", "«guillemets» \u{3000}全角 don’t `code` a_b #1 $5 €6 §7 +1 -1 1/2"),
        found("The a of", "the the"),
        found("Only a title", ""),
    ];
    assert_equal(&all, &["οδυσσευς", "istanbul", "p99", "全角", "title", "code", "b"]);
}

#[test]
fn nothing_of_an_answer_can_be_found() {
    let (book, _) = compile(Path::new("content"), &Shell::default()).expect("the content can be read");
    let quiz = std::fs::read_to_string("content/part-10/consistent-hashing/quiz.toml").expect("the quiz");
    let quiz: toml::Table = toml::from_str(&quiz).expect("TOML");
    let script = search::script(&book.findable);
    let texts = |question: &toml::Value| {
        let options = question.get("options").and_then(toml::Value::as_array).into_iter().flatten();
        let options = options.flat_map(|option| [option.get("text").cloned(), option.get("feedback").cloned()]);
        options
            .chain([question.get("explanation").cloned()])
            .flatten()
            .filter_map(|it| it.as_str().map(str::to_string))
            .collect::<Vec<_>>()
    };
    let mut told = 0;
    for text in quiz["questions"].as_array().expect("questions").iter().flat_map(texts) {
        // A piece without marks of Markdown, as the index would hold it.
        let piece =
            text.split(['`', '*', '{', '[', '\'', '"', '\n']).max_by_key(|piece| piece.len()).unwrap_or_default();
        told += usize::from(piece.len() > 20);
        assert!(piece.len() <= 20 || !book.findable.iter().any(|it| it.text.contains(piece)), "{piece}");
        assert!(piece.len() <= 20 || !script.contains(piece), "{piece}");
    }
    assert!(told > 20, "{told} texts");
}
