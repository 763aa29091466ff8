//! `faultlines export quiz` and `faultlines import quiz`, as a real process.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::golden;

/// Runs a line in the checkout, with `@` for a folder of the test's own: whether it succeeded, the output, the messages.
fn run(folder: &Path, line: &str) -> (bool, String, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let line = line.replace('@', &folder.display().to_string());
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(line.split(' ')).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&folder.display().to_string(), "@");
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_quiz_goes_out_in_each_format_and_what_is_lost_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut told = String::new();
    for format in ["gift", "moodle-xml", "anki", "mdbook-quiz"] {
        let (done, out, said) =
            run(folder.path(), &format!("export quiz tail-latency --format {format} -o @/{format}.out"));
        assert!(done && out.starts_with(&format!("@/{format}.out: ")), "{out}{said}");
        let written = fs::read_to_string(folder.path().join(format!("{format}.out"))).expect("written");
        // A number in a prompt is computed.
        assert!(written.contains("\u{a0}%") && !written.contains("{{"), "{written}");
        let (_, same, _) = run(folder.path(), &format!("export quiz part-10/tail-latency --format {format}"));
        assert!(same == written, "{format} on the standard output");
        told += &format!("## {format}\n{out}{said}\n");
    }
    golden::check("tests/book/interchange/told.txt", &told);
}

#[test]
fn a_teachers_file_comes_in_and_is_not_written_over_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let (done, out, said) = run(folder.path(), "import quiz tests/book/interchange/exam.gift -o @/quiz.toml");
    assert!(done, "{said}");
    let quiz = fs::read_to_string(folder.path().join("quiz.toml")).expect("written");
    let told = format!("{out}{said}").trim().replace('\n', "\n# ");
    golden::check("tests/book/interchange/exam.toml", &format!("{quiz}\n# {told}\n"));
    let (done, _, said) = run(folder.path(), "import quiz tests/book/interchange/exam.gift -o @/quiz.toml");
    assert!(!done && said.contains("is there already"), "{said}");
    let (done, out, _) = run(folder.path(), "export quiz @/quiz.toml --format gift");
    assert!(done && out.contains("::capital::"), "{out}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("latin.gift"), b"a\nb \xe9 {=c ~d}").expect("written");
    fs::write(folder.path().join("wrong.toml"), "title = \"T\"\n[[questions]]\nid = \"a\"\n").expect("written");
    for (line, said) in [
        (
            "export quiz tail-latncy --format gift",
            "unknown chapter with a quiz `tail-latncy` (did you mean `tail-latency`?)",
        ),
        ("export quiz no/such.toml --format gift", "cannot read no/such.toml"),
        ("export quiz tail-latency --format gift -o @", "is a folder: name a file"),
        ("export quiz tail-latency --format gift -o @/no/such.gift", "cannot write @/no/such.gift"),
        ("export quiz @/wrong.toml --format gift", "wrong.toml:2:1: `prompt = \"…\"` is missing"),
        ("import quiz @/latin.gift", "@/latin.gift:2: this is not UTF-8"),
        ("import quiz @/none.gift", "cannot read @/none.gift"),
        ("import quiz @/wrong.toml", "@/wrong.toml:2: `type = \"…\"` is missing"),
    ] {
        let (done, out, told) = run(folder.path(), line);
        assert!(!done && (told + &out).contains(said), "{line}: {out}");
    }
}
