//! Questions with variants: what is drawn, who is asked what, and that everybody finds the same.

use std::collections::BTreeSet;

use super::*;
use crate::quiz::variants::{LAST_DRAW, MOST_VARIANTS};

/// A quiz of one question that draws the number of nodes, and has an alternative of another kind.
const DRAWN: &str = r#"
title = "Drawn"
[[questions]]
id = "moved"
kind = "numeric"
prompt = "A ring has {{nodes}} nodes, and another joins. Which share of the keys moves?"
tolerance_percent = 10
unit = "%"
tags = ["ring"]
feedback_correct = "Yes."
feedback_low = "More."
feedback_high = "Less, with {{nodes}} nodes."
hint = "One share."
draw = { nodes = [5, 9] }
[questions.key]
lab = "hash-ring"
params = { nodes = "{{nodes}}", join = 1, keys = 1000, vnodes = 100 }
metric = "moved_fraction"
scale = 100
[[questions.pool]]
kind = "short"
prompt = "What is a place of a node on the ring called?"
accepted = ["virtual node", "vnode"]
feedback_correct = "Yes."
feedback_wrong = "No."
hint = ""
draw = {}
"#;

fn drawn() -> Quiz {
    let (quiz, problems) = of(DRAWN);
    assert_eq!(problems, Vec::<String>::new());
    quiz.expect("a quiz")
}

fn of(text: &str) -> (Option<Quiz>, Vec<String>) {
    let (quiz, problems) = read(&toml::from_str(text).expect("TOML"));
    (quiz, problems.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect())
}

fn after(from: &str, to: &str) -> Vec<String> {
    assert!(DRAWN.contains(from));
    of(&DRAWN.replace(from, to)).1
}

#[test]
fn each_variant_has_its_own_texts_and_the_key_that_the_engine_computes_for_it() {
    let quiz = drawn();
    let variants: Vec<&Question> = quiz.questions[0].variants().collect();
    let drawn: Vec<String> = variants.iter().map(|variant| pool::values(&variant.drawn)).collect();
    assert_eq!(drawn, ["nodes = 5", "nodes = 9", ""]);
    let answer = |variant: &Question| match &variant.kind {
        Kind::Numeric(numeric) => numeric.answer,
        other => panic!("{other:?}"),
    };
    // One share of six, and one of ten.
    assert!((answer(variants[0]) - 16.7).abs() < 4.0 && (answer(variants[1]) - 10.0).abs() < 4.0);
    assert!(variants[1].prompt.starts_with("A ring has 9 nodes"), "{}", variants[1].prompt);
    assert_eq!((variants[2].kind.name(), variants[2].hint.as_str()), ("short", ""));
    assert!(variants.iter().all(|variant| (&variant.hash, &variant.id) == (&variants[0].hash, &variants[0].id)));
    assert_eq!(quiz.points(), 1, "a pool is one question");
}

#[test]
fn a_pool_survives_its_json_its_seal_and_the_edition_for_exams() {
    let quiz = drawn();
    let (again, problems) = read(&quiz.to_json());
    assert_eq!((again.as_ref(), problems), (Some(&quiz), vec![]));
    assert_eq!(obfuscation::reveal(&quiz.chapter, &obfuscation::obfuscate(&quiz)), Some(of_page(&quiz)));
    let exam = quiz.clone().for_exam();
    let kept = format!("{exam:?}");
    for key in ["vnode", "One share", "Less, with"] {
        assert!(!kept.contains(key), "{key} is in {kept}");
    }
    assert!(exam.questions[0].variants().all(|variant| variant.is_exam && variant.hash == exam.questions[0].hash));
    assert_eq!(exam.questions[0].others.len(), 2);
}

#[test]
fn the_hash_is_over_all_variants() {
    let hash = |text: &str| of(text).0.expect("a quiz").questions[0].hash.clone();
    let before = hash(DRAWN);
    assert_ne!(hash(&DRAWN.replace("[5, 9]", "[5, 8]")), before);
    assert_ne!(hash(&DRAWN.replace("\"vnode\"", "\"point\"")), before);
    assert_eq!(hash(&DRAWN.replace("Less, with", "Fewer, with")), before, "but not over what is said");
}

#[test]
fn a_draw_is_the_same_for_everybody_who_looks_and_never_twice_the_same_in_a_row() {
    let quiz = drawn();
    let question = &quiz.questions[0];
    let variants: Vec<&Question> = question.variants().collect();
    let place = |reader: u64, draw: u32| {
        let answers = Submission { reader_id: ReaderId(reader), ..Submission::empty(&quiz) };
        let shown = answers.drawn(question, draw);
        variants.iter().position(|variant| std::ptr::eq(*variant, shown)).expect("a variant")
    };
    assert_eq!(place(0, 0), 0, "a page without scripts, and paper, have the first");
    let first: Vec<usize> = (1..301).map(|reader| place(reader, 0)).collect();
    for which in 0..3 {
        let count = first.iter().filter(|shown| **shown == which).count();
        assert!((60..140).contains(&count), "{count} of 300 readers are asked variant {which} first");
    }
    for reader in 0..20 {
        let shown: Vec<usize> = (0..40).map(|draw| place(reader, draw)).collect();
        assert!(shown.windows(2).all(|two| two[0] != two[1]), "{shown:?}");
        assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), 3, "all come in time: {shown:?}");
    }
    assert_eq!(place(7, u32::MAX), place(7, LAST_DRAW), "a draw beyond the last is the last");
    // Answer files hold the number of a draw alone: what it gave once, it gives always.
    let known: Vec<[usize; 4]> = (1..5).map(|reader| [0, 1, 2, 3].map(|draw| place(reader, draw))).collect();
    assert_eq!(known, [[0, 1, 0, 2], [2, 1, 0, 2], [1, 2, 1, 2], [2, 0, 2, 1]]);
    let alone = sample();
    assert!(std::ptr::eq(Submission::empty(&alone).drawn(&alone.questions[0], 3), &alone.questions[0]));
}

#[test]
fn an_answer_is_judged_by_the_variant_that_its_reader_was_asked() {
    let quiz = drawn();
    let question = &quiz.questions[0];
    for reader in 1..30 {
        let mut answers = Submission { reader_id: ReaderId(reader), ..Submission::empty(&quiz) };
        for draw in 0..5 {
            assert_eq!(answers.draw("moved"), draw);
            let asked = answers.asked(question).clone();
            answers.check(&asked, asked.kind.solution(), format!("2026-11-27T20:00:0{draw}Z"));
            assert_eq!(grade(&quiz, &answers).points, 1.0, "{reader} at {draw}");
            answers.ask_again(question);
            assert_eq!(answers.answers[0].attempts.len(), draw as usize + 1, "asking answers nothing");
            assert_eq!(grade(&quiz, &answers).points, 1.0, "and costs nothing");
        }
        let kept = Submission::from_tree(&answers.to_tree()).expect("it is read again");
        assert_eq!(kept, answers);
        assert!(answers.current(&quiz).drafts.is_empty(), "nothing was filled in");
        // Another draw's answer is wrong.
        let solved = answers.drawn(question, 5).kind.solution();
        let mut cheat = answers.clone();
        cheat.answers[0].attempts =
            vec![Attempt { at: String::new(), response: solved, claimed: Some(1.0), variant: 4, evidence: Vec::new() }];
        assert_eq!(grade(&quiz, &cheat).points, 0.0);
    }
}

#[test]
fn a_file_without_draws_answers_the_first_ones() {
    let quiz = drawn();
    let mut answers = Submission::empty(&quiz);
    answers.check(&quiz.questions[0], quiz.questions[0].kind.solution(), String::new());
    let text = answers.to_tree().to_text(false);
    assert!(!text.contains("variant"), "{text}");
    let tree = crate::scenario::Tree::parse(&text).expect("JSON");
    assert_eq!(Submission::from_tree(&tree).expect("answers").answers[0].attempts[0].variant, 0);
}

#[test]
fn what_is_wrong_with_a_pool_is_told_where_it_stands_and_once() {
    let many = format!("{:?}", (5..=5 + MOST_VARIANTS).collect::<Vec<_>>());
    for (from, to, told) in [
        ("[5, 9]", "5", "questions.0.draw.nodes: `nodes` must be a list of the numbers or texts that are drawn"),
        ("[5, 9]", "[]", "questions.0.draw.nodes: `nodes` must be a list of the numbers or texts that are drawn"),
        ("{ nodes = [5, 9] }", "7", "questions.0.draw: `draw` must be a table"),
        ("[5, 9]", many.as_str(), "questions.0.draw.nodes: more than 24 variants"),
        ("[5, 9]", "[5, 5]", "questions.0: two variants ask the same, one with [nodes = 5] and one with [nodes = 5]"),
        ("[5, 9]", "[5, 900]", "questions.0.key.params.nodes: `nodes` must be 1 to 50, not 900 (with nodes = 900)"),
        ("accepted = [\"virtual node\", \"vnode\"]", "", "questions.0.pool.0.accepted: "),
        ("accepted = [\"virtual", "acepted = [\"virtual", "questions.0.pool.0.acepted: unknown key `acepted`"),
        (
            "kind = \"short\"",
            "kind = \"short\"\npoints = 3",
            "questions.0.pool.0.points: `points` holds for all variants",
        ),
        ("unit = \"%\"", "unti = \"%\"", "questions.0.unti: unknown key `unti`"),
    ] {
        let problems = after(from, to);
        let found = problems.iter().filter(|problem| problem.starts_with(told)).count();
        assert_eq!(found, 1, "{told}: {problems:?}");
    }
}

#[test]
fn an_alternative_that_is_not_scored_is_none_of_a_question_that_is() {
    let open =
        "kind = \"open\"\nprompt = \"Why?\"\nmodel = \"Since.\"\ncompare = [\"It says so\"]\nhint = \"\"\ndraw = {}\n";
    let (before, _) = DRAWN.split_once("kind = \"short\"").expect("the alternative");
    let problems = of(&format!("{before}{open}")).1;
    assert_eq!(problems, ["questions.0.pool: of the variants of a question all are scored, or none is"]);
}
