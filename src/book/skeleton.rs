//! The skeleton of a new chapter, and its line in book.toml.

mod files;

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::Value as Json;

use super::diagnostic::{Place, Source};
use super::load::{CHAPTER_KEYS, PART_KEYS};
use super::tree::Tree;
use super::{load, pages};
use crate::engines::catalog::labs;
use crate::scenario::{Scenario, id};
pub use files::write_all;

/// Writes the folder of a chapter that builds and passes the check, and puts it into book.toml: in the place of its
/// planned entry, or at the end of its part. Without a `title` it has the planned one, or one made of its id. Gives the paths that were written.
///
/// # Errors
/// If the id is not kebab-case or the name of a scenario, the title is not plain text, the chapter or its folder exists, the
/// part does not, or a file cannot be written; then nothing is changed.
pub fn new_chapter(content: &Path, part: &str, id: &str, title: Option<&str>) -> anyhow::Result<Vec<String>> {
    check_id(id)?;
    check_free("chapter", id)?;
    title.map_or(Ok(()), check_title)?;
    let manifest = content.join("book.toml");
    let folder = content.join(part).join(id);
    if folder.exists() {
        bail!("{} is there already; nothing was changed", folder.display());
    }
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let (text, planned, summary) = enter(&text, part, id)?;
    check_names(content, id)?;
    let made = title_of(id);
    let title = title.or(Some(planned.as_str()).filter(|planned| !planned.is_empty())).unwrap_or(&made);
    let files = files(id, title, &summary).map(|(inside, text)| (folder.join(inside), text));
    let list = (manifest, text);
    write_all(&files.into_iter().chain([list]).collect::<Vec<_>>())
}

/// Writes the folder of a part with its overview, and its entry at the end of book.toml. Gives the paths that were written.
///
/// # Errors
/// If the id is not kebab-case, the title is not plain text, the part or its folder is there, or a file cannot be written;
/// then nothing is changed.
pub fn new_part(content: &Path, id: &str, title: &str) -> anyhow::Result<Vec<String>> {
    check_id(id)?;
    check_free("part", id)?;
    check_title(title)?;
    let (manifest, folder) = (content.join("book.toml"), content.join(id));
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let parts = read(&text)?.json["parts"].as_array().cloned().unwrap_or_default();
    if folder.exists() || parts.iter().any(|part| part["id"] == id) {
        bail!("the part `{id}` is there already; nothing was changed");
    }
    // `part-11` is Part 11; a part of another name, or whose number is taken, follows the last.
    let taken: Vec<u64> = parts.iter().filter_map(|part| part["number"].as_u64()).collect();
    let own = id.rsplit('-').next().and_then(|number| number.parse::<u32>().ok()).map(u64::from);
    let next = taken.iter().max().map_or(1, |last| last + 1);
    let number = own.filter(|own| !taken.contains(own)).unwrap_or(next);
    let title = quoted(title);
    let entry = format!("\n[[parts]]\nid = \"{id}\"\nnumber = {number}\ntitle = {title}\n");
    let overview = format!(
        "+++\ntitle = {title}\nsummary = {}\n+++\n\nWhat the chapters of this part have in common.\n",
        quoted(&format!("Part {number}: what its chapters have in common."))
    );
    let text = text.trim_end().to_string() + "\n" + &entry;
    // As with a chapter: believe only what reads back.
    let after = read(&text).map(|after| after.json["parts"].as_array().map_or(0, Vec::len)).unwrap_or_default();
    if after != parts.len() + 1 {
        bail!("book.toml is laid out in an unusual way: write each part under a line `[[parts]]`, and try again");
    }
    write_all(&[(folder.join("index.md"), overview), (manifest, text)])
}

/// Holds the id of something new to the rule of ids.
///
/// # Errors
/// If it is not kebab-case.
pub fn check_id(id: &str) -> anyhow::Result<()> {
    id::fault(id).map_or(Ok(()), |fault| bail!("the id {fault}: `vector-clocks`"))
}

fn check_free(kind: &str, id: &str) -> anyhow::Result<()> {
    load::reserved(kind, id).map_or(Ok(()), |fault| bail!("{fault}"))
}

/// Holds a title to what can stand in a heading.
///
/// # Errors
/// If it is empty, of several lines, or holds what `check` would take for a number.
pub fn check_title(title: &str) -> anyhow::Result<()> {
    if title.trim().is_empty() || title.contains(char::is_control) || title.contains("{{") || title.contains("}}") {
        bail!("the title must be a line of plain text, without `{{{{` and `}}}}`: “Vector clocks”");
    }
    Ok(())
}

/// Refuses an id whose scenario or plate would take a name that the book has.
fn check_names(content: &Path, id: &str) -> anyhow::Result<()> {
    let (content, _) = load::load(content)?;
    let names = pages::names(&content);
    for name in [id.to_string(), format!("{id}-plate")] {
        if let Some(at) = names.results.declared(&name) {
            bail!("a chapter `{id}` would name a scenario `{name}`, which is declared in {}", at.line());
        }
        if names.results.is_broken(&name) {
            bail!(
                "a chapter `{id}` would name a scenario `{name}`, which is there and cannot be read: `check` says why"
            );
        }
    }
    Ok(())
}

/// A title made of an id: `vector-clocks` → `Vector clocks`.
fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// book.toml with the chapter in it, and the title and summary that it was planned under. Everything else in the file
/// stays as its author wrote it.
fn enter(text: &str, part: &str, id: &str) -> anyhow::Result<(String, String, String)> {
    let tree = read(text)?;
    let list = |value: &Json, key: &str| value.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let named = |entries: &[Json], id: &str| entries.iter().position(|entry| entry["id"].as_str() == Some(id));
    let parts = list(&tree.json, "parts");
    let Some(part_index) = named(&parts, part) else {
        let known: Vec<&str> = parts.iter().filter_map(|part| part["id"].as_str()).collect();
        bail!("book.toml has no part `{part}`: name one of its own, `--part {}`", known.join("` or `--part "));
    };
    let chapters = list(&parts[part_index], "chapters");
    let mut expected = serde_json::json!({ "id": id });
    let (entry, title, summary) = match named(&chapters, id) {
        Some(index) if chapters[index]["planned"] == true => {
            let path = format!("parts.{part_index}.chapters.{index}");
            // What lists show of it may stay the same.
            if let Some(picture) = chapters[index].get("picture") {
                expected["picture"] = picture.clone();
            }
            let words = |key: &str| chapters[index][key].as_str().unwrap_or_default().to_string();
            (without(text, &tree, &path, &["planned", "title", "summary"]), words("title"), words("summary"))
        }
        Some(_) => bail!("book.toml has a chapter `{id}` already; nothing was changed"),
        None => (appended(text, &tree, part_index, chapters.len(), id), String::new(), String::new()),
    };
    // The file may be laid out in a way that the edit did not foresee: believe only what reads back.
    let after = read(&entry).map(|after| list(&after.json["parts"][part_index], "chapters")).unwrap_or_default();
    if named(&after, id).is_none_or(|index| after[index] != expected) {
        bail!("book.toml is laid out in an unusual way: add `[[parts.chapters]]` with `id = \"{id}\"` by hand");
    }
    Ok((entry, title, summary))
}

fn read(text: &str) -> anyhow::Result<Tree> {
    let source = Source::new("book.toml", "");
    let (tree, mistakes) = Tree::parse(text, Place::fixed(&source, 0));
    match mistakes.first() {
        Some(mistake) => bail!("book.toml cannot be read: {}", mistake.message),
        None => Ok(tree),
    }
}

/// A text without the lines of some keys, each of which has lines of its own.
fn without(text: &str, tree: &Tree, path: &str, keys: &[&str]) -> String {
    let lines = |range: Range<usize>| {
        let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        start..text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline + 1)
    };
    let ranges = keys.iter().filter_map(|key| tree.range(&format!("{path}.{key}"))).map(lines);
    let mut ranges: Vec<Range<usize>> = ranges.collect();
    ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
    ranges.dedup();
    let mut text = text.to_string();
    ranges.into_iter().for_each(|range| text.replace_range(range, ""));
    text
}

/// A text with a new entry after the last chapter of a part, or after the part's own keys.
fn appended(text: &str, tree: &Tree, part: usize, chapters: usize, id: &str) -> String {
    let last = match chapters {
        0 => format!("parts.{part}"),
        count => format!("parts.{part}.chapters.{}", count - 1),
    };
    let keys = CHAPTER_KEYS.iter().chain(PART_KEYS);
    let ends = keys.filter_map(|key| tree.range(&format!("{last}.{}", key.name))).map(|range| range.end);
    let end = ends.max().unwrap_or(text.len());
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let rest = if text[end..].is_empty() { "\n" } else { &text[end..] };
    format!("{}\n\n[[parts.chapters]]\nid = \"{id}\"{rest}", &text[..end])
}

/// A template with a word in the place of each mark, in one pass: a title may look like a mark.
pub fn fill(template: &str, words: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    let next = |rest: &str| words.iter().filter_map(|&(mark, word)| Some((rest.find(mark)?, mark, word))).min();
    while let Some((at, mark, word)) = next(rest) {
        text = text + &rest[..at] + word;
        rest = &rest[at + mark.len()..];
    }
    text + rest
}

/// The files of a chapter that says nothing yet and shows everything once.
fn files(id: &str, title: &str, summary: &str) -> [(String, String); 3] {
    let lab = labs().next().expect("the book has a lab");
    // A number that is nought says nothing, and a family's members depend on the run.
    let measured = Scenario::defaults(lab).report().metrics;
    let telling = measured.iter().find(|metric| metric.value.abs() >= 0.5);
    let metric = telling.map_or("", |metric| metric.name.as_ref());
    let lab = lab.spec;
    let summary =
        if summary.is_empty() { format!("What {title} breaks, and what mends it.") } else { summary.to_string() };
    let (title, summary) = (quoted(title), quoted(&summary));
    let words = [("@id@", id), ("@title@", &title), ("@summary@", &summary), ("@lab@", lab.id), ("@metric@", metric)];
    let fill = |template: &str| fill(template, &words);
    [
        ("chapter.md".into(), fill(include_str!("skeleton/chapter.md"))),
        ("quiz.toml".into(), fill(include_str!("skeleton/quiz.toml"))),
        (format!("scenarios/{id}.toml"), fill(include_str!("skeleton/scenario.toml"))),
    ]
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}
