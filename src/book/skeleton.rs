//! The skeleton of a new chapter, and its line in book.toml.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::Value as Json;

use super::diagnostic::{Place, Source};
use super::tree::Tree;
use crate::engines::catalog::labs;
use crate::scenario::Scenario;

/// Writes the folder of a chapter that builds and passes the check, and puts it into book.toml: in the place of its
/// planned entry, or at the end of its part. Without a `title` it has the planned one, or one made of its id. Gives the paths that were written.
///
/// # Errors
/// If the id is not kebab-case, the chapter or its folder exists, or the part does not; then nothing is written.
pub fn new_chapter(content: &Path, part: &str, id: &str, title: Option<&str>) -> anyhow::Result<Vec<String>> {
    kebab(id)?;
    let manifest = content.join("book.toml");
    let folder = content.join(part).join(id);
    if folder.exists() {
        bail!("{} is there already; nothing was changed", folder.display());
    }
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let (text, planned, summary) = enter(&text, part, id)?;
    let made = title_of(id);
    let title = title.or(Some(planned.as_str()).filter(|planned| !planned.is_empty())).unwrap_or(&made);
    let mut written = vec![manifest.display().to_string()];
    for (inside, file) in files(id, title, &summary) {
        let path = folder.join(inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&path, file).with_context(|| format!("cannot write {}", path.display()))?;
        written.push(path.display().to_string());
    }
    fs::write(&manifest, text).with_context(|| format!("cannot write {}", manifest.display()))?;
    Ok(written)
}

/// Writes the folder of a part with its overview, and its entry at the end of book.toml. Gives the paths that were written.
///
/// # Errors
/// If the id is not kebab-case, or the part or its folder is there; then nothing is written.
pub fn new_part(content: &Path, id: &str, title: &str) -> anyhow::Result<Vec<String>> {
    kebab(id)?;
    let (manifest, folder) = (content.join("book.toml"), content.join(id));
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let parts = read(&text)?.json["parts"].as_array().cloned().unwrap_or_default();
    if folder.exists() || parts.iter().any(|part| part["id"] == id) {
        bail!("the part `{id}` is there already; nothing was changed");
    }
    // `part-11` is Part 11; a part of another name follows the last.
    let own = id.rsplit('-').next().and_then(|number| number.parse().ok());
    let last = parts.iter().filter_map(|part| part["number"].as_u64()).max().unwrap_or(0);
    let number: u64 = own.unwrap_or(last + 1);
    let title = quoted(title);
    let entry = format!("\n[[parts]]\nid = \"{id}\"\nnumber = {number}\ntitle = {title}\n");
    let overview = format!(
        "+++\ntitle = {title}\nsummary = {}\n+++\n\nWhat the chapters of this part have in common.\n",
        quoted(&format!("Part {number}: what its chapters have in common."))
    );
    let index = folder.join("index.md");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(&index, overview).with_context(|| format!("cannot write {}", index.display()))?;
    fs::write(&manifest, text.trim_end().to_string() + "\n" + &entry)
        .with_context(|| format!("cannot write {}", manifest.display()))?;
    Ok(vec![manifest.display().to_string(), index.display().to_string()])
}

fn kebab(id: &str) -> anyhow::Result<()> {
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        bail!("the id `{id}` must be of a–z, 0–9 and `-`: it is a folder's name and stands in addresses");
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
    let Some(part_index) = named(&parts, part) else { bail!("book.toml has no part `{part}`") };
    let chapters = list(&parts[part_index], "chapters");
    let (entry, title, summary) = match named(&chapters, id) {
        Some(index) if chapters[index]["planned"] == true => {
            let path = format!("parts.{part_index}.chapters.{index}");
            let words = |key: &str| chapters[index][key].as_str().unwrap_or_default().to_string();
            (without(text, &tree, &path, &["planned", "title", "summary"]), words("title"), words("summary"))
        }
        Some(_) => bail!("book.toml has a chapter `{id}` already; nothing was changed"),
        None => (appended(text, &tree, part_index, chapters.len(), id), String::new(), String::new()),
    };
    // The file may be laid out in a way that the edit did not foresee: believe only what reads back.
    let after = read(&entry)?;
    let chapters = list(&after.json["parts"][part_index], "chapters");
    if named(&chapters, id).is_none_or(|index| chapters[index] != serde_json::json!({ "id": id })) {
        bail!("book.toml is laid out in an unusual way: add `[[parts.chapters]]` with `id = \"{id}\"` by hand");
    }
    Ok((entry, title, summary))
}

fn read(text: &str) -> anyhow::Result<Tree> {
    let source = Source { path: "book.toml".into(), text: String::new() };
    let (tree, mistakes) = Tree::parse(text, Place::fixed(&source, 0));
    match mistakes.first() {
        Some(mistake) => bail!("book.toml cannot be read: {}", mistake.message),
        None => Ok(tree),
    }
}

/// A text without the lines of some keys.
fn without(text: &str, tree: &Tree, path: &str, keys: &[&str]) -> String {
    let mut ranges: Vec<_> = keys.iter().filter_map(|key| tree.range(&format!("{path}.{key}"))).collect();
    ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
    let mut text = text.to_string();
    for range in ranges {
        let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline + 1);
        let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        text.replace_range(start..end, "");
    }
    text
}

/// A text with a new entry after the last chapter of a part, or after the part's own keys.
fn appended(text: &str, tree: &Tree, part: usize, chapters: usize, id: &str) -> String {
    let last = match chapters {
        0 => format!("parts.{part}"),
        count => format!("parts.{part}.chapters.{}", count - 1),
    };
    let keys = ["id", "number", "title", "planned", "summary"];
    let ends = keys.iter().filter_map(|key| tree.range(&format!("{last}.{key}"))).map(|range| range.end);
    let end = ends.max().unwrap_or(text.len());
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let rest = if text[end..].is_empty() { "\n" } else { &text[end..] };
    format!("{}\n\n[[parts.chapters]]\nid = \"{id}\"{rest}", &text[..end])
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
    let fill = |template: &str| {
        let words =
            [("@id@", id), ("@title@", &title), ("@summary@", &summary), ("@lab@", lab.id), ("@metric@", metric)];
        words.iter().fold(template.to_string(), |text, (mark, word)| text.replace(mark, word))
    };
    [
        ("chapter.md".into(), fill(include_str!("skeleton/chapter.md"))),
        ("quiz.toml".into(), fill(include_str!("skeleton/quiz.toml"))),
        (format!("scenarios/{id}.toml"), fill(include_str!("skeleton/scenario.toml"))),
    ]
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}
