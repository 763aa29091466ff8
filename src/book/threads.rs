//! What ties the chapters of a part together: the part's `map.toml` names conditions, villains and pairs, and the front
//! matter of each chapter says which of them it meets, so a new chapter is on the map by itself.

use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Place, Source};
use super::load::Part;
use super::parse::Document;
use super::render::Link;
use super::results::Results;
use super::template::map::{Cause, Map, Met, Pair, Topic};
use super::tree::Tree;
use crate::scenario::Problem;
use crate::scenario::keys::{Key, Takes};

/// The keys of a part's `map.toml`.
pub const MAP_KEYS: &[Key] = &[
    Key::new("axes", Takes::Tables, "The conditions under which the part’s failures appear."),
    Key::new("villains", Takes::Tables, "The causes that return from chapter to chapter."),
    Key::new("pairs", Takes::Tables, "Two topics each, and what becomes of them together."),
];

/// The keys of an entry of `[[axes]]` and of `[[villains]]` there.
pub const CAUSE_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "What chapters call it.").required(),
    Key::new("name", Takes::Text, "What readers call it.").required(),
    Key::new("text", Takes::Text, "What it is, in one or two sentences.").required(),
];

/// The keys of an entry of `[[pairs]]`.
pub const PAIR_KEYS: &[Key] = &[
    Key::new("topics", Takes::Texts, "The ids of the two chapters; they may be planned.").required(),
    Key::new("title", Takes::Text, "What becomes of the two, in a few words.").required(),
    Key::new("text", Takes::Text, "How each makes the other worse.").required(),
    Key::new("remedy", Takes::Text, "What keeps them apart.").required(),
    Key::new("section", Takes::Text, "The anchor on the overview where it can be run."),
];

/// The keys of an entry of `[[villains]]` in the front matter of a chapter.
pub const MET_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "The villain’s id in the part’s `map.toml`.").required(),
    Key::new("says", Takes::Text, "What it does in this chapter: a sentence.").required(),
    Key::new("section", Takes::Text, "The anchor in this chapter where it is met.").required(),
];

/// A chapter of the part or a further page of one: its number, and its text where it is written.
pub struct Chapter<'a> {
    /// Its folder; of a further page `CHAPTER/PAGE`.
    pub id: &'a str,
    /// As printed: `10.1`.
    pub number: String,
    /// The title of one that is still to come.
    pub title: &'a str,
    /// Its front matter, unless it is still to come.
    pub document: Option<&'a Document<'a>>,
}

/// What was read, and the links that are still to be checked, as links of the overview.
pub type Read = (Option<Map>, Vec<Link>, Vec<Diagnostic>);

/// Reads what ties a part together; nothing if it has no `map.toml`.
pub fn read(part: &Part, chapters: &[Chapter<'_>], results: &Results) -> Read {
    let Some(source) = part.map.as_ref().filter(|source| !source.is_missing()) else {
        return (None, Vec::new(), Vec::new());
    };
    let place = Place::exact(source, 0);
    let (tree, mut mistakes) = Tree::parse(&source.text, place);
    let mut reader = Reader { results, tree: &tree, problems: Vec::new() };
    reader.problems.extend(tree.held("", MAP_KEYS));
    let (axes, villains) = (reader.causes("axes"), reader.causes("villains"));
    let mut map = Map { axes, villains, ..Map::default() };
    let ids: Vec<&str> = chapters.iter().map(|chapter| chapter.id).filter(|id| !id.contains('/')).collect();
    let (pairs, mut links) = reader.pairs(&ids, source);
    map.pairs = pairs;
    mistakes.extend(tree.diagnostics(reader.problems, place));
    for chapter in chapters {
        let (topic, found, wrong) = topic(chapter, &map, results);
        match map.topics.last_mut().filter(|_| chapter.id.contains('/')) {
            // A further page adds what it meets to its chapter's topic.
            Some(of) => of.met.extend(topic.met),
            None => map.topics.push(topic),
        }
        links.extend(found);
        mistakes.extend(wrong);
    }
    (Some(map), links, mistakes)
}

/// What a chapter says of itself.
fn topic(chapter: &Chapter<'_>, map: &Map, results: &Results) -> (Topic, Vec<Link>, Vec<Diagnostic>) {
    let (id, number) = (chapter.id.to_string(), chapter.number.clone());
    let Some(document) = chapter.document else {
        return (Topic { id, number, title: chapter.title.into(), ..Topic::default() }, Vec::new(), Vec::new());
    };
    let (tree, place) = document.front_matter();
    let mut reader = Reader { results, tree, problems: Vec::new() };
    let title = reader.text("title");
    let axes = reader.places("axes", "condition", &map.axes);
    let (mut met, mut links) = (Vec::new(), Vec::new());
    for path in reader.entries("villains", MET_KEYS) {
        let villain = reader.place(&format!("{path}.id"), "villain", &map.villains);
        let [says, section] = ["says", "section"].map(|key| reader.text(&format!("{path}.{key}")));
        let Some(villain) = villain else { continue };
        let at = place.position(tree.offset(&format!("{path}.section")));
        let href = format!("{id}/index.html#{section}");
        links.push(Link { href: href.clone(), at });
        met.push(Met { villain, says, at: href });
    }
    let topic = Topic { id, number, title, is_written: true, axes, met };
    (topic, links, tree.diagnostics(reader.problems, place))
}

struct Reader<'a> {
    results: &'a Results,
    tree: &'a Tree,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn texts(&self, path: &str) -> Vec<String> {
        let texts = self.tree.value(path).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        texts.map(str::to_string).collect()
    }

    /// A text with its numbers written out; empty if it is not there, which the keys have told.
    fn text(&mut self, path: &str) -> String {
        let (text, problems) = self.results.plain(self.tree.text(path));
        self.problems.extend(problems.into_iter().map(|problem| problem.under(path)));
        text
    }

    /// The path of each table of a list, held to its keys.
    fn entries(&mut self, list: &str, known: &[Key]) -> Vec<String> {
        let count = self.tree.value(list).and_then(Json::as_array).map_or(0, Vec::len);
        let paths: Vec<String> = (0..count).map(|index| format!("{list}.{index}")).collect();
        self.problems.extend(paths.iter().flat_map(|path| self.tree.held(path, known)));
        paths
    }

    fn causes(&mut self, list: &str) -> Vec<Cause> {
        let paths = self.entries(list, CAUSE_KEYS).into_iter();
        paths
            .map(|path| {
                let [id, name, text] = ["id", "name", "text"].map(|key| self.text(&format!("{path}.{key}")));
                Cause { id, name, text }
            })
            .collect()
    }

    /// Which of the causes the text at a path names.
    fn place(&mut self, path: &str, what: &str, known: &[Cause]) -> Option<usize> {
        let given = self.text(path);
        let found = known.iter().position(|cause| cause.id == given);
        if found.is_none() {
            let known = known.iter().map(|cause| cause.id.as_str());
            self.problems.push(Problem::unknown(path, what, &given, known));
        }
        found
    }

    fn places(&mut self, list: &str, what: &str, known: &[Cause]) -> Vec<usize> {
        let count = self.texts(list).len();
        (0..count).filter_map(|index| self.place(&format!("{list}.{index}"), what, known)).collect()
    }

    fn pairs(&mut self, ids: &[&str], source: &Source) -> (Vec<Pair>, Vec<Link>) {
        let (mut pairs, mut links) = (Vec::new(), Vec::new());
        for path in self.entries("pairs", PAIR_KEYS) {
            let topics = self.topics(&format!("{path}.topics"), ids);
            let [title, text, remedy, section] =
                ["title", "text", "remedy", "section"].map(|key| self.text(&format!("{path}.{key}")));
            if !section.is_empty() {
                let at = source.position(self.tree.offset(&format!("{path}.section")));
                links.push(Link { href: format!("#{section}"), at });
            }
            pairs.extend(topics.map(|topics| Pair { topics, title, text, remedy, section }));
        }
        (pairs, links)
    }

    /// The two chapters of a pair, the earlier first.
    fn topics(&mut self, path: &str, ids: &[&str]) -> Option<[usize; 2]> {
        let given = self.texts(path);
        let mut found = Vec::new();
        for name in &given {
            match ids.iter().position(|id| id == name) {
                Some(place) => found.push(place),
                None => self.problems.push(Problem::unknown(path, "chapter", name, ids.iter().copied())),
            }
        }
        found.sort_unstable();
        match found[..] {
            [first, second] if first != second => Some([first, second]),
            _ if found.len() < given.len() => None,
            _ => {
                self.problems.push(Problem::new(path, "a pair is of two chapters"));
                None
            }
        }
    }
}
