//! Reads sources as tokens: which module a file is, and which modules its code names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of the program, read.
pub(crate) struct Source {
    /// Where it lies, from the folder that holds `src`.
    pub path: PathBuf,
    /// Which module it is: `[engines, hash_ring, ring]`.
    pub module: Vec<String>,
    /// Its code, without tests.
    pub tokens: Vec<TokenTree>,
}

/// The sources under `src`, but for `lib.rs`, which only names the modules, and files of tests.
pub(crate) fn sources(root: &Path) -> Vec<Source> {
    let files = walkdir::WalkDir::new(root.join("src")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    let is_ours = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("lib.rs")
            && !path.ends_with("tests.rs")
            && !path.strip_prefix(root).is_ok_and(|inside| inside.iter().any(|folder| folder == "tests"))
    };
    files.filter(is_ours).map(|path| read(root, &path)).collect()
}

fn read(root: &Path, path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap();
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let path = path.strip_prefix(root).unwrap();
    Source { path: path.to_path_buf(), module: module_of(path), tokens: without_tests(tokens) }
}

/// `src/engines/hash_ring/ring.rs` → `[engines, hash_ring, ring]`.
fn module_of(path: &Path) -> Vec<String> {
    let parts: Vec<String> = path.iter().skip(1).map(|part| part.to_string_lossy().replace(".rs", "")).collect();
    match parts[0].as_str() {
        "bin" => parts[1..].to_vec(),
        "main" => vec!["cli".into()],
        _ => parts,
    }
}

/// Drops every item behind `#[cfg(test)]`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let is_test = is_punct(Some(&tokens[index]), '#')
            && tokens.get(index + 1).is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]");
        if is_test {
            while !ends_item(&tokens[index]) {
                index += 1;
            }
        } else {
            kept.push(tokens[index].clone());
        }
        index += 1;
    }
    kept
}

/// Whether an item ends here: with its braces, or with a semicolon.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_punct(Some(other), ';'),
    }
}

pub(crate) fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// Every path that a file names, in full from the crate's root: `crate::a::b`, `super::b`, `child::b`, with the members of
/// brace groups.
pub(crate) fn paths(source: &Source, modules: &BTreeSet<Vec<String>>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect(&source.tokens, &source.module, modules, &mut found);
    found
}

fn collect(tokens: &[TokenTree], place: &[String], modules: &BTreeSet<Vec<String>>, found: &mut Vec<Vec<String>>) {
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                collect(&inner, place, modules, found);
            }
            TokenTree::Ident(ident) if !follows_path(tokens, index) => {
                if let Some(root) = root_of(&ident.to_string(), &tokens[index + 1..], place, modules) {
                    follow(&tokens[index + 1..], root, found);
                }
            }
            _ => {}
        }
    }
}

/// The module at which a path that begins with this word starts; nothing if the word begins no path of ours.
fn root_of(word: &str, rest: &[TokenTree], place: &[String], modules: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    // `pub(super)` and `impl Self` name no path.
    if !(is_punct(rest.first(), ':') && is_punct(rest.get(1), ':')) {
        return None;
    }
    match word {
        "crate" | "faultlines" => Some(Vec::new()),
        "self" => Some(place.to_vec()),
        "super" => Some(place[..place.len() - 1].to_vec()),
        child => {
            let mut path = place.to_vec();
            path.push(child.to_string());
            modules.contains(&path).then_some(path)
        }
    }
}

/// Whether the token at `index` is the tail of a longer path, or a field or a method.
fn follows_path(tokens: &[TokenTree], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    let path = is_punct(before, ':') && index > 1 && is_punct(tokens.get(index - 2), ':');
    path || is_punct(before, '.')
}

/// Reads `::a::b` or `::{a::b, c}` behind a root.
fn follow(rest: &[TokenTree], mut path: Vec<String>, found: &mut Vec<Vec<String>>) {
    let mut index = 0;
    while is_punct(rest.get(index), ':') && is_punct(rest.get(index + 1), ':') {
        match rest.get(index + 2) {
            Some(TokenTree::Ident(ident)) if ident == "super" => {
                path.pop();
            }
            Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
            Some(TokenTree::Group(group)) => {
                let members: Vec<TokenTree> = group.stream().into_iter().collect();
                for member in members.split(|token| is_punct(Some(token), ',')) {
                    if let Some(TokenTree::Ident(first)) = member.first() {
                        let mut inner = path.clone();
                        if first != "self" {
                            inner.push(first.to_string());
                        }
                        follow(&member[1..], inner, found);
                    }
                }
                return;
            }
            _ => break,
        }
        index += 3;
    }
    if !path.is_empty() {
        found.push(path);
    }
}
