//! Mistakes of which others follow: those that follow are not told.

use super::*;

const BOOK: &str = "book.toml";

#[test]
fn a_misspelt_name_is_told_and_not_what_it_would_have_brought() {
    once(CHAPTER, "```quiz", "```quizz", &format!("{CHAPTER}:74:1: unknown fence `quizz` (did you mean `quiz`?)"));
    let chapter = "unknown key `chapter` (did you mean `chapters`?)";
    once(BOOK, "[[parts.chapters]]", "[[parts.chapter]]", &format!("{BOOK}:11:9: {chapter}"));
    let part = said(|folder| {
        let text = fs::read_to_string(folder.join(BOOK)).expect("the file");
        fs::write(folder.join(BOOK), text.replace("[[parts", "[[part")).expect("written");
    });
    assert_eq!(part, [format!("{BOOK}:6:3: unknown key `part` (did you mean `parts`?)")]);
    let key = "\n[[questions]]\nid = \"o\"\nkind = \"numeric\"\nprompt = \"How?\"\ntolerance = 1\n[questions.kye]\n\
               scenario = \"tail-10\"\nmetric = \"slow_root_fraction\"\n";
    once_more(QUIZ, key, &format!("{QUIZ}:25:12: unknown key `kye` (did you mean `key`?)"));
}

#[test]
fn a_kind_that_its_keys_do_not_fit_is_told_alone() {
    let order = "\n[[questions]]\nid = \"o\"\nkind = \"single\"\nprompt = \"How?\"\nfeedback_correct = \"So.\"\n\
                 [[questions.items]]\nid = \"a\"\ntext = \"A\"\n[[questions.items]]\nid = \"b\"\ntext = \"B\"\n";
    let told = "unknown kind of question with these keys `single` (one of: ordering)";
    once_more(QUIZ, order, &format!("{QUIZ}:22:1: {told}"));
}

#[test]
fn what_stands_twice_is_told_once() {
    let again = "\n[[parts]]\nid = \"part-1\"\nnumber = 1\ntitle = \"Again\"\n";
    once_more(BOOK, again, &format!("{BOOK}:26:1: the part `part-1` stands here twice (the first is in {BOOK}:6)"));
}

#[test]
fn a_text_that_is_not_there_is_told_and_not_what_leads_to_it() {
    let lines = said(|folder| fs::remove_file(folder.join(CHAPTER)).expect("removed"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with(&format!("{BOOK}:11:1: there is no ")), "{lines:?}");
    let lines = said(|folder| fs::write(folder.join(CHAPTER), " \n").expect("written"));
    let empty = "this page is empty (begin with `+++`, then `title = \"…\"`, then `+++`)";
    assert_eq!(lines, [format!("{CHAPTER}:1:1: {empty}")]);
    let front = format!("{CHAPTER}:3:2: unknown key `x` (one of: title, breaks, summary, axes, villains)");
    once(CHAPTER, "breaks = ", "[x]\nbreaks = ", &front);
}

#[test]
fn a_name_that_is_refused_is_nobodys_hint() {
    for (name, right) in [("Tail-10", "tail-10"), ("tail 10", "tail-10")] {
        let lines = said(|folder| {
            let file = format!("part-1/first/scenarios/{name}.toml");
            fs::rename(folder.join(SCENARIO), folder.join(file)).expect("renamed");
        });
        let told = format!(
            "the name `{name}` must be words of a–z and 0–9 with `-` between them (call the file `{right}.toml`)"
        );
        assert_eq!(lines, [format!("part-1/first/scenarios/{name}.toml:1:1: {told}")]);
    }
}

#[test]
fn of_an_element_that_no_drawing_holds_its_attributes_are_not_told() {
    let bars = "part-1/first/figures/bars.svg";
    let at = |said: &str| format!("{bars}:7:1: {said}");
    let element = |name: &str| {
        at(&format!("`<{name}>` cannot stand in a drawing (draw with shapes and text; colours are attributes)"))
    };
    once(bars, "</svg>", "<image href=\"x.png\"/></svg>", &element("image"));
    once(bars, "</svg>", "<a href=\"https://example.org/\"></a></svg>", &element("a"));
    let out = "`fill=\"url(http://x/y)\"` leads out of the drawing (a drawing refers only to its own ids: `#mark`)";
    once(bars, "</svg>", "<path fill=\"url(http://x/y)\"/></svg>", &at(out));
    once(
        CHAPTER,
        "(figures/bars.svg",
        "(zzz.png",
        &format!("{CHAPTER}:48:1: unknown picture `zzz.png` (one of: figures/bars.svg)"),
    );
}

#[test]
fn files_of_editors_and_systems_are_passed_over() {
    let lines = said(|folder| {
        for inside in
            ["", "part-1/", "part-1/figures/", "part-1/first/", "part-1/first/figures/", "part-1/first/scenarios/"]
        {
            for name in [
                ".chapter.md.swp",
                "chapter.md~",
                ".DS_Store",
                "4913",
                "#chapter.md#",
                "Thumbs.db",
                "chapter.md.bak",
                "chapter.md.ORIG",
                "chapter.md.tmp",
                "chapter.md___jb_tmp___",
                "sedAbCdEf",
                "chapter.md.sb-1a2b3c",
                "THUMBS.DB",
                "~$notes.doc",
            ] {
                fs::write(folder.join(inside).join(name), "x").expect("written");
            }
        }
        fs::create_dir(folder.join(".git")).expect("a folder");
    });
    assert_eq!(lines, [""; 0]);
}

#[test]
fn a_note_may_end_in_a_list_a_table_or_code() {
    for end in ["- one\n    - two", "```text\n    x\n    ```", "| a | b |\n    |---|---|\n    | 1 | 2 |"] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(FIXTURE, folder.path());
        append(folder.path(), CHAPTER, &format!("\nA note.[^long]\n\n[^long]: It says:\n\n    {end}\n"));
        let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
        assert_eq!(mistakes, []);
        let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page");
        assert!(!faultlines::book::html::needs_mending(
            html.split_once("<main")
                .expect("a page")
                .1
                .split_once('>')
                .expect("a tag")
                .1
                .split_once("</main>")
                .expect("its end")
                .0
        ));
    }
}

#[test]
fn an_id_that_is_none_is_told_and_not_what_it_would_have_led_to() {
    for id in ["part-1", "first", "second", "third"] {
        for wrong in
            ["", "id = 5", "id = \"Not Kebab\"", "idd = \"x\"", "id = x", "id = \"\"", "ID = \"x\"", "id = 2024-01-01"]
        {
            let lines = said(|folder| replace(folder, BOOK, &format!("id = \"{id}\""), wrong));
            assert!(lines.len() == 1 && lines[0].starts_with(BOOK), "{id} → {wrong}: {lines:?}");
        }
        let lines = said(|folder| replace(folder, BOOK, &format!("id = \"{id}\""), "id = \"zzz\""));
        assert!(lines.len() == 1 || id == "third", "{id}: {lines:?}");
    }
    let twice = "[[parts]]\nid = \"part-1\"\nnumber = 2\ntitle = \"Other\"\n\n[[parts]]";
    once(
        BOOK,
        "[[parts]]",
        twice,
        &format!("{BOOK}:11:1: the part `part-1` stands here twice (the first is in {BOOK}:6)"),
    );
}

#[test]
fn one_mistake_in_a_key_is_one_line() {
    let plate = |lines: &str| {
        format!("hedge = \"percentile\"\n\n{lines}question = \"How?\"\nmetric = \"slow_root_fraction\"\nmax = 1")
    };
    let (hedge, late) = ("hedge = \"percentile\"", "start_ms = 9e5\ncaption = \"The");
    for (file, before, after) in [
        (BOOK, "title = ", "TITLE = "),
        (BOOK, "title = \"Small book\"", "title = 2024-01-01"),
        (CHAPTER, "title = ", "TITLE = "),
        (CHAPTER, "title = \"Ten leaves\"", "title = 09:41:00"),
        (CHAPTER, "caption = \"The", "start_ms = 99999999999\ncaption = \"The"),
        (CHAPTER, "id = \"ten\"", "id = ten"),
        (CHAPTER, hedge, &plate("[predicx]\n")),
        (CHAPTER, hedge, &plate("")),
        (SCENARIO, "[params]\n", ""),
        (QUIZ, "[[questions.options]]", "[[questions.optionx]]"),
        (QUIZ, "[[questions]]", "[[question]]"),
        (QUIZ, "kind = \"single\"", "KIND = \"single\""),
    ] {
        let lines = said(|folder| replace(folder, file, before, after));
        assert!(lines.len() == 1 && lines[0].starts_with(file), "{before} → {after}: {lines:?}");
    }
    for (file, before, after) in [
        (CHAPTER, "scenario = \"tail-10\"", "scenario = \"tail-1\""),
        (CHAPTER, "scenario = \"tail-10\"", "scenario = 5"),
        (SCENARIO, "[params]", "[params"),
    ] {
        let lines = said(|folder| {
            replace(folder, CHAPTER, "caption = \"The", late);
            replace(folder, file, before, after);
        });
        assert!(lines.len() == 1 && lines[0].starts_with(file), "{before} → {after}: {lines:?}");
    }
    let key = "[questions.key]\nscenario = \"tail-10\"\nmetric = \"slow_root_fraction\"\n";
    for keys in [
        format!("tolerance_percenx = 1\n{key}"),
        format!("tolerance = 1\n{}", key.replace("scenario", "scenarix")),
        format!("tolerance = 1\n{}", key.replace("[questions.key]\n", "")),
    ] {
        let more = format!("\n[[questions]]\nid = \"o\"\nkind = \"numeric\"\nprompt = \"How?\"\n{keys}");
        let lines = said(|folder| append(folder, QUIZ, &more));
        assert!(lines.len() == 1 && lines[0].starts_with(QUIZ), "{keys}: {lines:?}");
    }
}
