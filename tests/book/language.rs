//! A book in another language: its catalogue, and what is wrong with one.

use std::fs;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;

/// The fixture book in a language, with this catalogue.
fn book(language: &str, catalogue: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/book");
    let copied = std::process::Command::new("cp").arg("-r").arg(fixture).arg(folder.path().join("content")).status();
    assert!(copied.unwrap().success());
    let content = folder.path().join("content");
    let manifest = fs::read_to_string(content.join("book.toml")).unwrap();
    fs::write(content.join("book.toml"), format!("language = \"{language}\"\n{manifest}")).unwrap();
    fs::create_dir(content.join("strings")).unwrap();
    fs::write(content.join("strings/fr.toml"), catalogue).unwrap();
    folder
}

/// The English catalogue with a line in another wording.
fn translated(from: &str, to: &str) -> String {
    let english = include_str!("../../assets/strings/en.toml");
    assert_eq!(english.matches(from).count(), 1);
    english.replace(from, to)
}

fn mistakes(folder: &tempfile::TempDir) -> Vec<String> {
    let (_, mistakes) = compile(&folder.path().join("content"), &Shell::default()).unwrap();
    mistakes.iter().map(|mistake| mistake.to_string().replace(&format!("{}/", folder.path().display()), "")).collect()
}

#[test]
fn pages_speak_the_language_of_the_book() {
    let folder = book("fr", &translated("skip = \"Skip to the text\"", "skip = \"Aller au <texte>\""));
    let (book, mistakes) = compile(&folder.path().join("content"), &Shell::default()).unwrap();
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let page = |path: &str| &book.pages.iter().find(|(other, _)| other == path).unwrap().1;
    for path in ["index.html", "part-1/first/index.html", "404.html"] {
        assert!(page(path).contains("<html lang=\"fr\" data-root="), "{path}");
        assert!(page(path).contains("<a class=\"skip\" href=\"#text\">Aller au &lt;texte&gt;</a>"), "{path}");
    }
}

#[test]
fn what_a_catalogue_lacks_is_told_with_file_and_key_whether_the_book_uses_it_or_not() {
    for language in ["en", "fr"] {
        let folder = book(language, &translated("copy-link = \"Copy link\"\n", ""));
        let found = mistakes(&folder);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("content/strings/fr.toml:"), "{}", found[0]);
        assert!(found[0].contains("`plate.copy-link` is missing; in English it is “Copy link”"), "{}", found[0]);
    }
}

#[test]
fn a_language_without_a_catalogue_is_told() {
    let folder = book("de", &translated("copy-link = \"Copy link\"", "copy-link = \"Copier le lien\""));
    let found = mistakes(&folder);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("there are no strings of the language `de`"), "{}", found[0]);
}
