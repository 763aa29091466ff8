//! What a command prints can be lost: on a full disk it says so, with an exit status that is not 0.

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;

/// The program with these arguments, its output on a disk that is full.
fn on_a_full_disk(arguments: &[&str]) -> Output {
    let full = File::options().write(true).open("/dev/full").expect("the system has a disk that is full");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(arguments).stdout(full).output().expect("it runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_command_that_prints_notices_a_full_disk() {
    let site = tempfile::tempdir().expect("a folder");
    fs::write(site.path().join("index.html"), "a site").expect("a file");
    let out = tempfile::tempdir().expect("a folder");
    let serve = format!("serve {} --port 0", site.path().display());
    let zip = format!("export book --site {} -o {}/book.zip", site.path().display(), out.path().display());
    for line in [
        "--help",
        "--version",
        "grade --help",
        "help content",
        "help new chapter",
        "check",
        "check --content tests/fixtures/faulty",
        "grade tests/fixtures/quiz/answers-without-reader-id.json --content tests/fixtures/quiz/content",
        "grade tests/fixtures/quiz --content tests/fixtures/faulty",
        "run --list",
        "run --list --json",
        "run fan-out --set requests=100",
        "run fan-out --set requests=100 --json",
        "run fan-out --set requests=100 --trace",
        "run two-generals --find-rare no-lone-attack",
        "run two-generals --explore",
        "run two-generals --explore --json",
        &serve,
        &zip,
    ] {
        let output = on_a_full_disk(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(1), "{line}: {}", told(&output));
        assert!(told(&output).contains("error: cannot write the output: "), "{line}: {}", told(&output));
    }
}

#[test]
fn a_full_disk_behind_one_output_does_not_cost_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("grades.csv");
    let answers =
        ["grade", "tests/fixtures/quiz/answers-without-reader-id.json", "--content", "tests/fixtures/quiz/content"];
    let line = [&answers[..], &["--csv", csv.to_str().expect("a path in UTF-8")]].concat();
    assert_eq!(on_a_full_disk(&line).status.code(), Some(1));
    assert!(fs::read_to_string(&csv).is_ok_and(|rows| rows.lines().count() > 1), "the grade book is written");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let mut child =
        command.args(["run", "--list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(told(&output), "");
}
