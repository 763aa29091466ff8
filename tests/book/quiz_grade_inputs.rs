//! `faultlines grade` over what people hand in: downloads of platforms, rosters, hostile files, outputs in odd places.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

const CONTENT: &str = "tests/fixtures/quiz/content";

/// An answer file: one question, right or wrong.
fn file(reader: &str, right: bool) -> String {
    let answer = if right { "9.1" } else { "50" };
    json!({
        "format": "faultlines-answers", "version": 1, "book": "faultlines", "chapter": "part-1/sample", "quiz_hash": "",
        "reader": reader,
        "answers": [{ "question": "share", "question_hash": "", "response": { "number": answer }, "attempts": 1 }],
    })
    .to_string()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// Runs `grade` in a folder.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(CONTENT);
    told(&command.current_dir(folder).args(["grade", "--content"]).arg(content).args(args).output().expect("a run"))
}

fn told(output: &Output) -> (i32, String) {
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code().expect("a status"), said)
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect(name)
}

#[test]
fn every_file_is_graded_or_named_and_counted() {
    let (ada, packed) = (file("Ada", true), zipped(&[("cleo.json", file("Cleo", false).as_bytes())]));
    let folder = folder(&[
        ("g/b.json.txt", ada.as_bytes()),
        ("g/c.zip", &packed),
        ("g/d", file("Dan", true).as_bytes()),
        ("g/notes.pdf", b"%PDF-1.7"),
        ("g/__MACOSX/._ada.json", b"\0\x05"),
        ("g/.git/config.json", b"{"),
        ("elsewhere.json", ada.as_bytes()),
    ]);
    std::os::unix::fs::symlink(folder.path().join("elsewhere.json"), folder.path().join("g/e.json")).expect("a link");
    let (status, said) = run(folder.path(), &["g"]);
    assert_eq!(status, 1, "{said}");
    for line in [
        "Cleo  part-1/sample  0.00 of 6 points",
        "  g/c.zip/cleo.json",
        "  g/b.json.txt",
        "  g/d",
        "no answer file: g/notes.pdf: this is a PDF, not an answer file",
        "error: g/e.json: this is a symbolic link",
        "3 files graded, 1 could not be graded, 1 is no answer file, 2 passed over (hidden, or written by this program)",
    ] {
        assert!(said.lines().any(|told| told.starts_with(line)), "{line} in {said}");
    }
}

#[test]
fn no_answers_are_overwritten_and_own_outputs_are_passed_over() {
    let folder = folder(&[("g/a.json", file("Ada", true).as_bytes()), ("g/b.json", file("Bob", true).as_bytes())]);
    for args in [["--csv", "g/a.json", "g/b.json"], ["g", "--json", "g/a.json"], ["g/b.json", "--json", "g/b.json"]] {
        let (status, said) = run(folder.path(), &args);
        assert!(status == 2 && said.contains("name another output"), "{said}");
    }
    assert_eq!(run(folder.path(), &["g", "--csv", "x", "--json", "./x"]).0, 2);
    assert_eq!(text(&folder, "g/a.json"), file("Ada", true));
    for _ in 0..2 {
        let (status, said) =
            run(folder.path(), &["g", "--json", "g/grades.json", "--csv", "g/grades.csv", "--html", "g/reports"]);
        assert!(status == 0 && said.contains("2 files graded"), "{said}");
    }
    let (status, said) = run(folder.path(), &["g"]);
    assert!(status == 0 && said.contains("g/grades.csv: this is not an answer file"), "{said}");
}

#[test]
fn every_output_that_can_be_written_is() {
    let folder = folder(&[("a.json", file("Ada", true).as_bytes())]);
    let (status, said) =
        run(folder.path(), &["a.json", "--csv", "nope/x.csv", "--json", "ok.json", "--html", "/dev/full"]);
    assert!(
        status == 1 && said.contains("cannot write nope/x.csv") && said.contains("cannot write /dev/full"),
        "{said}"
    );
    let json: Json = serde_json::from_str(&text(&folder, "ok.json")).expect("JSON");
    assert_eq!(json["readers"][0]["score"], 1.0);
    assert_eq!(run(folder.path(), &["a.json", "--csv", "/dev/full"]).0, 1);
}

#[test]
fn a_platforms_download_is_graded_by_its_names_against_the_roster() {
    let nameless = file("", true);
    let moodle = zipped(&[
        ("Anna Schmidt_12345_assignsubmission_file_/answers.json", nameless.as_bytes()),
        ("Bo Chen_12346_assignsubmission_file_/answers.zip", &zipped(&[("answers.json", file("", false).as_bytes())])),
        ("Cy Young_12347_assignsubmission_file_/essay.json", b"{\"broken"),
    ]);
    let roster = "First name,Surname,ID number,Email address\nBo,Chen,3-4,bo@example.org\nAnna,Schmidt,00429,a@example.org\n\
                  Łukasz,Nowak,7,l@example.org\n";
    let folder = folder(&[("all.zip", &moodle), ("roster.csv", roster.as_bytes())]);
    let common = ["all.zip", "--roster", "roster.csv", "--csv", "out.csv"];
    let (status, said) = run(folder.path(), &common);
    assert_eq!(status, 1, "{said}");
    let csv = text(&folder, "out.csv");
    let rows: Vec<&str> = csv.lines().collect();
    assert!(rows[0].starts_with("reader,id,email,total,out_of,part-1/sample,part-1/sample#one,"), "{csv}");
    assert!(rows[1].starts_with("Bo Chen,3-4,bo@example.org,0.00,6,0.00,,,0.00,,"), "{csv}");
    assert!(rows[2].starts_with("Anna Schmidt,00429,a@example.org,1.00,6,1.00,,,1.00,,"), "{csv}");
    assert!(rows[3].starts_with("Łukasz Nowak,7,l@example.org,,6,,,,,,,,nothing handed in"), "{csv}");
    assert!(rows[4].starts_with("Cy Young,") && rows[4].contains("not graded: this is not valid JSON"), "{csv}");
    run(folder.path(), &[&common[..], &["--spreadsheet", "--separator", ";"]].concat());
    let sheet = text(&folder, "out.csv");
    assert!(
        sheet.starts_with('\u{feff}') && sheet.contains("Anna Schmidt;\"=\"\"00429\"\"\";a@example.org;1,00;6;"),
        "{sheet}"
    );
    run(folder.path(), &[&common[..], &["--for", "moodle"]].concat());
    assert!(text(&folder, "out.csv").contains("Anna Schmidt,,00429,a@example.org,1.00\n"));
    run(folder.path(), &[&common[..], &["--for", "canvas"]].concat());
    assert!(text(&folder, "out.csv").contains("    Points Possible,,,,,6\n"));
}

#[test]
fn what_was_answered_stands_beside_what_it_scored() {
    let folder = folder(&[("a.json", file("Ada", false).as_bytes())]);
    let (status, said) = run(folder.path(), &["a.json", "--csv-answers", "answers.csv"]);
    assert_eq!(status, 0, "{said}");
    let csv = text(&folder, "answers.csv");
    assert!(csv.contains("Ada,part-1/sample,share,numeric,wrong,0.00,1,50,0.00,50,1,,a.json\n"), "{csv}");
    assert!(csv.contains("Ada,part-1/sample,one,single,not answered,,2,,,,0,,a.json\n"), "{csv}");
}

#[test]
fn what_came_after_the_time_is_late_and_what_says_no_time_is_unknown() {
    let mut late: Json = serde_json::from_str(&file("Late", true)).expect("JSON");
    late["exported_at"] = "2026-12-02T00:00:00Z".into();
    let folder = folder(&[("a.json", file("Ada", true).as_bytes()), ("l.json", late.to_string().as_bytes())]);
    run(folder.path(), &[".", "--late-after", "2026-12-01", "--csv", "out.csv"]);
    let csv = text(&folder, "out.csv");
    assert!(csv.contains("Ada,1.00,6,unknown,") && csv.contains("Late,1.00,6,yes,"), "{csv}");
    assert!(csv.contains("exported after 2026-12-01T23:59:59Z"), "{csv}");
    assert_eq!(run(folder.path(), &[".", "--late-after", "soon"]).0, 2);
}

#[test]
fn standard_input_is_a_file_or_a_zip() {
    let folder = TempDir::new().expect("a folder");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(CONTENT);
    for input in [file("Ada", true).into_bytes(), zipped(&[("a.json", file("Ada", true).as_bytes())])] {
        let mut command = Command::cargo_bin("faultlines").expect("the program");
        command.current_dir(folder.path()).args(["grade", "-", "--content"]).arg(&content).write_stdin(input);
        let (status, said) = told(&command.output().expect("a run"));
        assert!(status == 0 && said.contains("standard input") && said.contains("1 file graded"), "{said}");
    }
}

/// As an output `-` is standard output, where one table can be, alone.
#[test]
fn a_table_goes_to_standard_output_and_what_is_told_beside_it() {
    let folder = folder(&[("a.json", file("Ada", true).as_bytes())]);
    let graded = |args: &[&str]| {
        let mut command = Command::cargo_bin("faultlines").expect("the program");
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(CONTENT);
        command.current_dir(folder.path()).args(["grade", "-", "--content"]).arg(content).args(args);
        command.write_stdin(file("Ada", true)).output().expect("a run")
    };
    assert_eq!(told(&graded(&["--csv", "out.csv"])).0, 0);
    let run = graded(&["--csv", "-"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(String::from_utf8_lossy(&run.stdout), text(&folder, "out.csv"), "{said}");
    assert!(said.contains("1 file graded") && said.contains("Ada  part-1/sample"), "{said}");
    for (args, why) in [
        (["--csv", "-", "--json", "-"].as_slice(), "standard output is named for two outputs"),
        (&["--html", "-"], "--html writes a folder of pages"),
    ] {
        let (status, said) = told(&graded(args));
        assert!(status == 2 && said.contains(why), "{said}");
    }
    assert!(!folder.path().join("-").exists());
}

/// Each is named with what is wrong with it, and costs the others nothing.
#[test]
fn hostile_files_and_archives_are_named_and_the_others_are_graded() {
    let good = file("Ada", true);
    let answers: Vec<String> =
        (0..60_000).map(|n| format!("{{\"question\":\"{n}\",\"response\":{{\"number\":1}}}}")).collect();
    let million = good.replace("\"answers\":[", &format!("\"answers\":[{},", answers.join(",")));
    let bomb = zipped(&[("bomb.json", &vec![b'0'; 40 << 20])]);
    let deep = zipped(&[("b.zip", &zipped(&[("c.zip", &zipped(&[("a.json", good.as_bytes())]))]))]);
    let nested = "[".repeat(1 << 20);
    let mut flipped = zipped(&[("a.json", good.as_bytes())]);
    flipped[45] ^= 0x55;
    let other_method = fs::read("tests/fuzz/__fuzz__/archives/corpus/bzip2").expect("a zip");
    let tricks = zipped(&[("../../x.json", good.as_bytes()), ("/root/y.json", good.as_bytes())]);
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(file("Wide", true).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin = file("Jos~", true).replace('~', "\u{e9}").chars().map(|c| c as u8).collect::<Vec<u8>>();
    let files: &[(&str, &[u8], &str)] = &[
        ("cut.json", &good.as_bytes()[..60], "ends in the middle"),
        ("many.json", million.as_bytes(), "holds more than 200000 values"),
        ("deep.json", nested.as_bytes(), "not valid JSON"),
        ("cut.zip", &tricks[..40], "this zip cannot be read"),
        ("flipped.zip", &flipped, "flipped.zip/a.json: cannot be"),
        ("bomb.zip", &bomb, "bomb.zip/bomb.json: this is larger than any answer file"),
        ("deeper.zip", &deep, "deeper.zip/b.zip/c.zip: this is a zip in a zip in a zip"),
        ("tricks.zip", &tricks, "its path leads out of the zip"),
        ("empty.zip", &zipped(&[]), "there are no files in this zip"),
        ("bzip2.zip", &other_method, "packed by another method than deflate"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "this is a 7z archive"),
    ];
    let mut all: Vec<(String, &[u8])> = files.iter().map(|(name, bytes, _)| (format!("g/{name}"), *bytes)).collect();
    all.extend([
        ("g/good.json".to_string(), good.as_bytes()),
        ("g/wide.json".into(), &utf16),
        ("g/latin.json".into(), &latin),
    ]);
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let folder = folder(&all);
    let big = fs::File::create(folder.path().join("g/huge.json")).expect("a file");
    big.set_len(1 << 30).expect("a gigabyte of nothing");
    let (status, said) = run(folder.path(), &["g", "--csv", "out.csv"]);
    assert_eq!(status, 1, "{said}");
    for (name, _, why) in files {
        assert!(
            said.lines().any(|line| line.starts_with("error: g/") && line.contains(name) && line.contains(why)),
            "{name}: {said}"
        );
    }
    assert!(said.contains("g/huge.json: this is larger than any answer file (4 MiB)"), "{said}");
    assert!(said.contains("José  part-1/sample") && said.contains("Wide  part-1/sample"), "{said}");
    assert!(said.contains("read as Windows-1252") && said.contains("3 files graded, 13 could not be graded"), "{said}");
    assert_eq!(text(&folder, "out.csv").lines().count(), 1 + 3 + 13);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").map(|it| it.expect("it").file_name()).collect();
    assert_eq!(left.len(), 2, "nothing but the output is written: {left:?}");
}

#[test]
fn two_files_of_one_name_in_a_zip_are_two_files() {
    let mut packed = zipped(&[("1/a.json", file("Ada", true).as_bytes()), ("2/a.json", file("Bob", false).as_bytes())]);
    for place in 0..packed.len() - 8 {
        if &packed[place..place + 8] == b"2/a.json" {
            packed[place] = b'1';
        }
    }
    let folder = folder(&[("all.zip", &packed)]);
    let (status, said) = run(folder.path(), &["all.zip"]);
    assert!(status == 0 && said.contains("2 files graded"), "{said}");
    for line in ["Ada  part-1/sample  1.00", "  all.zip/1/a.json", "Bob  part-1/sample  0.00", "  all.zip/1/a.json (2)"]
    {
        assert!(said.lines().any(|told| told.starts_with(line)), "{line} in {said}");
    }
}

#[test]
fn a_roster_of_nobody_here_and_a_platform_that_finds_nobody_are_told() {
    let folder = folder(&[
        ("a.json", file("Ada", true).as_bytes()),
        ("others.csv", b"name\nBob\nCleo\n"),
        ("ours.csv", b"sep=;\nname;username\nAda;ada\n"),
    ]);
    let nobody = "note: nobody of the roster handed anything in";
    let moodle = "note: Moodle finds students by username, ID number or email address";
    let tell = |args: &[&str]| {
        let (_, said) = run(folder.path(), &[&["a.json", "--csv", "out.csv"], args].concat());
        (said.contains(nobody), said.contains(moodle))
    };
    assert_eq!(tell(&["--roster", "others.csv"]), (true, false));
    assert_eq!(tell(&["--roster", "ours.csv"]), (false, false));
    assert_eq!(tell(&["--for", "moodle"]), (false, true));
    assert_eq!(tell(&["--for", "moodle", "--roster", "others.csv"]), (true, true));
    assert_eq!(tell(&["--for", "moodle", "--roster", "ours.csv"]), (false, false));
}
