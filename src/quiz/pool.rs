//! (Native.) A question's table → the tables of its variants: the values that it draws filled in, and the keys of its
//! alternatives in place of its own.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::Question;
use super::read::{COMMON_KEYS, Named, Table};
use super::variants::MOST_VARIANTS;
use crate::scenario::Problem;

/// The keys of a question that hold for all of its variants.
const OF_ALL: &[&str] = &["id", "points", "tags", "pool"];

/// The table of one variant.
struct Variant {
    map: Map<String, Json>,
    /// The name of each value that was drawn, and the value.
    drawn: Vec<(String, String)>,
    /// Of an alternative its path, and the keys that are its own.
    own: Option<(String, Vec<String>)>,
}

/// Reads a question with its variants.
pub(super) fn read(table: &mut Table, id: &str, named: Named) -> Option<Question> {
    let variants = variants(table);
    let mut read: Vec<Question> = Vec::new();
    let mut whole = true;
    for variant in &variants {
        let mut problems = Vec::new();
        let mut inside = Table { map: &variant.map, path: table.path.clone(), problems: &mut problems };
        let question = inside.asked(id.to_string(), named);
        for problem in problems {
            tell(table, variant, problem);
        }
        whole &= question.is_some();
        read.extend(question.map(|question| Question { drawn: variant.drawn.clone(), ..question }));
    }
    let mut all = read.into_iter();
    let mut question = all.next().filter(|_| whole)?;
    for other in all {
        let same = question.variants().find(|before| before.prompt == other.prompt && before.kind == other.kind);
        if let Some(same) = same {
            let [one, other] = [&same.drawn, &other.drawn].map(|drawn| values(drawn));
            table.problem("", format!("two variants ask the same, one with [{one}] and one with [{other}]"));
        }
        if other.kind.scored() != question.kind.scored() {
            table.problem("pool", "of the variants of a question all are scored, or none is");
        }
        question.others.push(other);
    }
    question.take_hashes();
    Some(question)
}

/// Values that were drawn, for people: `nodes = 5, keys = 100`; empty where nothing is.
pub fn values(drawn: &[(String, String)]) -> String {
    let each: Vec<String> = drawn.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    each.join(", ")
}

/// Whether a key is one of an alternative with these keys: where it is of a kind of its own, all of that kind are.
fn is_own(keys: &[String], key: &str) -> bool {
    let has = |name: &str| keys.iter().any(|own| own == name);
    has(key) || has("kind") && !COMMON_KEYS.iter().any(|common| common.name == key)
}

/// Reports what is wrong with a variant where the file has it, once for all variants.
fn tell(table: &mut Table, variant: &Variant, mut problem: Problem) {
    if let Some((path, keys)) = &variant.own
        && let Some(rest) = problem.path.strip_prefix(&format!("{}.", table.path))
        && is_own(keys, rest.split('.').next().unwrap_or_default())
    {
        problem.path = format!("{path}.{rest}");
    }
    if table.problems.iter().any(|told| told.path == problem.path && told.message.starts_with(&problem.message)) {
        return;
    }
    if !variant.drawn.is_empty() {
        problem.message += &format!(" (with {})", values(&variant.drawn));
    }
    table.problems.push(problem);
}

/// The tables of the variants: one at least.
fn variants(table: &mut Table) -> Vec<Variant> {
    let base: Map<String, Json> = without(table.map, &["pool"]);
    let mut tables = vec![(base.clone(), None)];
    for (own, path) in table.entries("pool") {
        let mut entry = table.inside((own, path.clone()));
        for key in OF_ALL.iter().filter(|key| own.contains_key(**key)) {
            entry.problem(key, format!("`{key}` holds for all variants: it stands in the question"));
        }
        // Another kind has other keys.
        let common = |key: &&String| COMMON_KEYS.iter().any(|known| known.name == key.as_str());
        let kept = base.iter().filter(|(key, _)| !own.contains_key("kind") || common(key));
        let mut map: Map<String, Json> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        map.extend(without(own, OF_ALL));
        tables.push((map, Some((path, own.keys().cloned().collect()))));
    }
    let mut variants = Vec::new();
    for (map, own) in tables {
        let at = own.as_ref().map_or_else(|| table.path.clone(), |(path, _): &(String, _)| path.clone());
        for drawn in draws(table, &map, &at) {
            let filled =
                map.iter().filter(|(key, _)| *key != "draw").map(|(key, value)| (key.clone(), fill(value, &drawn)));
            let shown = drawn.iter().map(|(name, value)| (name.clone(), text(value))).collect();
            variants.push(Variant { map: filled.collect(), drawn: shown, own: own.clone() });
        }
    }
    if variants.len() > MOST_VARIANTS {
        table.problem("", format!("{} variants; a question has at most {MOST_VARIANTS}", variants.len()));
        variants.truncate(1);
    }
    variants
}

fn without(map: &Map<String, Json>, keys: &[&str]) -> Map<String, Json> {
    map.iter()
        .filter(|(key, _)| !keys.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Every choice of one value for each name in `draw`, the values of the last name changing first.
fn draws(table: &mut Table, map: &Map<String, Json>, at: &str) -> Vec<BTreeMap<String, Json>> {
    let mut all = vec![BTreeMap::new()];
    let Some(draw) = map.get("draw") else { return all };
    let path = format!("{at}.draw");
    let Some(draw) = draw.as_object() else {
        table.problems.push(Problem::new(path, "`draw` must be a table with a list of values for each name"));
        return all;
    };
    for (name, list) in draw {
        let is_value = |value: &Json| value.is_number() || value.is_string();
        let list = list.as_array().filter(|list| !list.is_empty() && list.iter().all(is_value));
        let Some(list) = list else {
            let message = format!("`{name}` must be a list of the numbers or texts that are drawn");
            table.problems.push(Problem::new(format!("{path}.{name}"), message));
            continue;
        };
        if all.len() * list.len() > MOST_VARIANTS {
            let message = format!("more than {MOST_VARIANTS} variants, which is the most that a question has");
            table.problems.push(Problem::new(format!("{path}.{name}"), message));
            return vec![BTreeMap::new()];
        }
        let with = |drawn: &BTreeMap<String, Json>, value: &Json| {
            let mut drawn = drawn.clone();
            drawn.insert(name.clone(), value.clone());
            drawn
        };
        all = all.iter().flat_map(|drawn| list.iter().map(move |value| with(drawn, value))).collect();
    }
    all
}

/// A value of the file with what was drawn in place of `{{name}}`: the value itself where nothing else stands in the text.
fn fill(value: &Json, drawn: &BTreeMap<String, Json>) -> Json {
    match value {
        Json::String(written) => {
            let hole = |name: &str| format!("{{{{{name}}}}}");
            if let Some((_, whole)) = drawn.iter().find(|(name, _)| hole(name) == *written) {
                return whole.clone();
            }
            drawn.iter().fold(written.clone(), |filled, (name, value)| filled.replace(&hole(name), &text(value))).into()
        }
        Json::Array(list) => list.iter().map(|value| fill(value, drawn)).collect(),
        Json::Object(map) => map.iter().map(|(key, value)| (key.clone(), fill(value, drawn))).collect(),
        other => other.clone(),
    }
}

/// A drawn value as texts show it.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}
