//! One fixture book holds every mistake that an author can make; what `faultlines check` says of it is asserted verbatim.

use crate::golden;
use assert_cmd::Command;

const EXPECTED: &str = "tests/fixtures/faulty.txt";

fn check(content: &str) -> (String, Option<i32>) {
    let run = Command::cargo_bin("faultlines").expect("the program").args(["check", "--content", content]).output();
    let run = run.expect("it runs");
    (String::from_utf8_lossy(&run.stdout).into_owned(), run.status.code())
}

#[test]
fn every_mistake_is_reported_at_once_with_its_place_and_a_hint() {
    let (said, status) = check("tests/fixtures/faulty");
    assert_eq!(status, Some(1));
    golden::check(EXPECTED, &said);
}

#[test]
fn content_without_a_mistake_says_how_much_was_read() {
    let (said, status) = check("tests/fixtures/book");
    assert_eq!((said.as_str(), status), ("no mistakes in 12 files\n", Some(0)));
}

#[test]
fn a_folder_without_a_book_is_named() {
    let run = Command::cargo_bin("faultlines").expect("the program").args(["check", "--content", "nowhere"]).output();
    let run = run.expect("it runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1));
    assert!(said.contains("cannot read nowhere/book.toml"), "{said}");
}
