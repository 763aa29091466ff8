//! A book without a mistake is given one at a time: the check tells each once, where it stands, and nothing that only follows.

mod cascades;
mod files;
mod further;
mod glossary;
mod hints;
mod layout;
mod links;
mod records;
mod silent;
mod sound;
mod values;

use std::fs;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;

use crate::folder::copy;
use crate::pages::FIXTURE;

pub(crate) const CHAPTER: &str = "part-1/first/chapter.md";
const OTHER: &str = "part-1/second/chapter.md";
const QUIZ: &str = "part-1/first/quiz.toml";
const SCENARIO: &str = "part-1/first/scenarios/tail-10.toml";

/// What the check says of the small book after a change, without the path of its folder.
fn said(change: impl FnOnce(&Path)) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    change(folder.path());
    let (_, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    let prefix = format!("{}/", folder.path().display());
    mistakes.iter().map(|mistake| mistake.to_string().replace(&prefix, "")).collect()
}

fn replace(folder: &Path, file: &str, before: &str, after: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.contains(before), "{file} has no {before}");
    fs::write(path, text.replacen(before, after, 1)).expect("written");
}

pub(crate) fn append(folder: &Path, file: &str, more: &str) {
    let text = fs::read_to_string(folder.join(file)).expect("the file");
    fs::write(folder.join(file), text + more).expect("written");
}

/// A change of a file and the one line that is said of it.
fn once(file: &str, before: &str, after: &str, expected: &str) {
    assert_eq!(said(|folder| replace(folder, file, before, after)), [expected], "{before} → {after}");
}

/// What is added to the end of a file and the one line that is said of it.
fn once_more(file: &str, more: &str, expected: &str) {
    let lines = said(|folder| append(folder, file, more));
    assert_eq!(lines, [expected], "{}", more.chars().take(80).collect::<String>());
}

/// The first chapter's page with more text at its end, in which nothing is wrong.
fn page(more: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    append(folder.path(), CHAPTER, more);
    let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    assert_eq!(mistakes, [], "{more}");
    book.pages.into_iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page").1
}

#[test]
fn a_broken_scenario_is_told_in_its_file_and_not_at_what_names_it() {
    let at = |line: u32, said: &str| format!("{SCENARIO}:{line}:1: {said}");
    let range = at(5, "`fan_out` must be 1 to 2000 leaves, not 5000");
    once(SCENARIO, "fan_out = 10", "fan_out = 5000", &range);
    once(SCENARIO, "fan_out = 10", "fan_out = \"10\"", &at(5, "`fan_out` must be a number without quotes"));
    once(SCENARIO, "fan_out = 10", "fan_uot = 10", &at(5, "unknown parameter `fan_uot` (did you mean `fan_out`?)"));
    let whole = at(5, "`fan_out` must be a whole number from 1 to 2000 leaves, not 10.5");
    once(SCENARIO, "fan_out = 10", "fan_out = 10.5", &whole);
    once(SCENARIO, "\"fan-out\"", "\"fan\"", &at(1, "unknown lab `fan` (did you mean `fan-out`?)"));
    once(SCENARIO, "\"fan-out\"", "5", &at(1, "`lab` must be text in quotes"));
    let missing = at(1, "no lab is named (`lab = \"hash-ring\"`, say; `faultlines run --list` names them all)");
    once(SCENARIO, "lab = \"fan-out\"", "", &missing);
    once(
        SCENARIO,
        "seed = 7",
        "seed = 7\nactions = 5",
        &at(3, "actions must be a list of `{ at_ms, do, target, value }`"),
    );
    once(
        SCENARIO,
        "[params]\nfan_out = 10\nrequests = 300",
        "params = 5",
        &at(4, "parameters must be a table of `name = value`"),
    );
    let syntax = format!("{SCENARIO}:4:8: this is not valid TOML: unclosed table, expected `]`");
    once(SCENARIO, "[params]", "[params", &syntax);
    let lines = said(|folder| fs::write(folder.join(SCENARIO), b"lab = \"fan-out\xff\"").expect("written"));
    assert_eq!(lines, [format!("{SCENARIO}:1:15: this file is not UTF-8 (save it as UTF-8)")]);
}

#[test]
fn one_mistake_in_a_fence_is_told_once() {
    let at = |line: u32, said: &str| format!("{CHAPTER}:{line}:1: {said}");
    once(CHAPTER, "lab fan-out", "lab fanout", &at(52, "unknown lab `fanout` (did you mean `fan-out`?)"));
    let none =
        at(52, "no lab is named (open the fence with `lab hash-ring`, say; `faultlines run --list` names them all)");
    once(CHAPTER, "```lab fan-out", "```lab", &none);
    let inside = at(53, "the lab stands after the word `lab` that opens the fence");
    once(CHAPTER, "```lab fan-out", "```lab\nlab = \"fan-out\"", &inside);
    let other = "the scenario `tail-10` is of the lab `fan-out`, and this fence of `hash-ring` \
                 (open the fence with `lab fan-out`, or start from another scenario)";
    let lines = said(|folder| {
        replace(folder, CHAPTER, "lab fan-out", "lab hash-ring");
        replace(
            folder,
            CHAPTER,
            "controls = [\"fan_out\"]\n\n[params]\nrequests = 200\n\n[compare]\nhedge = \"percentile\"",
            "",
        );
        replace(folder, OTHER, "{{ten.root_latency_ms_p99|0}}", "9");
    });
    assert_eq!(lines, [at(56, other)]);
    once(
        CHAPTER,
        "controls = [\"fan_out\"]",
        "controls = [\"fan_out\"",
        &at(57, "this is not valid TOML: unclosed array, expected `]`"),
    );
    let twice = format!("{CHAPTER}:57:24: the control `fan_out` stands here twice (the first is in {CHAPTER}:57)");
    once(CHAPTER, "controls = [\"fan_out\"]", "controls = [\"fan_out\", \"fan_out\"]", &twice);
    once(CHAPTER, "caption = \"The", "captoin = \"The", &at(55, "unknown key `captoin` (did you mean `caption`?)"));
    once(CHAPTER, "caption = \"The slowest", "caption = \"\" # ", &at(55, "a lab needs `caption = \"…\"`"));
    for (value, expected) in [("5", "`id` must be text in quotes"), ("\"\"", "a lab needs `id = \"…\"`")] {
        once(CHAPTER, "id = \"ten\"", &format!("id = {value}"), &at(53, expected));
    }
    for ms in ["0", "100"] {
        let lines =
            said(|folder| replace(folder, CHAPTER, "caption = \"The", &format!("start_ms = {ms}\ncaption = \"The")));
        assert_eq!(lines, [""; 0]);
    }
    let late = said(|folder| replace(folder, CHAPTER, "caption = \"The", "start_ms = 1e6\ncaption = \"The"));
    assert!(late.len() == 1 && late[0].starts_with(&at(55, "this run ends after ")), "{late:?}");
    let again = "\n```lab fan-out\nid = \"ten\"\ntitle = \"Again\"\ncaption = \"Again.\"\n```\n";
    let taken = format!("{CHAPTER}:80:1: the name `ten` is taken (it is declared in {CHAPTER}:53)");
    once_more(CHAPTER, again, &taken);
    let aside = "\n````aside\n```lab fan-out\nid = \"eleven\"\n```\n````\n";
    once_more(CHAPTER, aside, &at(80, "a lab cannot stand in an aside, a timeline or a quiz (put it between them)"));
}

#[test]
fn a_prediction_is_measured_only_if_nothing_else_is_wrong_with_it() {
    let predict = |keys: &str| {
        let more = format!(
            "hedge = \"percentile\"\n\n[predict]\nquestion = \"How slow?\"\nmetric = \"slow_root_fraction\"\n{keys}"
        );
        said(|folder| replace(folder, CHAPTER, "hedge = \"percentile\"", &more))
    };
    let at = |line: u32, said: &str| [format!("{CHAPTER}:{line}:1: {said}")];
    assert_eq!(predict("max = 1"), [""; 0]);
    assert_eq!(predict("max = -1"), at(68, "`max` must be above 0: a reader gives a number from 0 to `max`"));
    assert_eq!(predict("max = \"1\""), at(68, "`max` must be a number without quotes"));
    assert_eq!(predict("scale = 0"), at(68, "`scale` must not be 0: it would make every outcome 0"));
    assert_eq!(predict("options = []"), at(68, "a prediction by choice needs at least two `[[predict.options]]`"));
    let lines = predict("options = [{ label = \"Never\", to = -1 }, { label = \"Always\", from = 5, to = 5 }]");
    assert_eq!(lines, [format!("{CHAPTER}:68:62: no outcome is in this range: `from` must be below `to`")]);
}

#[test]
fn a_prediction_is_of_what_its_run_measures() {
    for (metric, is_measured) in [("load_node_9", true), ("load_node_99", false), ("load_node_*", false)] {
        let plate = format!(
            "\n```lab hash-ring\nid = \"nine\"\ntitle = \"Nine\"\ncaption = \"Nine.\"\n\n[predict]\n\
             question = \"How many keys?\"\nmax = 1e6\nmetric = \"{metric}\"\n```\n"
        );
        let lines = said(|folder| append(folder, CHAPTER, &plate));
        assert_eq!(lines.is_empty(), is_measured, "{lines:?}");
        let told = |line: &String| line.contains(&format!(":87:1: unknown metric `{metric}`"));
        assert!(lines.len() < 2 && lines.iter().all(told), "{lines:?}");
    }
}

#[test]
fn one_mistake_in_a_quiz_is_told_once() {
    once(QUIZ, "correct = true", "correct = \"true\"", &format!("{QUIZ}:12:1: `correct` must be true or false"));
    once(
        QUIZ,
        "correct = true",
        "corect = true",
        &format!("{QUIZ}:12:1: unknown key `corect` (did you mean `correct`?)"),
    );
    once(QUIZ, "prompt =", "prmpt =", &format!("{QUIZ}:6:1: unknown key `prmpt` (did you mean `prompt`?)"));
    let second =
        format!("{QUIZ}:16:1: a second option of this question has the id `slowest` (the first is in {QUIZ}:10)");
    once(QUIZ, "id = \"mean\"", "id = \"slowest\"", &second);
}

#[test]
fn one_mistake_in_a_text_is_told_once() {
    let at = |line: u32, column: u32, said: &str| format!("{CHAPTER}:{line}:{column}: {said}");
    once(CHAPTER, "summary = \"Every", "sumary = \"Every", &at(4, 1, "unknown key `sumary` (did you mean `summary`?)"));
    let unclosed = "`{{` is not closed on its line (write `{{scenario.metric}}`; in `code` braces stay)";
    once(CHAPTER, "summary = \"Every", "summary = \"{{Every", &at(4, 1, unclosed));
    once(
        CHAPTER,
        "summary = \"",
        "summary = ",
        &at(4, 11, "this is not valid TOML: string values must be quoted, expected literal string"),
    );
    once_more(
        CHAPTER,
        "\nA note[^on].\n\n[^one]: It is defined.\n",
        &at(79, 7, "unknown note `on` (did you mean `one`?)"),
    );
    once_more(
        CHAPTER,
        "\nA [link]().\n",
        &at(79, 3, "this link leads nowhere (write its address: `[text](../index.html)`)"),
    );
    let lines = said(|folder| {
        fs::copy(folder.join("part-1/first/figures/bars.svg"), folder.join("part-1/first/figures/rings.svg"))
            .expect("a copy");
        append(folder, CHAPTER, "\n![Rings](figures/ring.svg \"Rings\")\n");
    });
    assert_eq!(lines, [at(79, 1, "unknown picture `figures/ring.svg` (did you mean `figures/rings.svg`?)")]);
    once_more(CHAPTER, "\n<p title=\"{{tail-10.nine|1}}\">x</p>\n", &at(79, 1, &nine()));
    once_more(CHAPTER, "\n<p>\n{{tail-10.nine|1}}</p>\n", &at(80, 1, &nine()));
    once_more(CHAPTER, "\n<p>x {{tail-10.nine</p>\n", &at(79, 6, unclosed));
    once_more(
        CHAPTER,
        "\n<iframe src=\"x\"></iframe>\n",
        &at(79, 1, "`<iframe>` cannot stand in a chapter (the pages' security policy lets no page bring its own)"),
    );
    let format = "unknown format `|+1` (`|2` for decimals, `|%1` for per cent, `|,` for thousands)";
    once_more(CHAPTER, "\n{{tail-10.slow_root_fraction|+1}}\n", &at(79, 1, format));
    once_more(
        CHAPTER,
        "\n{{.slow_root_fraction}}\n",
        &at(79, 1, "`{{.slow_root_fraction}}` must be `{{scenario.metric}}`"),
    );
}

fn nine() -> String {
    "unknown metric `nine` (one of: leaf_latency_ms_mean, leaf_latency_ms_p50, leaf_latency_ms_p90, leaf_latency_ms_p99, \
     leaf_latency_ms_p999, root_latency_ms_mean, root_latency_ms_p50, root_latency_ms_p90 … and 12 more)"
        .to_string()
}

#[test]
fn a_text_that_is_nested_too_deep_is_told_and_not_followed() {
    let deep = |mark: &str| (0..2000).map(|_| mark).collect::<String>();
    let told = "this stands in more than 32 quotations, lists, asides or emphases (end some of them before it)";
    once_more(CHAPTER, &format!("\n{} x\n", deep(">")), &format!("{CHAPTER}:79:33: {told}"));
    // An item of a list stands in no more than its list does.
    once_more(CHAPTER, &format!("\n{}x\n", deep("- ")), &format!("{CHAPTER}:79:65: {told}"));
    let braces = "`{{` is not closed on its line (write `{{scenario.metric}}`; in `code` braces stay)";
    for text in ["{{", "{{ "] {
        once_more(CHAPTER, &format!("\n{}\n", text.repeat(300_000)), &format!("{CHAPTER}:79:1: {braces}"));
    }
    let lines = said(|folder| append(folder, CHAPTER, &format!("\n{}x{}\n", deep("*a _b "), deep("_*"))));
    assert!(lines.len() == 1 && lines[0].ends_with(told), "{lines:?}");
    let elements = "`<div>` stands in more than 64 elements (end some of them before it)";
    let nested = format!("\n{}{}", deep("<div>\n"), deep("</div>\n"));
    once_more(CHAPTER, &nested, &format!("{CHAPTER}:143:1: {elements}"));
    let formula = "a formula has at most 500 commands and groups, and 5000 characters \
                   (part it; a `$` that is none of maths is written `\\$`)";
    for (open, close) in
        [("\\sqrt ", ""), ("\\hat", ""), ("\\frac1", ""), ("\\left(", "\\right)"), ("{", "}"), ("x^", "")]
    {
        let text = format!("\n${}x{}$\n", deep(open), deep(close));
        once_more(CHAPTER, &text, &format!("{CHAPTER}:79:1: {formula}"));
    }
}
