//! `faultlines export`, as a real process, of a small site that was not built.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use assert_cmd::Command;
use zip::ZipArchive;

/// A small site.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    let page = |title: &str| format!("<body class=\"chapter\"><article class=\"sheet\"><h1>{title}</h1></article>");
    write(
        "index.html",
        "<title>Book: about it</title><link rel=\"stylesheet\" href=\"assets/a.css\"><div class=\"menu\"><ol>\
         <li><a href=\"./part-1/ring/index.html\">1.1 Ring</a><li><a href=\"./part-1/tail/index.html\">1.2 Tail</a></ol></div>",
    );
    write("part-1/ring/index.html", &page("Ring"));
    write("part-1/tail/index.html", &page("Tail"));
    write("index.html.br", "brotli");
    write("index.html.gz", "gzip");
    write("data/own.gz", "a file of the book");
    folder
}

/// Whether it succeeded, and what it said: its result, or the error.
fn export(folder: &Path, line: &str, browser: &str) -> (bool, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command
        .current_dir(folder)
        .arg("export")
        .args(line.split(' '))
        .env("CHROMIUM", browser)
        .env("PATH", "/bin:/usr/bin");
    let run = command.output().expect("it runs");
    let said = if run.status.success() { run.stdout } else { run.stderr };
    (run.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// A browser that prints what this shell command writes.
#[cfg(unix)]
fn browser(folder: &Path, writes: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("browser");
    let script = format!(
        "#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) out=${{word#--print-to-pdf=}};; esac; done\n{writes}\n"
    );
    fs::write(&path, script).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("made a program");
    path.display().to_string()
}

#[test]
fn the_book_as_a_zip_is_the_same_each_time_and_holds_no_compressed_copy() {
    let folder = built();
    let zip = |name: &str| {
        let (done, said) = export(folder.path(), &format!("book -o {name}"), "");
        assert!(done, "{said}");
        fs::read(folder.path().join(name)).expect("the zip")
    };
    let first = zip("a.zip");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let run = command.current_dir(folder.path()).args(["export", "book", "-o", "-"]).output().expect("it runs");
    assert!(run.stdout == first && !folder.path().join("-").exists(), "`-` is standard output");
    assert!(String::from_utf8_lossy(&run.stderr).starts_with("standard output: "), "it is told beside it");
    // Neither the time nor the place is in it.
    let file = fs::File::options().write(true).open(folder.path().join("dist/index.html")).expect("a file");
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1 << 30)).expect("older");
    assert!(first == zip("b.zip"), "the second is another");
    let mut archive = ZipArchive::new(Cursor::new(first)).expect("a zip");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    assert_eq!(names, ["data/own.gz", "index.html", "part-1/ring/index.html", "part-1/tail/index.html"]);
    let mut text = String::new();
    archive.by_name("part-1/ring/index.html").expect("a page").read_to_string(&mut text).expect("text");
    assert!(text.contains("<h1>Ring</h1>"), "{text}");
}

#[test]
fn what_cannot_be_exported_is_said() {
    let folder = built();
    for (line, said) in [
        ("book --site nowhere", "there is no built site in nowhere; run `faultlines build`"),
        ("pdf --site nowhere", "there is no built site in nowhere; run `faultlines build`"),
        ("book -o dist/book.zip", "dist/book.zip lies in the site dist, which would hold itself"),
        ("pdf -o dist/part-1/book.pdf", "lies in the site dist"),
        ("book -o dist", "dist is a folder: name a file"),
        ("book -o no/such/book.zip", "cannot write no/such/book.zip: there is no folder no/such"),
        // Before the pages are read, and a browser is asked for.
        ("pdf rin -o no/such/book.pdf", "cannot write no/such/book.pdf: there is no folder no/such"),
        ("slides ring -o - --reveal .", "a deck is a folder"),
        ("pdf rin", "unknown chapter `rin` (did you mean `ring`?)"),
        ("pdf --key", "there is no quiz on these pages, and so no key"),
        #[cfg(target_os = "linux")]
        ("book -o /dev/full", "cannot write /dev/full"),
    ] {
        let (done, told) = export(folder.path(), line, "");
        assert!(!done && told.contains(said), "{line}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_browser_prints_the_pdf_or_it_is_said_why_not() {
    let folder = built();
    let good = browser(folder.path(), "printf '%%PDF-1.4\\n%%%%EOF\\n' > $out");
    let (done, said) = export(folder.path(), "pdf ring -o ring.pdf", &good);
    assert!(done && said.starts_with("ring.pdf: "), "{said}");
    assert!(fs::read(folder.path().join("ring.pdf")).is_ok_and(|pdf| pdf.starts_with(b"%PDF-")));
    for (line, writes, said) in [
        ("pdf -o half.pdf", "printf '%%PDF-1.4' > $out", "printed nothing that is whole"),
        ("pdf -o half.pdf", "exit 3", "the browser ended with exit status: 3"),
        #[cfg(target_os = "linux")]
        ("pdf -o /dev/full", "printf '%%PDF-1.4\\n%%%%EOF\\n' > $out", "cannot write /dev/full"),
    ] {
        let (done, told) = export(folder.path(), line, &browser(folder.path(), writes));
        assert!(!done && told.contains(said), "{line}: {told}");
        assert!(!folder.path().join("half.pdf").exists());
    }
    let (done, told) = export(folder.path(), "pdf", "/nowhere/chromium");
    assert!(!done && told.contains("cannot start the browser"), "{told}");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let run = command.current_dir(folder.path()).args(["export", "pdf"]).env("PATH", "").env_remove("CHROMIUM");
    let told = String::from_utf8(run.output().expect("it runs").stderr).expect("text");
    assert!(told.contains("no Chromium is installed"), "{told}");
}
