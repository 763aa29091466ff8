//! What came late, as far as a file says when.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

/// Whether an answer file is late by a deadline of 20:10, and what is noted of it.
fn late(change: impl FnOnce(&mut Json)) -> (Option<bool>, String) {
    let mut file = second_version("Ada", 7, &["50", "9.1"]);
    change(&mut file);
    let quizzes = quizzes();
    let judge = Judge::new(&quizzes, Keep::Best, moment::read("2026-11-27T20:10:00Z"));
    let record = judge.judge("a.json", &sealed(file)).unwrap().records.remove(0);
    (record.late, record.notes.join("; "))
}

fn forget(file: &mut Json, exported: bool, attempts: &[usize]) {
    if exported {
        file.as_object_mut().unwrap().remove("exported_at");
    }
    for &attempt in attempts {
        let attempts = &mut file["chapters"][0]["answers"][0]["attempts"];
        attempts[attempt].as_object_mut().unwrap().remove("at");
    }
}

#[test]
fn a_file_that_does_not_say_all_times_is_not_taken_for_one_in_time() {
    let said = |what: &str| format!("the file says {what}: nobody knows whether it was late");
    assert_eq!(late(|_| {}), (Some(true), "exported after 2026-11-27T20:10:00Z".to_string()));
    assert_eq!(late(|file| forget(file, true, &[])), (Some(false), String::new()), "all attempts have their times");
    assert_eq!(late(|file| forget(file, true, &[0, 1])), (None, said("no time")));
    assert_eq!(late(|file| forget(file, true, &[1])), (None, said("no time of some attempts")));
    let (is_late, notes) = late(|file| {
        forget(file, true, &[1]);
        file["chapters"][0]["answers"][0]["attempts"][0]["at"] = "2026-11-27T20:11:00Z".into();
    });
    assert_eq!(is_late, Some(true));
    assert!(notes.contains("1 attempt after") && notes.contains("no time of some attempts"), "{notes}");
}

#[test]
fn each_of_several_lines_is_as_old_as_itself() {
    let mut second = quizzes()[0].clone();
    second.chapter = "part-1/second".into();
    let quizzes = [quizzes().remove(0), second];
    let line = |chapter: &str, exported_at: &str| {
        let mut file = second_version("Ada", 7, &["9.1"]);
        forget(&mut file, false, &[0]);
        file["exported_at"] = exported_at.into();
        file["chapters"][0]["chapter"] = chapter.into();
        format!("faultlines1:{}.", URL_SAFE_NO_PAD.encode(sealed(file)))
    };
    let lines = [line("part-1/sample", "2026-11-20T20:00:00Z"), line("part-1/second", "2026-12-05T20:00:00Z")];
    let judge = Judge::new(&quizzes, Keep::Best, moment::read("2026-12-01T00:00:00Z"));
    let records = judge.judge("a.txt", lines.join("\n").as_bytes()).unwrap().records;
    assert_eq!(records.iter().map(|record| record.late).collect::<Vec<_>>(), [Some(false), Some(true)]);
}
