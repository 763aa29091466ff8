//! Who may import whom, and what the pure modules must not touch. The table is the one in `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// For each top-level module, the other top-level modules that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("engines", &["kernel"]),
    ("scenario", &["registry"]),
    ("quiz", &["registry", "scenario"]),
    ("labs", &["registry", "scenario", "engines", "kernel", "quiz"]),
    ("registry", &["engines", "labs", "kernel"]),
    ("book", &["registry", "scenario", "quiz", "labs"]),
    ("web", &["registry", "labs", "scenario", "quiz"]),
    ("cli", &["book", "registry", "scenario", "quiz"]),
];

/// Names that would make a run depend on more than its input, or print.
const BANNED_NAMES: &[&str] = &[
    "Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
    "StdRng",
    "SmallRng",
    "thread_rng",
    "thread",
    "RandomState",
    "println",
    "print",
    "eprintln",
    "eprint",
    "dbg",
];

/// Methods of floats that differ between native and WASM in their last bits; `libm` has them all.
const BANNED_METHODS: &[&str] = &[
    "ln", "ln_1p", "log", "log2", "log10", "exp", "exp2", "exp_m1", "powf", "powi", "sin", "cos", "tan", "sin_cos",
    "atan2", "atan", "cbrt", "hypot", "sinh", "cosh", "tanh",
];

const PURE: &[&str] = &["kernel", "engines", "scenario", "quiz"];

/// The rules that one file breaks, in words.
fn faults(path: &Path, source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let tokens = without_tests(tokens);
    let place = module_path(path);
    let module = place[0].as_str();
    let (_, allowed) =
        MAY_USE.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("no rule for {module}"));
    let mut uses = Vec::new();
    collect_uses(&tokens, &place, &mut uses);
    let mut faults = Vec::new();
    for used in uses {
        let top = used[0].as_str();
        if top != module && MAY_USE.iter().any(|(name, _)| *name == top) && !allowed.contains(&top) {
            faults.push(format!("{}: {module} may not use {}", path.display(), used.join("::")));
        }
        let between_engines = module == "engines" && top == "engines" && used.len() > 1 && place.len() > 1;
        if between_engines && used[1] != place[1] {
            faults.push(format!("{}: engine {} may not use engine {}", path.display(), place[1], used[1]));
        }
    }
    if PURE.contains(&module) {
        impure(&tokens, &mut |what| faults.push(format!("{}: {what} in {module}", path.display())));
    }
    faults
}

/// `src/engines/hash_ring/points.rs` → `[engines, hash_ring, points]`.
fn module_path(path: &Path) -> Vec<String> {
    let parts = path.iter().map(|part| part.to_string_lossy().replace(".rs", ""));
    let parts: Vec<String> = parts.skip_while(|part| part != "src").skip(1).collect();
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
        let is_hash = matches!(&tokens[index], TokenTree::Punct(punct) if punct.as_char() == '#');
        let is_test =
            is_hash && tokens.get(index + 1).is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]");
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

/// Every module path named, in full: `crate::a::b`, `faultlines::a::b`, `super::b`, with the members of brace groups.
fn collect_uses(tokens: &[TokenTree], place: &[String], uses: &mut Vec<Vec<String>>) {
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                collect_uses(&inner, place, uses);
            }
            TokenTree::Ident(ident) => {
                let root = match ident.to_string().as_str() {
                    "crate" | "faultlines" => Vec::new(),
                    "super" if !follows_path(tokens, index) => place[..place.len() - 1].to_vec(),
                    _ => continue,
                };
                follow(&tokens[index + 1..], root, uses);
            }
            _ => {}
        }
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// Whether the token at `index` is the tail of a longer path.
fn follows_path(tokens: &[TokenTree], index: usize) -> bool {
    index > 0 && is_punct(tokens.get(index - 1), ':')
}

/// Reads `::a::b` or `::{a::b, c}` behind a root.
fn follow(rest: &[TokenTree], mut path: Vec<String>, uses: &mut Vec<Vec<String>>) {
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
                        inner.push(first.to_string());
                        follow(&member[1..], inner, uses);
                    }
                }
                return;
            }
            _ => break,
        }
        index += 3;
    }
    if !path.is_empty() {
        uses.push(path);
    }
}

/// Reports what a pure module must not hold.
fn impure(tokens: &[TokenTree], report: &mut dyn FnMut(String)) {
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                if group.delimiter() == Delimiter::Brace {
                    public_usize(&inner, report);
                }
                impure(&inner, report);
            }
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let called = matches!(tokens.get(index + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                let method = index > 0 && is_punct(tokens.get(index - 1), '.');
                let of_float = index > 2
                    && matches!(&tokens[index - 3], TokenTree::Ident(owner) if owner == "f64" || owner == "f32");
                if BANNED_NAMES.contains(&name.as_str()) {
                    report(format!("`{name}`"));
                }
                if BANNED_METHODS.contains(&name.as_str()) && ((method && called) || of_float) {
                    report(format!("`.{name}()` (use libm)"));
                }
            }
            _ => {}
        }
    }
}

/// Reports public fields that hold a `usize`: their width would differ in WASM.
fn public_usize(tokens: &[TokenTree], report: &mut dyn FnMut(String)) {
    for field in tokens.split(|token| is_punct(Some(token), ',')) {
        let words: Vec<String> = field.iter().map(ToString::to_string).collect();
        let public = words.iter().position(|word| word == "pub");
        let is_field = public.is_some_and(|at| words.get(at + 2).is_some_and(|word| word == ":"));
        if is_field && words.iter().any(|word| word == "usize") {
            report(format!("a public field of `usize` (`{}`)", words.join(" ")));
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("lib.rs"))
        .collect()
}

#[test]
fn every_file_keeps_the_import_table() {
    let files = sources();
    assert!(files.len() > 10, "the sources were not found");
    let faults: Vec<String> = files.iter().flat_map(|path| faults(path, &fs::read_to_string(path).unwrap())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_forbidden_import_is_caught() {
    let seen = |path: &str, source: &str| faults(Path::new(path), source);
    assert_eq!(
        seen("src/engines/ring.rs", "use crate::book::Book;"),
        ["src/engines/ring.rs: engines may not use book::Book"]
    );
    assert_eq!(seen("src/kernel/x.rs", "fn f() { crate::{engines::ring, kernel::time}; }").len(), 1);
    assert_eq!(
        seen("src/engines/ring.rs", "use super::fan_out::X;"),
        ["src/engines/ring.rs: engine ring may not use engine fan_out"]
    );
    assert_eq!(seen("src/engines/ring/points.rs", "use super::super::fan_out::X;").len(), 1);
    assert_eq!(seen("src/engines/ring/points.rs", "use super::jump::X; use crate::kernel::Time;").len(), 0);
    assert_eq!(seen("src/scenario/x.rs", "use crate::kernel::Time;").len(), 1);
    assert_eq!(seen("src/bin/web.rs", "use faultlines::book::Book;").len(), 1);
}

#[test]
fn impurity_is_caught_outside_tests_only() {
    let seen = |source: &str| faults(Path::new("src/engines/ring.rs"), source).len();
    assert_eq!(seen("fn f(x: f64) -> f64 { x.ln() }"), 1);
    assert_eq!(seen("fn f(x: f64) -> f64 { f64::exp(x) }"), 1);
    assert_eq!(seen("fn f(x: f64) -> f64 { libm::log(x).sqrt() }"), 0);
    assert_eq!(seen("use std::collections::HashMap;"), 1);
    assert_eq!(seen("pub struct S { pub count: usize }"), 1);
    assert_eq!(seen("pub struct S { count: usize, pub other: u32 }"), 0);
    assert_eq!(seen("#[cfg(test)] mod tests { use std::time::Instant; }"), 0);
}
