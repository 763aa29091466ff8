//! Records of real systems: read like scenarios, and as strictly.

use std::fs;

use super::*;

const RECORD: &str = "part-1/first/reality/disk.toml";
const SOUND: &str = "version = \"6.1\"\ndate = \"2026-11-27\"\ncommand = \"fio\"\n\n[texts]\nfilesystem = \"ext4\"\n\n\
                     [values.fsync_ms]\nvalue = 1.83\nunit = \"ms\"\ndecimals = 1\n\n[values.lost]\nvalue = 1200\n";

/// Writes a record and a text that names it.
fn give(folder: &Path, record: &str, text: &str) {
    let path = folder.join(RECORD);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, record).expect("written");
    append(folder, CHAPTER, &format!("\n{text}\n"));
}

/// What is said of a sound record in which one thing is changed, and of a text that names it.
fn of_record(before: &str, after: &str) -> Vec<String> {
    assert!(SOUND.contains(before), "{before}");
    said(|folder| give(folder, &SOUND.replacen(before, after, 1), "A sync takes {{disk.fsync_ms}}."))
}

/// What is said of this text beside a sound record.
fn of_text(text: &str) -> Vec<String> {
    said(|folder| give(folder, SOUND, text))
}

#[test]
fn numbers_and_texts_of_a_record_stand_in_the_prose() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    give(
        folder.path(),
        SOUND,
        "{{disk.fsync_ms}}, {{disk.fsync_ms|0}}, {{disk.lost|,}} on {{disk.filesystem}}, {{disk.date}}.",
    );
    // Another chapter and a quiz may name it too.
    append(folder.path(), OTHER, "\nAgain {{disk.version}}.\n");
    replace(folder.path(), QUIZ, "The mean leaf", "{{disk.lost}}");
    let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    assert_eq!(mistakes, []);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page");
    let written = "<data value=\"1.83\">1.8</data>, <data value=\"1.83\">2</data>, <data value=\"1200\">1,200</data> on ext4, 2026-11-27.";
    assert!(html.contains(written), "{written}");
}

#[test]
fn a_mistake_in_a_record_is_told_there_and_not_at_what_names_it() {
    let at = |line: u32, said: &str| [format!("{RECORD}:{line}:1: {said}")];
    assert_eq!(of_record("command = \"fio\"", ""), at(1, "`command = \"…\"` is missing"));
    assert_eq!(of_record("\"6.1\"", "6.1"), at(1, "`version` must be text in quotes"));
    assert_eq!(of_record("comm", "com"), at(3, "unknown key `comand` (did you mean `command`?)"));
    assert_eq!(of_record("value = 1.83", "value = \"1.83\""), at(9, "`value` must be a number without quotes"));
    assert_eq!(of_record("unit", "unti"), at(10, "unknown key `unti` (did you mean `unit`?)"));
    assert_eq!(of_record("value = 1.83", ""), [format!("{RECORD}:8:9: `value = …` is missing")]);
    assert_eq!(of_record("decimals = 1", "decimals = 1.5"), at(11, "`decimals` must be a whole number without quotes"));
    assert_eq!(of_record("\"ext4\"", "4"), at(6, "`filesystem` must be text in quotes"));
    assert_eq!(
        of_record("values.lost", "values.date"),
        [format!("{RECORD}:13:9: the name `date` is that of a text too")]
    );
    let table =
        "`lost` must be a table of `value`, `unit`, `decimals` and `help` (`[values.lost]`, and below it `value = …`)";
    assert_eq!(of_record("\n[values.lost]\nvalue", "\n[values]\nlost"), [format!("{RECORD}:14:1: {table}")]);
    assert_eq!(of_record("value = 1.83", "value = ").len(), 1);
    assert_eq!(
        of_record("\"2026-11-27\"", "2026-11-27"),
        [format!("{RECORD}:2:8: `2026-11-27` is a date or a time, and nothing takes one (write it in quotes)")]
    );
}

#[test]
fn a_wrong_name_key_or_format_is_told_where_it_stands() {
    let at = |said: &str| [format!("{CHAPTER}:80:1: {said}")];
    let and = |text: &str| of_text(&format!("{{{{disk.lost}}}}\n{text}"));
    assert_eq!(and("{{disk.fsync_m}}"), at("unknown value `fsync_m` (did you mean `fsync_ms`?)"));
    let all = "one of: fsync_ms, lost, command, date, filesystem, version";
    assert_eq!(and("{{disk.zzz}}"), at(&format!("unknown value `zzz` ({all})")));
    assert_eq!(and("{{disc.lost}}"), at("unknown scenario `disc` (did you mean `disk`?)"));
    assert_eq!(and("{{disk.version|1}}"), at("`version` is a text, and no format is for texts (take `|1` away)"));
    let hint = "leave the format out for the metric’s own, or write so many decimals: `|2`";
    assert_eq!(
        and("{{disk.fsync_ms|%1}}"),
        at(&format!("`|%1` is for a fraction, and this is a number of ms ({hint})"))
    );
}

#[test]
fn a_record_has_a_name_of_its_own_and_is_used() {
    let unused = format!("{RECORD}:1:1: nothing uses this record (write one of its numbers, or take it away)");
    assert_eq!(of_text("Nothing."), [unused]);
    let lines = said(|folder| {
        give(folder, SOUND, "{{disk.lost}}");
        fs::rename(folder.join(RECORD), folder.join("part-1/first/reality/tail-10.toml")).expect("renamed");
    });
    let taken =
        format!("part-1/first/reality/tail-10.toml:1:1: the name `tail-10` is taken (it is declared in {SCENARIO}:1)");
    assert!(lines.contains(&taken), "{lines:?}");
    let lines = said(|folder| {
        give(folder, SOUND, "{{My_Disk.lost}} and {{my-disk.lost}}");
        fs::rename(folder.join(RECORD), folder.join("part-1/first/reality/My_Disk.toml")).expect("renamed");
    });
    let name = "the name `My_Disk` must be words of a–z and 0–9 with `-` between them (call the file `my-disk.toml`)";
    assert_eq!(lines, [format!("part-1/first/reality/My_Disk.toml:1:1: {name}")]);
}
