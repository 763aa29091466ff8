//! The histories of `histories.toml`, played by the engine and the libraries.

use super::history::{Event, History};
use super::{Libraries, ours};

const TABLE: &str = include_str!("histories.toml");
const CHAPTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content/part-10/vector-clocks/chapter.md");
const LIBRARIES: [&str; 3] = ["yjs", "automerge", "loro"];
/// The rules by which they differ; the table says what each is.
const RULES: [&str; 5] = ["Tie-break", "Interleaving", "Right neighbour", "Tombstones", "Causality"];

/// What was read on the way, and the text at the end, which all replicas must share.
fn outcome(history: &History, shown: &[String]) -> String {
    let mut reads: Vec<&str> = history.reads.iter().map(|&step| shown[step].as_str()).collect();
    let last = &shown[shown.len() - history.replicas.len()..];
    assert!(last.iter().all(|text| text == &last[0]), "not converged: {last:?}");
    reads.push(&last[0]);
    reads.join(" | ")
}

/// A history with what the table says of it.
struct Row<'a> {
    name: &'a str,
    row: &'a toml::Value,
}

impl Row<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        self.row.get(key).and_then(toml::Value::as_str)
    }

    fn history(&self) -> History {
        let steps = self.row["steps"].as_array().expect("steps");
        History::read(&steps.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>())
    }

    /// What is wrong with the row, given who made what of its history.
    fn problems(&self, outcomes: &[(&str, String)]) -> String {
        let mut problems = String::new();
        for (who, outcome) in outcomes {
            // Loro's text is Fugue too.
            let expected = self.text(if *who == "loro" { "ours" } else { who });
            if expected != Some(outcome) {
                problems += &format!("{}: {who} = {outcome:?}\n", self.name);
            }
        }
        let differ = outcomes.iter().any(|(_, outcome)| *outcome != outcomes[0].1);
        match self.text("why") {
            Some(why) if differ && RULES.iter().any(|rule| why.starts_with(rule)) => {}
            None if !differ => {}
            why => problems += &format!("{}: why = {why:?}, and they differ: {differ}\n", self.name),
        }
        problems
    }

    /// The row of the chapter's table.
    fn in_the_chapter(&self) -> Option<String> {
        let texts = ["ours", "yjs", "automerge"].map(|who| self.text(who).unwrap_or_default());
        Some(format!("| {} | `{}` |", self.text("chapter")?, texts.join("` | `")))
    }
}

#[test]
fn each_library_makes_of_each_history_what_the_table_and_the_chapter_say() {
    let table: toml::Table = TABLE.parse().expect("the table is TOML");
    let chapter = std::fs::read_to_string(CHAPTER).expect("the chapter is there");
    let mut libraries = Libraries::start();
    let (mut problems, mut in_the_chapter) = (String::new(), 0);
    for (name, row) in &table {
        let row = Row { name, row };
        let history = row.history();
        let mut outcomes = vec![("ours", outcome(&history, &ours::play(&history)))];
        outcomes.extend(LIBRARIES.map(|library| (library, outcome(&history, &libraries.play(library, &history)))));
        problems += &row.problems(&outcomes);
        if let Some(row) = row.in_the_chapter() {
            in_the_chapter += 1;
            if !chapter.contains(&row) {
                problems += &format!("the chapter lacks the row {row}\n");
            }
        }
    }
    assert!(problems.is_empty(), "{problems}");
    assert!(table.len() >= 20 && in_the_chapter >= 4, "{} histories, {in_the_chapter} in the chapter", table.len());
}

#[test]
fn a_history_is_read_as_it_is_written() {
    let lines = [
        "1 types \"ab\" backwards at 0",
        "2 hears 1",
        "2 deletes 1 at 1",
        "1 hears #2 #0",
        "1 reads",
        "2 edits elsewhere",
    ];
    let history = History::read(&lines);
    let all = Event::Take(vec![0, 1, 2, 3]);
    let steps = [
        (1, Event::Insert(0, 'b')),
        (1, Event::Insert(0, 'a')),
        (2, Event::Take(vec![0, 1])),
        (2, Event::Delete(1)),
        (1, Event::Take(vec![2, 0])),
        (1, Event::Take(vec![])),
        (2, Event::Elsewhere),
        (1, all.clone()),
        (2, all),
    ];
    assert_eq!((history.steps, history.reads), (steps.to_vec(), vec![5]));
}
