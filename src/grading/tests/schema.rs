//! The schemas of answer files against what writes and what reads these files.

use jsonschema::Validator;

use super::*;
use crate::quiz::Evidence;
use crate::quiz::submission::schema;

fn validator(version: u64) -> Validator {
    let schema: Json = serde_json::from_str(&schema::text(version).unwrap()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// A quiz with a question of each kind.
fn every_kind() -> Quiz {
    let examples: Vec<&str> = KINDS.iter().map(|row| row.example).collect();
    let tree = toml::from_str(&format!("title = \"All\"\n{}", examples.join("\n"))).unwrap();
    Quiz::from_json("part-1/all", "course", &tree, Some(&|name| Err(Problem::new("", name)))).0.unwrap()
}

/// What a page exports of answers to all kinds: one attempt at each, and drafts.
fn exported() -> Json {
    let quiz = every_kind();
    let mut page = Submission::empty(&quiz);
    page.reader = "Ada".into();
    for question in &quiz.questions {
        page.check(question, question.kind.solution(), "2026-11-27T20:04:00Z".into());
        page.witness(question, vec![Evidence { at: "2026-11-27T20:03:00Z".into(), link: "lab=hash-ring".into() }]);
    }
    page.ask_again(&quiz.questions[3]);
    page.check(&quiz.questions[3], quiz.questions[3].kind.solution(), "2026-11-27T20:04:30Z".into());
    for question in quiz.questions.iter().take(3) {
        page.ask_again(question);
        page.set_draft(question, Some(Response::Text("half a".into())));
    }
    Json::from(page.current(&quiz).exported("2026-11-27T20:05:00Z"))
}

fn first_version() -> Json {
    let answer = |question: &str, response: Json| json!({ "question": question, "question_hash": "1", "response": response, "attempts": 2, "first_response": response });
    json!({
        "format": "faultlines-answers", "version": 1, "book": "faultlines", "reader": "Ada", "reader_id": "00000000000000a7",
        "chapter": "part-1/sample", "quiz_hash": "1", "claimed": { "points": 1, "out_of": 6 },
        "answers": [answer("one", json!({ "option": "ring" })), answer("order", json!({ "order": ["a", "b"] }))],
    })
}

#[test]
fn what_pages_write_and_wrote_fits_its_schema() {
    assert!(every_kind().questions.len() >= KINDS.len());
    let kept = Json::from(Submission::empty(&every_kind()).to_tree());
    for file in [exported(), kept] {
        let told: Vec<String> = validator(2).iter_errors(&file).map(|error| error.to_string()).collect();
        assert_eq!(told, [""; 0]);
        assert!(!validator(1).is_valid(&file), "each version has its own");
    }
    let old = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/answers-without-reader-id.json"));
    for file in [first_version(), serde_json::from_str(old).unwrap()] {
        let told: Vec<String> = validator(1).iter_errors(&file).map(|error| error.to_string()).collect();
        assert_eq!(told, [""; 0]);
        assert!(!validator(2).is_valid(&file), "each version has its own");
    }
}

/// The places of all values in a document, as JSON pointers.
fn pointers(value: &Json, at: &str, all: &mut Vec<String>) {
    all.push(at.to_string());
    match value {
        Json::Object(table) => table.iter().for_each(|(key, inner)| {
            pointers(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
        }),
        Json::Array(list) => {
            (0..).zip(list).for_each(|(place, inner)| pointers(inner, &format!("{at}/{place}"), all));
        }
        _ => {}
    }
}

/// The document with one value in another's place, left out, or with a key beside its own.
fn changed(mut file: Json, place: usize, how: usize) -> Json {
    let mut all = Vec::new();
    pointers(&file, "", &mut all);
    let at = &all[place % all.len()];
    let values = [json!(null), json!(true), json!(3.5), json!(-1), json!("x"), json!([]), json!({})];
    if let Some(value) = values.get(how) {
        *file.pointer_mut(at).unwrap() = value.clone();
    } else if how == values.len() {
        let (table, key) = at.rsplit_once('/').unwrap_or_default();
        if let Some(table) = file.pointer_mut(table).and_then(Json::as_object_mut) {
            table.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
    } else if let Some(table) = file.pointer_mut(at).and_then(Json::as_object_mut) {
        table.insert("text".to_string(), "x".into());
    }
    file
}

proptest! {
    /// What the grader refuses, or finds a fault with the form of, does not fit the schema.
    #[test]
    fn what_fits_the_schema_is_read_without_a_word(first in any::<bool>(), place in any::<usize>(), how in 0usize..9) {
        let (file, version) = if first { (first_version(), 1) } else { (exported(), 2) };
        let file = changed(file, place, how);
        if validator(version).is_valid(&file) {
            let read = intake::read("a.json", file.to_string().as_bytes());
            prop_assert!(read.is_ok(), "{read:?}: {file}");
            let read = read.unwrap();
            let of_chapters = read.chapters.iter().flat_map(|chapter| &chapter.notes);
            let told: Vec<&String> = read.notes.iter().chain(of_chapters).filter(|note| !note.contains("checksum")).collect();
            prop_assert!(told.is_empty(), "{told:?}: {file}");
        }
    }
}

/// The property above would hold of a schema that nothing fits, or everything that is changed.
#[test]
fn changes_of_what_a_page_exports_fit_or_not() {
    let all: Vec<bool> =
        (0..400).map(|number| validator(2).is_valid(&changed(exported(), number, number % 9))).collect();
    assert!(all.contains(&true) && all.contains(&false));
}
