//! The rules: who may use whom, no circles, and what the pure modules must not hold.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::imports::{Source, is_punct, paths};

/// For each top-level module, the other top-level modules that it may use: the table of `src/lib.rs`. A module stands
/// behind all that it may use, so that there can be no circle.
pub(crate) const LAYERS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("parts", &["kernel"]),
    ("engines", &["kernel", "parts"]),
    ("scenario", &["kernel", "engines"]),
    ("quiz", &["kernel", "scenario"]),
    ("grading", &["kernel", "scenario", "quiz"]),
    ("interchange", &["scenario", "quiz"]),
    ("ui", &["kernel", "scenario", "quiz"]),
    ("labs", &["kernel", "parts", "engines", "scenario", "ui"]),
    ("book", &["kernel", "engines", "scenario", "quiz", "grading", "ui", "labs"]),
    ("cli", &["kernel", "engines", "scenario", "quiz", "grading", "interchange", "ui", "labs", "book"]),
    ("grader", &["grading"]),
    ("web", &["kernel", "scenario", "quiz", "ui", "labs"]),
];

/// Modules in which a run must depend on its input only.
const PURE: &[&str] = &["kernel", "parts", "engines", "scenario", "quiz", "grading"];

/// Modules that go into a page's WebAssembly, from which the build takes the forms of values that no reader meets.
const IN_PAGES: &[&str] = &["kernel", "parts", "engines", "scenario", "quiz", "ui", "labs", "web"];

/// The only file above the engines' folders that names engines; above it, nobody names one.
const CATALOG: &str = "catalog";

/// Everything that a program breaks, in words.
pub(crate) fn faults(sources: &[Source]) -> Vec<String> {
    let modules: BTreeSet<Vec<String>> = sources.iter().map(|source| source.module.clone()).collect();
    let mut faults = Vec::new();
    let mut graph = BTreeMap::new();
    for source in sources {
        let uses = paths(source, &modules);
        faults.extend(uses.iter().filter_map(|used| forbidden(source, used)));
        let used: BTreeSet<Vec<String>> = uses.iter().filter_map(|used| owner(used, &modules)).collect();
        graph.insert(source.module.clone(), used);
        if IN_PAGES.contains(&source.module[0].as_str()) {
            unread_formats(&source.tokens, &mut |text| {
                faults.push(format!("{}: a page has no such form of a value: {text}", source.path.display()));
            });
        }
        if PURE.contains(&source.module[0].as_str()) {
            public_usize(&source.tokens, &mut |field| {
                faults.push(format!("{}: a public field of `usize` (`{field}`)", source.path.display()));
            });
        }
    }
    faults.extend(circles(&graph));
    faults
}

/// Reports texts that ask for a value's form for programmers (`{:?}`) or for so many digits (`{:.3}`).
fn unread_formats(tokens: &[TokenTree], report: &mut dyn FnMut(String)) {
    for (place, token) in tokens.iter().enumerate() {
        match token {
            // What stands behind `#` is a remark of the documentation, or another attribute.
            TokenTree::Group(_) if place > 0 && is_punct(tokens.get(place - 1), '#') => {}
            TokenTree::Group(group) => unread_formats(&Vec::from_iter(group.stream()), report),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let holes = text.split('{').skip(1).filter_map(|behind| behind.split_once('}'));
                let mut forms = holes.filter_map(|(hole, _)| hole.split_once(':'));
                if forms.any(|(_, form)| form.contains(['?', '.'])) {
                    report(text);
                }
            }
            _ => {}
        }
    }
}

/// Why a file may not use a path, if it may not.
fn forbidden(source: &Source, used: &[String]) -> Option<String> {
    let place = &source.module;
    let (module, top) = (place[0].as_str(), used[0].as_str());
    let layer = LAYERS.iter().find(|(name, _)| *name == module);
    let Some((_, allowed)) = layer else { return Some(format!("{}: no layer holds it", source.path.display())) };
    let known = LAYERS.iter().any(|(name, _)| *name == top);
    if known && top != module && !allowed.contains(&top) {
        return Some(format!("{}: {module} may not use {}", source.path.display(), used.join("::")));
    }
    if top != "engines" || used.len() < 2 {
        return None;
    }
    let other = used[1].as_str();
    match module {
        "engines" if place.len() > 1 && place[1] != CATALOG && other != place[1] => {
            Some(format!("{}: engine {} may not use {other}", source.path.display(), place[1]))
        }
        "engines" | "labs" => None,
        _ if other != CATALOG => Some(format!("{}: engines only through their catalog", source.path.display())),
        _ => None,
    }
}

/// The file that holds what a path names: the longest module that the path begins with.
fn owner(path: &[String], modules: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    (1..=path.len()).rev().map(|length| &path[..length]).find(|part| modules.contains(*part)).map(<[String]>::to_vec)
}

/// Which module uses which.
type Graph = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

/// Circles between top-level modules, and between the files of one engine.
fn circles(graph: &Graph) -> Vec<String> {
    let mut scopes: BTreeMap<Vec<String>, Graph> = BTreeMap::new();
    for (file, used) in graph {
        for other in used.iter().filter(|other| *other != file) {
            if file[0] != other[0] {
                let tops = scopes.entry(Vec::new()).or_default();
                tops.entry(file[..1].to_vec()).or_default().insert(other[..1].to_vec());
            } else if file[0] == "engines" && file.len() > 1 && other.len() > 1 && file[1] == other[1] {
                let engine = scopes.entry(file[..2].to_vec()).or_default();
                engine.entry(file.clone()).or_default().insert(other.clone());
            }
        }
    }
    scopes.values().filter_map(circle).collect()
}

/// One circle of a graph, if it has any: found by taking away, again and again, what uses nothing that is left.
fn circle(graph: &Graph) -> Option<String> {
    let mut left: BTreeSet<&Vec<String>> = graph.keys().collect();
    loop {
        let goes = left.iter().copied().find(|file| !graph[*file].iter().any(|used| left.contains(used)));
        match goes {
            Some(file) => left.remove(file),
            None => break,
        };
    }
    let mut way = vec![*left.first()?];
    loop {
        let next = graph[way[way.len() - 1]].iter().find(|used| left.contains(used))?;
        if let Some(start) = way.iter().position(|file| *file == next) {
            let mut names: Vec<String> = way[start..].iter().map(|file| file.join("::")).collect();
            // From its first file on, wherever it was entered.
            let first = (0..names.len()).min_by_key(|&place| names[place].clone())?;
            names.rotate_left(first);
            names.push(names[0].clone());
            return Some(format!("a circle: {}", names.join(" → ")));
        }
        way.push(next);
    }
}

/// Reports public fields that hold a `usize`: their width would differ in WASM.
fn public_usize(tokens: &[TokenTree], report: &mut dyn FnMut(String)) {
    for token in tokens {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        if group.delimiter() == Delimiter::Brace {
            for field in inner.split(|token| is_punct(Some(token), ',')) {
                let words: Vec<String> = field.iter().map(ToString::to_string).collect();
                let public = words.iter().position(|word| word == "pub");
                let is_field = public.is_some_and(|at| words.get(at + 2).is_some_and(|word| word == ":"));
                if is_field && words.iter().any(|word| word == "usize") {
                    report(words.join(" "));
                }
            }
        }
        public_usize(&inner, report);
    }
}
