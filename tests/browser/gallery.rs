//! A gallery that only the tests build: a page with every pictured lab at its defaults, alone and with a twin. A lab that
//! no chapter shows yet is tried here as a reader would.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use faultlines::book::site::Shell;
use faultlines::book::{compile, words, write};
use faultlines::engines::catalog;
use faultlines::kernel::ParamKind;
use faultlines::labs::views::VIEWS;
use serde_json::json;

use super::accessibility::{axe, violations, wake};
use super::harness::{Setting, browse_at, dist};
use super::plates::{change_control, front_controls, past_prediction, plates, says_its_result};

const BOOK: &str =
    "title = \"Gallery\"\nsubtitle = \"Every lab\"\ncourse = \"gallery\"\nsite_url = \"https://example.org/\"\n
[[parts]]\nid = \"labs\"\nnumber = 1\ntitle = \"Labs\"\n
[[parts.chapters]]\nid = \"all\"\n";

const GLOSSARY: &str = "[[terms]]\nid = \"margin\"\nterm = \"text with a note\"\nalso = [\"marginal note\"]\n\
     definition = \"What is said beside a text, in a few words of its own that have room for a second line.\"\nchapter = \"labs/all\"\n";

const PAGE: &str = "+++\ntitle = \"Labs\"\nsummary = \"Every lab.\"\n+++\n\nEvery lab.\n";

/// The gallery's chapter: for each lab a plate alone and, where it has a choice, one with the choice's last option beside.
pub(crate) fn chapter() -> String {
    let mut text = String::from(
        "+++\ntitle = \"All labs\"\nbreaks = \"Nothing.\"\nsummary = \"Every lab that has a picture.\"\n+++\n\nEvery lab.\n",
    );
    for (id, _) in VIEWS {
        let params = catalog::find(id).expect("a view is of a lab").spec.params;
        let choice = params.iter().find_map(|param| match param.kind {
            ParamKind::Choice { options, .. } => Some((param.name, options[options.len() - 1].id)),
            _ => None,
        });
        let controls: Vec<&str> = params.iter().take(5).map(|param| param.name).collect();
        for (suffix, twin) in [("alone", None), ("twin", choice)] {
            let compare = twin.map_or(String::new(), |(name, value)| format!("compare.{name} = \"{value}\"\n"));
            let _ = write!(
                text,
                "\n```lab {id}\nid = \"{id}-{suffix}\"\ntitle = \"{id}, {suffix}\"\ncaption = \"As it is.\"\n\
                 controls = {controls:?}\n{compare}```\n",
            );
        }
    }
    text + "\n```quiz\n```\n"
}

/// The files of the built book that the gallery's pages share with it, by the beginnings of their names.
fn shell(site: &Path) -> Shell {
    let names: Vec<String> = fs::read_dir(site.join("assets"))
        .unwrap()
        .map(|entry| format!("assets/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    let named = |start: &str, end: &str| {
        let found = names.iter().find(|name| name.starts_with(&format!("assets/{start}-")) && name.ends_with(end));
        found.unwrap_or_else(|| panic!("the book has no {start}…{end}")).clone()
    };
    let is_part = |name: &&String| {
        name.ends_with(".js")
            && !name.ends_with(".wasm.js")
            && !["loader", "glue", "labs", "grader"].iter().any(|other| name.starts_with(&format!("assets/{other}-")))
    };
    let part = |name: &String| name["assets/".len()..].split('-').next().map(|part| (part.to_string(), name.clone()));
    Shell {
        style: named("faultlines", ".css"),
        overview_style: named("overview", ".css"),
        loader: named("loader", ".js"),
        glue: named("glue", ".js"),
        wasm: named("faultlines", ".wasm"),
        wasm_text: named("faultlines", ".wasm.js"),
        told: named("labs", ".js"),
        icons: Vec::new(),
        icon: named("icon", ".svg"),
        parts: names.iter().filter(is_part).filter_map(part).collect(),
        ..Shell::default()
    }
}

/// A book of one chapter with this text, built beside the book's own assets.
pub(crate) fn build(chapter: &str) -> tempfile::TempDir {
    build_in("en", chapter, |_, shell| shell)
}

/// The same in a language, with the shell that `shell_in` makes of the book's own for a site.
pub(crate) fn build_in(language: &str, chapter: &str, shell_in: fn(&Path, Shell) -> Shell) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (content, site) = (folder.path().join("content"), folder.path().join("site"));
    let chapter_folder = content.join("labs/all");
    fs::create_dir_all(&chapter_folder).unwrap();
    let quiz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/quiz/content/part-1/sample/quiz.toml");
    for (path, text) in [
        (content.join("book.toml"), format!("language = \"{language}\"\n{BOOK}")),
        (content.join("glossary.toml"), GLOSSARY.to_string()),
        (content.join("index.md"), PAGE.to_string()),
        (content.join("labs/index.md"), PAGE.to_string()),
        (chapter_folder.join("chapter.md"), chapter.to_string()),
        (chapter_folder.join("quiz.toml"), fs::read_to_string(quiz).unwrap()),
    ] {
        fs::write(path, text).unwrap();
    }
    fs::create_dir(&site).unwrap();
    let copied = Command::new("cp").arg("-r").arg(dist().join("assets")).arg(&site).status().unwrap();
    assert!(copied.success());
    let shell = words(&content).within(|| shell_in(&site, shell(&site)));
    let (book, mistakes) = compile(&content, &shell).unwrap();
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    write(&book, &site).unwrap();
    folder
}

#[test]
fn every_pictured_lab_comes_alive_obeys_and_is_accessible_whether_a_chapter_shows_it_or_not() {
    let folder = build(&chapter());
    for setting in [Setting::default(), Setting { width: 390, height: 844, dark: true, ..Setting::default() }] {
        browse_at(&folder.path().join("site"), setting, |browser| async move {
            browser.goto("labs/all/").await;
            let ids = plates(&browser).await;
            assert_eq!(ids.len(), 2 * VIEWS.len());
            for id in ids {
                browser.alive(&format!("#{id}")).await;
                past_prediction(&browser, &id).await;
                says_its_result(&browser, &id).await;
                let control = front_controls(&browser, &id).await.pop().expect("a control");
                change_control(&browser, &id, &control).await;
            }
            let width = browser.script("return document.documentElement.scrollWidth").await;
            assert_eq!(width, json!(setting.width), "wider than the screen");
            wake(&browser).await;
            assert_eq!(violations(&browser, &axe()).await, "");
        });
    }
}
