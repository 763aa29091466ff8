//! Check: scenario files, records and pictures that nobody uses. A number that a chapter no longer speaks of is run all the same.

use std::collections::BTreeSet;

use super::diagnostic::{Diagnostic, Source};
use super::load::{Content, Figure, Files, Part};
use super::markdown::slug;
use super::pages::chapters;
use super::results::{Piece, pieces};
use super::spelling::{composed, decoded};

/// The files that nothing refers to, each as a mistake. `told` are the mistakes so far: where a name is taken for a
/// misspelling of a file's, that file is meant.
pub fn mistakes(content: &Content, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_meant = |name: &str| told.iter().any(|mistake| mistake.suggests(name));
    let mut names: BTreeSet<&str> = sources(content).flat_map(|source| named_scenarios(&source.text)).collect();
    let entries = content.parts.iter().flat_map(|part| &part.chapters);
    names.extend(entries.filter_map(|entry| Some(entry.picture()?.name.as_str())));
    let mut mistakes = Vec::new();
    // A text that could not be read may refer to any of its chapter's files.
    let is_blank = |source: &Source| source.text.trim().is_empty();
    let is_read = |files: &&Files| ![Some(&files.chapter), files.quiz.as_ref()].into_iter().flatten().any(is_blank);
    for files in chapters(content).filter(is_read) {
        let is_unused = |name: &str, source: &Source| {
            let is_named = names.contains(name) || names.contains(slug(name).as_str());
            !(is_named || is_meant(name) || source.is_missing())
        };
        let scenario =
            ("nothing uses this scenario", "write one of its numbers, start a fence from it, or take it away");
        let record = ("nothing uses this record", "write one of its numbers, or take it away");
        for (named, (message, hint)) in [(&files.scenarios, scenario), (&files.records, record)] {
            let unused = named.iter().filter(|(name, source)| is_unused(name, source));
            mistakes.extend(unused.map(|(_, source)| source.mistake(0, message).hint(hint)));
        }
        // That a picture cannot stand in a quiz is told there.
        let texts = || [Some(&files.chapter), files.quiz.as_ref()].into_iter().flatten();
        let is_named = |figure: &Figure| texts().any(|source| names_picture(&source.text, &figure.inside));
        // A picture that the text does not name may be the one that it names wrongly.
        let is_misnamed = |mistake: &Diagnostic| {
            let is_unlike = mistake.hint.as_ref().is_some_and(|hint| hint.starts_with("one of"));
            mistake.message.starts_with("unknown picture") && is_unlike && mistake.at.file == files.chapter.path
        };
        let may_be_misnamed = told.iter().any(is_misnamed);
        let is_unused = |figure: &&Figure| !(is_named(figure) || is_meant(&figure.inside) || may_be_misnamed);
        for Figure { path, inside, .. } in files.figures.iter().filter(is_unused) {
            let source = Source::new(path.to_string_lossy().replace('\\', "/"), "");
            let hint = format!("put it into the chapter, `![what it shows]({inside})`, or take it away");
            mistakes.push(source.mistake(0, "nothing uses this picture").hint(hint));
        }
    }
    // A picture that book.toml could not say may be any.
    let is_said = !(is_meant("picture") || told.iter().any(|mistake| mistake.message.starts_with("`picture`")));
    for part in content.parts.iter().filter(|part| is_said && !part.index.is_missing()) {
        let is_unused = |figure: &&Figure| {
            !(names_picture(&part.index.text, &figure.inside)
                || names_picture(&content.manifest.text, &figure.inside)
                || is_meant(&figure.inside))
        };
        for Figure { path, inside, .. } in part.figures.iter().filter(is_unused) {
            let source = Source::new(path.to_string_lossy().replace('\\', "/"), "");
            let hint = format!("put it into index.md or, as the `picture` of a chapter, into book.toml: `{inside}`");
            mistakes.push(source.mistake(0, "nothing uses this picture").hint(hint));
        }
    }
    mistakes
}

/// Whether a text holds the name of a picture, as it is or as a piece of an address.
fn names_picture(text: &str, inside: &str) -> bool {
    let text = composed(text);
    text.contains(inside) || decoded(&text).contains(inside)
}

/// Everything that may speak of a scenario.
fn sources(content: &Content) -> impl Iterator<Item = &Source> {
    let pages = [&content.front].into_iter().chain(content.parts.iter().flat_map(Part::sources));
    pages.chain(chapters(content).flat_map(|files| [&files.chapter].into_iter().chain(&files.quiz)))
}

/// The scenarios that a text names: in `{{name.metric}}`, and in `scenario = "name"`.
fn named_scenarios(text: &str) -> impl Iterator<Item = &str> {
    let numbers = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Result(inside) => inside.trim().split_once('.').map(|(name, _)| name),
        Piece::Text(_) => None,
    });
    let keys = text.lines().filter_map(|line| {
        let value = line.trim_start().strip_prefix("scenario")?.trim_start().strip_prefix('=')?;
        Some(value.trim().trim_matches(['"', '\'']))
    });
    numbers.chain(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_named_by_a_number_or_by_a_key() {
        let text =
            "{{ one.metric|2}} and {{two.metric}}\nscenario = \"three\"\n  scenario='four'\nscenarios = \"five\"\n";
        assert_eq!(named_scenarios(text).collect::<Vec<_>>(), ["one", "two", "three", "four"]);
    }
}
