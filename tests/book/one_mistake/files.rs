//! Mistakes of book.toml and of the files that it leads to.

use std::fs;

use super::*;

const BOOK: &str = "book.toml";

/// A file of each kind beside a chapter.
const FILES: [&str; 3] = ["scenarios/tail-10.toml", "figures/bars.svg", "quiz.toml"];

#[test]
fn a_chapter_or_a_part_stands_once() {
    let twice = format!("{BOOK}:26:1: the chapter `first` stands here twice (the first is in {BOOK}:11)");
    once_more(BOOK, "\n[[parts.chapters]]\nid = \"first\"\n", &twice);
    let part = "\n[[parts]]\nid = \"part-1\"\nnumber = 2\ntitle = \"Again\"\n";
    once_more(BOOK, part, &format!("{BOOK}:26:1: the part `part-1` stands here twice (the first is in {BOOK}:6)"));
    let lines = said(|folder| {
        append(folder, BOOK, "\n[[parts]]\nid = \"part-2\"\nnumber = 1\ntitle = \"Other\"\n");
        fs::create_dir(folder.join("part-2")).expect("a folder");
        let page = "+++\ntitle = \"Other\"\nsummary = \"Another part.\"\n+++\n";
        fs::write(folder.join("part-2/index.md"), page).expect("written");
    });
    assert_eq!(lines, [format!("{BOOK}:28:1: a second part has the number 1 (the first is in {BOOK}:8)")]);
    once(BOOK, "number = 1", "numbr = 1", &format!("{BOOK}:8:1: unknown key `numbr` (did you mean `number`?)"));
    once(BOOK, "number = 1", "number = 99999999999", &format!("{BOOK}:8:1: `number` must be at most 4294967295"));
    once(
        BOOK,
        "title = \"The only part\"",
        "titel = \"The\"",
        &format!("{BOOK}:9:1: unknown key `titel` (did you mean `title`?)"),
    );
    let braces = format!("{BOOK}:9:1: `title` has braces, and nothing is computed there (write it in words)");
    once(BOOK, "The only part", "The {{ only part", &braces);
    once(BOOK, "planned = true", "planned = \"yes\"", &format!("{BOOK}:17:1: `planned` must be true or false"));
    let syntax = format!("{BOOK}:6:8: this is not valid TOML: unclosed array table, expected `]]`");
    once(BOOK, "[[parts]]", "[[parts", &syntax);
}

#[test]
fn the_folder_of_a_misspelt_entry_is_read_and_its_name_told_once() {
    once(BOOK, "\"first\"", "\"frist\"", &format!("{BOOK}:12:1: unknown folder `frist` (did you mean `first`?)"));
    once(BOOK, "\"part-1\"", "\"prt-1\"", &format!("{BOOK}:7:1: unknown folder `prt-1` (did you mean `part-1`?)"));
}

#[test]
fn a_folder_of_the_books_own_is_no_part_and_no_chapter() {
    for id in ["assets", "authors", "cards", "embed", "glossary", "reference"] {
        let lines = said(|folder| {
            append(folder, BOOK, &format!("\n[[parts]]\nid = \"{id}\"\nnumber = 2\ntitle = \"Other\"\n"));
            fs::create_dir(folder.join(id)).expect("a folder");
            let page = "+++\ntitle = \"Other\"\nsummary = \"Another part.\"\n+++\n";
            fs::write(folder.join(id).join("index.md"), page).expect("written");
        });
        assert_eq!(lines, [format!("{BOOK}:27:1: `{id}` is a folder of the book’s own, and no part can be called so")]);
    }
    let own = format!("{BOOK}:27:1: `figures` is a folder of the book’s own, and no chapter can be called so");
    once_more(BOOK, "\n[[parts.chapters]]\nid = \"figures\"\n", &own);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_what_refers_to_it_is_not() {
    for file in [CHAPTER, OTHER, QUIZ, "index.md", "part-1/index.md", BOOK] {
        let lines = said(|folder| {
            let mut bytes = fs::read(folder.join(file)).expect("the file");
            bytes.extend(b"# caf\xe9");
            fs::write(folder.join(file), bytes).expect("written");
        });
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].starts_with(file) && lines[0].ends_with(":6: this file is not UTF-8 (save it as UTF-8)"),
            "{lines:?}"
        );
        let bom = said(|folder| {
            let text = fs::read_to_string(folder.join(file)).expect("the file");
            fs::write(folder.join(file), format!("\u{feff}{text}")).expect("written");
        });
        assert_eq!(bom, [""; 0], "{file} with a byte-order mark");
        for ending in ["\r\n", "\r"] {
            let lines = said(|folder| {
                let text = fs::read_to_string(folder.join(file)).expect("the file");
                fs::write(folder.join(file), text.replace('\n', ending)).expect("written");
            });
            assert_eq!(lines, [""; 0], "{file} with lines that end in {ending:?}");
        }
    }
    let lines = said(|folder| fs::remove_file(folder.join(QUIZ)).expect("removed"));
    assert_eq!(
        lines,
        [format!(
            "{CHAPTER}:1:1: this chapter has no quiz (write quiz.toml beside it and a ```quiz fence where it goes)"
        )]
    );
    let lines = said(|folder| fs::remove_file(folder.join(OTHER)).expect("removed"));
    assert_eq!(lines, [format!("{BOOK}:22:1: there is no {OTHER}")]);
}

#[test]
fn what_is_no_file_among_the_files_of_a_chapter_is_told() {
    let holds = "a chapter is chapter.md, quiz.toml, scenarios/*.toml, reality/*.toml, figures/* and the folders of its `pages` in \
                 book.toml";
    for name in ["scenarios/x.toml", "figures/x.svg", "notes"] {
        let lines = said(|folder| {
            let path = folder.join("part-1/first").join(name);
            fs::create_dir(&path).expect("a folder");
            fs::write(path.join("inside.txt"), "").expect("written");
        });
        let told = format!("part-1/first/{name}:1:1: no folder can stand here ({holds})");
        assert_eq!(lines.first(), Some(&told), "{lines:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_the_file_and_one_to_nothing_is_told() {
    use std::os::unix::fs::symlink;
    for name in FILES {
        let path = format!("part-1/first/{name}");
        let lines = said(|folder| {
            fs::rename(folder.join(&path), folder.join(".moved")).expect("moved");
            symlink(folder.join(".moved"), folder.join(&path)).expect("a link");
        });
        assert_eq!(lines, [""; 0], "{name}");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let lines = said(|folder| {
            fs::copy(folder.join(&path), elsewhere.path().join("file")).expect("a copy");
            fs::remove_file(folder.join(&path)).expect("removed");
            symlink(elsewhere.path().join("file"), folder.join(&path)).expect("a link");
        });
        let told = format!("{path}:1:1: this link leads out of the content folder (put the file itself here)");
        assert_eq!(lines, [told]);
        let lines = said(|folder| {
            fs::remove_file(folder.join(&path)).expect("removed");
            symlink("nowhere", folder.join(&path)).expect("a link");
        });
        assert_eq!(lines, [format!("{path}:1:1: cannot read this file: No such file or directory (os error 2)")]);
    }
    let lines = said(|folder| {
        fs::remove_file(folder.join(CHAPTER)).expect("removed");
        symlink("nowhere", folder.join(CHAPTER)).expect("a link");
    });
    assert_eq!(lines, [format!("{BOOK}:11:1: {CHAPTER} links to nothing")]);
}

#[test]
fn a_picture_in_lists_is_a_scenario_a_plate_or_a_drawing_of_the_part() {
    let third = "picture = \"figures/third.svg\"";
    let unused = "part-1/figures/third.svg:1:1: nothing uses this picture (put it into index.md or, as the `picture` of a \
                  chapter, into book.toml: `figures/third.svg`)";
    let show = |name: &str| {
        let picture = format!("picture = \"{name}\"");
        said(|folder| replace(folder, BOOK, third, &picture))
    };
    for name in ["part-fan", "front-ring", "tail-10"] {
        assert_eq!(show(name), [unused], "{name}");
    }
    let wrong = format!("{BOOK}:20:1: unknown scenario `tail-11` (did you mean `tail-10`?)");
    assert_eq!(show("tail-11"), [&wrong, unused]);
    let wrong = format!("{BOOK}:20:1: unknown picture `figures/second.svg` (did you mean `figures/third.svg`?)");
    assert_eq!(show("figures/second.svg"), [wrong]);
    once(BOOK, third, "picture = 3", &format!("{BOOK}:20:1: `picture` must be text in quotes"));
    let unpictured = said(|folder| {
        let scenario = "lab = \"top-k\"\n";
        fs::write(folder.join("part-1/first/scenarios/top.toml"), scenario).expect("written");
        replace(folder, BOOK, "picture = \"tail-10\"", "picture = \"top\"");
    });
    let hint = "draw one by hand: `figures/NAME.svg` in the part’s folder";
    assert_eq!(unpictured, [format!("{BOOK}:24:1: the lab `top-k` of `top` has no picture yet ({hint})")]);
    let folder = said(|folder| fs::create_dir(folder.join("part-1/figures/deep")).expect("a folder"));
    let hint = "a part is index.md, map.toml, quiz.toml, figures/* and the folders of its chapters";
    assert_eq!(folder, [format!("part-1/figures/deep:1:1: no folder can stand here ({hint})")]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_keeps_nobody_waiting_and_a_linked_folder_is_of_the_content() {
    use std::os::unix::fs::symlink;
    for name in FILES {
        let path = format!("part-1/first/{name}");
        let lines = said(|folder| {
            fs::remove_file(folder.join(&path)).expect("removed");
            let made = std::process::Command::new("mkfifo").arg(folder.join(&path)).status();
            assert!(made.is_ok_and(|status| status.success()), "a pipe");
        });
        assert_eq!(lines, [format!("{path}:1:1: cannot read this file: it is no file")]);
    }
    let lines = said(|folder| {
        let made = std::process::Command::new("mkfifo").arg(folder.join("part-1/first/figures/x.png")).status();
        assert!(made.is_ok_and(|status| status.success()), "a pipe");
        append(folder, CHAPTER, "\n![A pipe](figures/x.png \"A pipe.\")\n");
    });
    assert_eq!(lines, ["part-1/first/figures/x.png:1:1: cannot read this file: it is no file"]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let lines = said(|folder| {
        copy(folder.join("part-1/first/figures"), elsewhere.path());
        fs::remove_dir_all(folder.join("part-1/first/figures")).expect("removed");
        symlink(elsewhere.path(), folder.join("part-1/first/figures")).expect("a link");
    });
    assert!(!lines.is_empty(), "a folder elsewhere is told");
    let told = "this link leads out of the content folder (put the file itself here)";
    assert!(lines.iter().all(|line| line.ends_with(told)), "{lines:?}");
}

#[test]
fn two_pictures_have_two_names() {
    for (one, other) in [("größe.png", "gro\u{308}ße.png"), ("ring.png", "Ring.png")] {
        let lines = said(|folder| {
            for name in [one, other] {
                fs::write(folder.join("part-1/first/figures").join(name), "x").expect("written");
            }
            append(folder, CHAPTER, &format!("\n![A](figures/{one} \"A.\")\n"));
        });
        assert!(lines.iter().any(|line| line.contains("this has the name of ")), "{lines:?}");
    }
}

#[test]
fn a_name_has_one_spelling_whoever_writes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let figures = folder.path().join("part-1/first/figures");
    for name in ["my ring.svg", "ring#2.svg", "gro\u{308}sse.svg"] {
        fs::copy(figures.join("bars.svg"), figures.join(name)).expect("a copy");
    }
    fs::write(figures.join("pie#1.png"), "x").expect("written");
    let text = "\n## Gro\u{308}ße\n\nA [size](#gr%C3%B6%C3%9Fe), [again](#größe), and [the ring](figures/ring%232.svg).\n\n\
                ![A](figures/my%20ring.svg \"A.\")\n\n![B](figures/ring%232.svg \"B.\")\n\n![C](figures/größe.svg \"C.\")\n\n\
                ![D](figures/pie%231.png \"D.\")\n";
    append(folder.path(), CHAPTER, &text.replace("größe.svg", "grösse.svg"));
    let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    assert_eq!(mistakes, []);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page");
    for written in
        ["<h2 id=\"größe\">", "href=\"#größe\">size", "figures/ring%232.svg\">the ring", "src=\"figures/pie%231.png\""]
    {
        assert!(html.contains(written), "{written}");
    }
    let published: Vec<&str> = book.figures.iter().map(|(_, path)| path.as_str()).collect();
    assert!(published.contains(&"part-1/first/figures/grösse.svg"), "{published:?}");
}
