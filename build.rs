//! Writes the names of the interface's phrases (`src/ui/phrases.rs`), and prepares the module of pages to be taken apart, lab by
//! lab (`src/labs/pieces.rs`, `src/book/site/split.rs`).

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The catalogue that decides which phrases there are.
const ENGLISH: &str = "assets/strings/en.toml";

/// The sections that the module of pages says: it names their phrases by the first numbers.
const OF_THE_MODULE: [&str; 2] = ["plate", "quiz"];

fn main() {
    phrases();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(in_pieces, grader)");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    // What grades reads and writes quizzes with their keys: the command line, and the module of the grading room.
    if !is_wasm || env::var_os("CARGO_FEATURE_GRADING").is_some() {
        println!("cargo::rustc-cfg=grader");
    }
    let is_page = env::var_os("CARGO_FEATURE_PAGE").is_some();
    // Who writes the book has the module whole, for it is there sooner.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_wasm && is_page && is_release {
        println!("cargo::rustc-cfg=in_pieces");
        // The linker's notes on what refers to what.
        println!("cargo::rustc-link-arg-bin=web=--emit-relocs");
    }
}

/// Writes the phrases of the English catalogue as constants, by section, and their texts.
fn phrases() {
    println!("cargo::rerun-if-changed={ENGLISH}");
    let text = fs::read_to_string(ENGLISH).unwrap_or_else(|error| panic!("{ENGLISH}: {error}"));
    let catalogue: toml::Table = text.parse().unwrap_or_else(|error| panic!("{ENGLISH}: {error}"));
    let rest = catalogue.keys().map(String::as_str).filter(|section| !OF_THE_MODULE.contains(section));
    let (mut constants, mut texts, mut number, mut of_the_module) = (String::new(), String::new(), 0, 0);
    for section in OF_THE_MODULE.into_iter().chain(rest) {
        let phrases = catalogue[section].as_table().unwrap_or_else(|| panic!("{ENGLISH}: `{section}` is no section"));
        let _ = writeln!(constants, "/// The phrases of `[{section}]`.\npub mod {section} {{\nuse super::Phrase;");
        for (key, value) in phrases {
            let forms = forms(value).unwrap_or_else(|| {
                panic!("{ENGLISH}: `{section}.{key}` needs a text or its forms, `other` among them")
            });
            let other = forms[0].1;
            let (name, holes) = (key.to_uppercase().replace('-', "_"), holes(other));
            let _ = writeln!(
                constants,
                "/// {}\npub const {name}: Phrase<{holes}> = Phrase({number});",
                format!("{other:?}").replace("\\\"", "”")
            );
            let _ = writeln!(texts, "(\"{section}.{key}\", &{forms:?}),");
            number += 1;
        }
        constants += "}\n";
        if OF_THE_MODULE.contains(&section) {
            of_the_module = number;
        }
    }
    let out = env::var_os("OUT_DIR").expect("cargo names the folder");
    let code = format!(
        "{constants}\n/// How many phrases the module of pages names: the first ones.\n\
         #[cfg(not(target_arch = \"wasm32\"))]\npub const OF_THE_MODULE: usize = {of_the_module};\n\
         /// Every phrase by its number: its key, and its forms in English, `other` first.\n\
         #[cfg(not(feature = \"page\"))]\n\
         const ENGLISH: &[(&str, &[(&str, &str)])] = &[\n{texts}];\n"
    );
    fs::write(Path::new(&out).join("phrases.rs"), code).expect("the folder can be written");
}

/// The forms of a phrase by their plural categories, `other` first.
fn forms(value: &toml::Value) -> Option<Vec<(&str, &str)>> {
    match value {
        toml::Value::String(text) => Some(vec![("other", text)]),
        toml::Value::Table(table) => {
            let other = ("other", table.get("other")?.as_str()?);
            let rest = table.iter().filter(|(category, _)| *category != "other");
            let rest = rest.map(|(category, text)| Some((category.as_str(), text.as_str()?)));
            std::iter::once(Some(other)).chain(rest).collect()
        }
        _ => None,
    }
}

/// How many different holes a text has.
fn holes(text: &str) -> usize {
    let names = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.collect::<std::collections::BTreeSet<_>>().len()
}
