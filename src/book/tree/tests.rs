//! Where values stand, and which mistakes are told.

use super::*;
use crate::book::diagnostic::Source;

fn parse(text: &str) -> (Tree, Vec<Diagnostic>) {
    let source = Source::new("x.toml", text);
    Tree::parse(text, Place::exact(&source, 0))
}

#[test]
fn every_path_knows_its_place() {
    let text = "a = 1\n[params]\nnodes = 0x10\n[[actions]]\ndo = \"join\"\n[[actions]]\ndo = \"leave\"\n";
    let (tree, mistakes) = parse(text);
    assert_eq!(mistakes, []);
    assert_eq!(tree.json["params"]["nodes"], 16);
    assert_eq!(&text[tree.offset("params.nodes")..][..5], "nodes");
    assert_eq!(&text[tree.offset("actions.1.do")..][..12], "do = \"leave\"");
    assert_eq!(tree.offset("params.nodes.missing"), tree.offset("params.nodes"));
}

#[test]
fn all_syntax_errors_are_reported_at_once() {
    let (_, mistakes) = parse("a = \nb = 1\nc = [\n");
    let lines: BTreeSet<u32> = mistakes.iter().map(|mistake| mistake.at.line).collect();
    assert!(lines.contains(&1) && lines.contains(&3), "{mistakes:?}");
}

#[test]
fn what_is_not_closed_is_one_error_where_it_opens() {
    let said = |text: &str| parse(text).1.iter().map(ToString::to_string).collect::<Vec<_>>();
    let array = |line| [format!("x.toml:{line}:1: this is not valid TOML: unclosed array, expected `]`")];
    assert_eq!(said("a = 1\nc = [\"x\"\nb = 2\nd = \"e\"\n[params]\nk = 2\n[[predict.options]]\nf = 1\n"), array(2));
    assert_eq!(said("controls = [\"a\",\n\n[params]\nfan_out = 1\n"), array(1));
    assert_eq!(said("c = [1, 2\n"), array(1));
    assert_eq!(said("a = 1\nc = [\n  { x = 1 },\n  { y = 2\n]\n[p]\nz = 1\n").len(), 1);
    assert_eq!(
        said("p = { a = 1\nb = 2\n[x]\nz=1\n"),
        ["x.toml:1:1: this is not valid TOML: unclosed inline table, expected `}`"]
    );
    assert_eq!(said("a = \"x\nc = [1, 2\n").len(), 2, "what is wrong before it is told too");
}

#[test]
fn a_key_that_is_misspelt_is_not_missing_too() {
    let (tree, _) = parse("titel = 1\n[[q]]\nprmpt = \"\"\nid = 2\n");
    let source = Source::new("x.toml", "titel = 1\n[[q]]\nprmpt = \"\"\nid = 2\n");
    let unknown = |path: &str, key: &str, known: &'static str| Problem::unknown(path, "key", key, [known].into_iter());
    let problems = vec![
        unknown("titel", "titel", "title"),
        Problem::new("title", "missing"),
        unknown("q.0.prmpt", "prmpt", "prompt"),
        Problem::new("q.0.prompt", "missing"),
        Problem::new("prompt", "missing"),
        Problem::second("q.0.id", "titel", "a second"),
    ];
    let said: Vec<String> =
        tree.diagnostics(problems, Place::exact(&source, 0)).iter().map(ToString::to_string).collect();
    let expected = [
        "x.toml:1:1: unknown key `titel` (did you mean `title`?)",
        "x.toml:3:1: unknown key `prmpt` (did you mean `prompt`?)",
        "x.toml:1:1: missing",
        "x.toml:4:1: a second (the first is in x.toml:1)",
    ];
    assert_eq!(said, expected);
}
