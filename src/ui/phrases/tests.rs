use std::fs;
use std::path::Path;

use serde_json::json;

use super::catalogue::Catalogue;
use super::{ENGLISH, OF_THE_MODULE, page, plate, quiz};

/// All of the English catalogue as a translator's file, with some entries changed or, for null, taken out.
fn translation(changes: &[(&str, serde_json::Value)]) -> serde_json::Value {
    let mut sections = serde_json::Map::new();
    for (key, forms) in ENGLISH {
        let (section, name) = key.split_once('.').unwrap();
        let forms: serde_json::Map<String, serde_json::Value> =
            forms.iter().map(|(category, text)| (category.to_string(), json!(text))).collect();
        let section = sections.entry(section).or_insert(json!({})).as_object_mut().unwrap();
        match changes.iter().find(|(other, _)| other == key) {
            Some((_, change)) if change.is_null() => None,
            Some((_, change)) => section.insert(name.into(), change.clone()),
            None => section.insert(name.into(), forms.into()),
        };
    }
    sections.into()
}

fn read(language: &str, changes: &[(&str, serde_json::Value)]) -> (std::sync::Arc<Catalogue>, Vec<String>) {
    let (catalogue, problems) = Catalogue::read(language.parse().unwrap(), &translation(changes));
    let said = problems.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message));
    (catalogue.into(), said.collect())
}

#[test]
fn holes_are_filled_and_a_number_decides_the_form() {
    assert_eq!(plate::OPEN_SEED.of(["7".into()]), "Open seed 7, which shows it soonest");
    assert_eq!(quiz::POINTS.of(["1".into()]), "1 point");
    assert_eq!(quiz::POINTS.of(["1,001".into()]), "1,001 points");
}

#[test]
fn a_translation_has_the_forms_of_its_language_and_its_own_order() {
    let forms = json!({ "one": "{count} punkt", "few": "{count} punkty", "many": "{count} punktów", "other": "{count} punktu" });
    let order = json!("{plate} nie pokazuje {lab}");
    let (polish, problems) = read("pl", &[("quiz.points", forms), ("script.link-other-lab", order)]);
    assert_eq!(problems, Vec::<String>::new());
    let points = [1, 3, 5, 22].map(|count| polish.within(|| quiz::POINTS.of([count.to_string()])));
    assert_eq!(points, ["1 punkt", "3 punkty", "5 punktów", "22 punkty"]);
    assert_eq!(polish.within(|| page::SKIP.text()), "Skip to the text", "the rest is as in the file");
    assert_eq!(page::SKIP.text(), "Skip to the text");
    assert_eq!((polish.language().as_str(), polish.direction()), ("pl", None));
}

#[test]
fn what_is_wrong_with_a_translation_is_told_by_its_key() {
    let wrong = [
        ("page.skip", json!(null)),
        ("plate.number", json!("Plate")),
        ("plate.play", json!({ "one": "Play", "other": "Play" })),
        ("quiz.points", json!({ "one": "{count} point" })),
        ("quiz.drafts", json!({ "lots": "{count} drafts", "other": "{count} drafts" })),
    ];
    let (_, problems) = read("fr", &wrong);
    assert_eq!(
        problems,
        [
            "plate.number: `plate.number` has other holes than in English: `{number}`, not none",
            "plate.play: `plate.play` has no `{count}` by which a form could be chosen",
            "quiz.drafts.lots: `lots` is no plural category: zero, one, two, few, many, other",
            "quiz.points: `quiz.points` needs a text, or a table of texts with `other` among them",
            "page.skip: `page.skip` is missing; in English it is “Skip to the text”",
        ]
    );
    let mut more = translation(&[]);
    more["page"]["skop"] = json!("x");
    let (_, problems) = Catalogue::read("fr".parse().unwrap(), &more);
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].path.as_str(), problems[0].message.as_str()), ("page.skop", "unknown key `skop`"));
}

#[test]
fn languages_made_by_rule_have_their_direction() {
    let of = |language: &str| Catalogue::own(&language.parse().unwrap()).map(|it| it.direction());
    assert_eq!([of("en"), of("en-XA"), of("ar-XB"), of("ar")], [Some(None), Some(None), Some(Some("rtl")), None]);
}

#[test]
fn the_page_gets_numbered_holes_and_what_decides_the_form() {
    let phrases = Catalogue::default().of_the_module();
    assert_eq!(phrases.as_array().unwrap().len(), OF_THE_MODULE);
    assert_eq!(phrases[quiz::POINTS.number()], json!({ "by": 0, "one": "{0} point", "other": "{0} points" }));
    assert_eq!(phrases[plate::NUMBER.number()], "Plate {0}");
}

/// The text of the files in these folders and of these files.
fn sources(places: &[&str]) -> String {
    let files =
        places.iter().flat_map(|place| walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(place)));
    let files = files.flatten().filter(|file| file.file_type().is_file());
    files.map(|file| fs::read_to_string(file.path()).unwrap()).collect()
}

#[test]
fn no_script_of_pages_has_a_sentence_of_its_own_or_a_side_that_does_not_mirror() {
    let sentence = "[\"`][A-Z][a-z]+:? (?:[a-z]+|\\$\\{)[^\"`\n]*[\"`]";
    let side = "(?:margin|padding|border|inset)-(?:left|right)|(?:text-align|float): (?:left|right)";
    let found = |text: &str| -> Vec<String> {
        let wrong = regex::Regex::new(&format!("{sentence}|{side}")).unwrap();
        // What others wrote is minified.
        let own = text.lines().filter(|line| line.len() < 2000 && !line.trim_start().starts_with("//"));
        own.filter(|line| wrong.is_match(line)).map(String::from).collect()
    };
    let scripts = sources(&["assets/loader.js", "assets/faultlines-lab.js", "assets/parts"]);
    assert_eq!(found(&scripts), [""; 0]);
    for wrong in ["say(\"Try again\")", "say(`Preview of ${title}`)", ".share { margin-left: 1em; }"] {
        assert_eq!(found(wrong), [wrong]);
    }
}

#[test]
fn every_phrase_is_said_somewhere() {
    let [plate, quiz, book] = ["src/ui/plate", "src/ui/quiz", "src/book"].map(|place| sources(&[place]));
    let quiz = quiz + &sources(&["src/ui/quiz.rs"]);
    let (export, scripts) =
        (sources(&["src/cli/export"]), sources(&["assets/loader.js", "assets/faultlines-lab.js", "assets/parts"]));
    for (key, _) in ENGLISH {
        let (section, name) = key.split_once('.').unwrap();
        let constant = format!("::{}", name.to_uppercase().replace('-', "_"));
        let is_said = match section {
            "plate" => plate.contains(&constant),
            "quiz" => quiz.contains(&constant),
            "slides" => export.contains(&constant),
            _ => book.contains(&constant) || scripts.contains(&format!("\"%{key}%\"")),
        };
        assert!(is_said, "nothing says `{key}`");
    }
}
