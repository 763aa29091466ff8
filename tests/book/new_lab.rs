//! `faultlines new lab`, run for real into a copy of the lists that it writes to: what it gives is Rust, laid out by the
//! project's rustfmt, and names the lab once in each list.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use assert_cmd::Command;
use proc_macro2::TokenStream;

use crate::folder::copy;
use crate::thorough;

const LISTS: [&str; 5] =
    ["src/engines.rs", "src/engines/catalog.rs", "src/labs.rs", "src/labs/views.rs", "tests/engines/main.rs"];

/// A folder with the lists of this checkout and its layout of code.
fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in LISTS.into_iter().chain(["rustfmt.toml"]) {
        let to = folder.path().join(file);
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), to).expect("copied");
    }
    folder
}

/// Whether it succeeded, and what it printed: the paths, or the error.
fn new_lab(root: &Path, words: &[&str]) -> (bool, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let run = command.args(["new", "lab", "--root"]).arg(root).args(words).output().expect("it runs");
    let said = if run.status.success() { run.stdout } else { run.stderr };
    (run.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_new_lab_is_rust_in_the_projects_layout_and_stands_once_in_each_list() {
    for (id, module) in
        [("gossip", "gossip"), ("a-very-long-name-for-a-lab-of-this-book", "a_very_long_name_for_a_lab_of_this_book")]
    {
        let folder = checkout();
        let (done, said) = new_lab(folder.path(), &[id, "A title"]);
        assert!(done, "{said}");
        let written: Vec<PathBuf> = said.lines().map(PathBuf::from).collect();
        assert!(written.len() > LISTS.len() + 5, "{said}");
        let code = |path: &&PathBuf| {
            path.extension().is_some_and(|extension| extension == "rs")
                && !LISTS.iter().any(|list| path.ends_with(list))
        };
        let lines = written.iter().filter(code).map(|path| {
            fs::read_to_string(path).expect("written").lines().filter(|line| !line.trim().is_empty()).count()
        });
        let lines: usize = lines.sum();
        // A longer name breaks more lines.
        assert!(id.len() > 9 || lines < 150, "a worked example in {lines} lines that are not blank");
        for path in written.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
            let text = fs::read_to_string(path).expect("written");
            assert!(!text.contains('@'), "{}: a mark of the template is left", path.display());
            if let Err(error) = text.parse::<TokenStream>() {
                panic!("{}: {error}", path.display());
            }
            let mut rustfmt = Program::new("rustfmt");
            rustfmt.args(["--check", "--edition", "2024", "--config-path"]).arg(folder.path());
            let checked = rustfmt.stdin(fs::File::open(path).expect("open")).output().expect("rustfmt is installed");
            let difference = String::from_utf8_lossy(&checked.stdout);
            assert!(checked.status.success() && difference.is_empty(), "{}:\n{difference}", path.display());
        }
        for list in LISTS {
            let text = fs::read_to_string(folder.path().join(list)).expect("a list");
            let names = [format!("mod {module};"), format!("{module}::SPEC"), format!("    {module},")];
            let named = names.map(|name| text.matches(&name).count());
            assert_eq!(named.iter().sum::<usize>(), 1, "{list}:\n{text}");
        }
    }
}

/// It takes minutes: only when there is time. The lab's own tests and those of all labs, pictures among them.
#[test]
fn a_new_lab_compiles_and_passes_the_tests_of_the_engines() {
    if !thorough::on() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(root.join(file), folder.path().join(file)).expect("copied");
    }
    for name in ["src", "tests", "benches", "content"] {
        let to = folder.path().join(name);
        copy(root.join(name), &to);
    }
    let (done, said) = new_lab(folder.path(), &["gossip", "Gossip"]);
    assert!(done, "{said}");
    let mut cargo = Program::new(env!("CARGO"));
    cargo.current_dir(folder.path()).env("CARGO_TARGET_DIR", root.join("target/thorough"));
    let run = cargo.args(["test", "--quiet", "--locked", "--test", "engines"]).output().expect("cargo is here");
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
}

#[test]
fn a_lab_that_is_there_or_has_no_name_is_refused_and_nothing_is_written() {
    let folder = checkout();
    let before = fs::read_to_string(folder.path().join(LISTS[0])).expect("a list");
    for (id, why) in [
        ("hash-ring", "there is a lab"),
        ("Gossip", "must be words"),
        ("-x", "must be words"),
        ("9", "begin with a letter"),
        ("a--b", "must be words"),
        ("self", "word of Rust"),
        ("tests", "modules of tests"),
        ("node", "take another, such as `node-lab`"),
        ("pace", "take another, such as `pace-lab`"),
    ] {
        let (done, said) = new_lab(folder.path(), &["--", id]);
        assert!(!done && said.contains(why), "{id}: {said}");
    }
    for title in ["", "a \"b\"", "a\\b", "A @id@"] {
        let (done, said) = new_lab(folder.path(), &["gossip", title]);
        assert!(!done && said.contains("plain text"), "{title}: {said}");
    }
    assert_eq!(fs::read_to_string(folder.path().join(LISTS[0])).expect("a list"), before);
    assert!(!folder.path().join("src/engines/gossip.rs").exists());
}

#[test]
fn help_on_content_is_the_page_for_authors_as_text_and_help_on_a_command_its_own() {
    let help = |words: &[&str]| {
        let run = Command::cargo_bin("faultlines").expect("the program").arg("help").args(words).output();
        let run = run.expect("it runs");
        (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
    };
    let (done, said) = help(&["content"]);
    assert!(done && said.contains("Predictions by choice") && said.contains("[[predict.options]]"), "{said}");
    assert!(help(&["new", "chapter"]).1.contains("--part"));
    assert!(help(&[]).1.contains("grade"));
    assert!(!help(&["nothing"]).0);
}
