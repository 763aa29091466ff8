//! Sound text is not refused.

use super::*;

#[test]
fn sound_text_is_not_refused() {
    let deep = |mark: &str, times: usize| mark.repeat(times);
    for (text, expected) in [
        ("## What `{{tail-10.nine}}` means", "id=\"what-tail-10-nine-means\">What <code>{{tail-10.nine}}</code> means"),
        ("## The `{{tail-10.nine}}` of it {#of-it}", "aria-label=\"Link to “The {{tail-10.nine}} of it”\""),
        ("![Of `{{tail-10.nine}}`](figures/bars.svg \"Bars.\")", "aria-label=\"Of {{tail-10.nine}}\""),
        ("\\{\\{tail-10.nine\\}\\} is text", "<p>{{tail-10.nine}} is text"),
        ("&#123;&#123;tail-10.nine}\\} is text", "<p>{{tail-10.nine}} is text"),
        ("Raw <code>{{tail-10.nine}}</code>", "<code>{{tail-10.nine}}</code>"),
        ("<pre><code>{{tail-10.nine}}\n{{</code></pre>", "<pre><code>{{tail-10.nine}}\n{{</code></pre>"),
        (
            "```aside\n[x][There], [there], and a note.[^Why]\n```\n\n[there]: ../second/ \"It\"",
            "index.html\" title=\"It\">there</a>",
        ),
        ("```timeline\n09:41 | [x][there]\n```\n\n[there]:\n  ../second/", "<span><a href=\"../second/index.html\""),
        ("\\[^x] and &#91;^x] and [^a b]", "[^x] and [^x] and [^a b]"),
        ("matrix\\[i][j], f(x)[k], \\[1][2]", "matrix[i][j], f(x)[k], [1][2]"),
        ("\\\\[x](../second/)", "<p>\\<a href"),
        (&format!("{} x", deep(">", 32)), "<blockquote>"),
        (&format!("{} x", deep("- ", 32)), "<ul>"),
    ] {
        let html = page(&format!("\n{text}\n"));
        assert!(html.contains(expected), "{text}: {:?}", html.split_once(&expected[..8]).map(|(_, rest)| &rest[..200]));
    }
}

#[test]
fn brackets_that_look_like_a_reference_are_told_how_they_are_text() {
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    let note = "unknown note `a-z` (define it, `[^a-z]: …` on a line of its own; where it is text, write `\\[^a-z]`)";
    once_more(CHAPTER, "\nIt is [^a-z]*.\n", &at(7, note));
    let lines = said(|folder| append(folder, CHAPTER, "\nmatrix[i][j]\n"));
    assert!(lines.len() == 1 && lines[0].ends_with("before the first: `\\[…][j]`)"), "{lines:?}");
}

#[test]
fn front_matter_is_found_whatever_blanks_are_around_it() {
    for (opening, closing) in [("+++ \n", "+++\n"), ("\n \n+++\n", "+++\n"), ("+++\n", "+++\t\n"), ("+++\n", "+++")] {
        let lines = said(|folder| {
            let text = format!("{opening}title = \"T\"\nsummary = \"S\"\n{closing}");
            fs::write(folder.join("part-1/index.md"), text).expect("written");
        });
        let drawing = |line: &String| line.contains("nothing uses this picture");
        assert!(lines.iter().all(drawing), "{opening:?} {closing:?}: {lines:?}");
    }
}

#[test]
fn a_drawing_is_read_as_browsers_read_it() {
    let bars = "part-1/first/figures/bars.svg";
    for (before, after) in [
        ("0 0 100 20", "0\t0\n100, 20"),
        ("</svg>", "<linearGradient id=\"g\"/><path fill=\"url('#g')\"/><path fill='url(\"#g\")'/></svg>"),
        ("</svg>", "<path fill=\"var(--good, red)\"/></svg>"),
    ] {
        assert_eq!(said(|folder| replace(folder, bars, before, after)), [""; 0], "{after}");
    }
}

#[test]
fn the_address_of_a_book_is_what_the_standard_makes_of_it() {
    for (written, sent) in [
        ("https://example.org/größe/", "https://example.org/gr%C3%B6%C3%9Fe/"),
        ("https://EXAMPLE.org/x/", "https://example.org/x/"),
        ("https://example.org:443/x/", "https://example.org/x/"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(FIXTURE, folder.path());
        replace(folder.path(), "book.toml", "https://faultlines.example/small/", written);
        let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
        assert_eq!(mistakes, []);
        let (_, map) = book.pages.iter().find(|(path, _)| path == "sitemap.xml").expect("the map");
        assert!(map.contains(&format!("{sent}part-1/")), "{map}");
    }
}
