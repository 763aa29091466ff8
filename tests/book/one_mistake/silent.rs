//! What would stand on a page in another way than its author means, and is told or mended.

use super::*;

#[test]
fn a_note_is_known_in_any_case() {
    let html = page("\nOne.[^Karger] Two.[^KARGER] Three.[^karger] New.[^MASSE]\n\n[^karger]: K.\n\n[^maße]: M.\n");
    for (id, times) in [("fn-karger", 1), ("ref-karger", 1), ("ref-karger.2", 1), ("ref-karger.3", 1), ("fn-masse", 1)]
    {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), times, "{id}");
    }
}

#[test]
fn a_price_is_text_of_which_markdown_is_read() {
    for (text, expected) in [
        ("$5&nbsp;to&nbsp;$7", "$5\u{a0}to\u{a0}$7"),
        ("$5 ~~or~~$6", "$5 <s>or</s>$6"),
        ("$0.09--$0.12", "$0.09–$0.12"),
        ("\"$5\"-\"$6\"", "“$5”-“$6”"),
        ("It is $5 a *month*, no US$7.", "It is $5 a <em>month</em>, no US$7."),
        ("$1, $2, $3$4$5", "$1, $2, $3$4$5"),
        ("[$5 or](../second/)$6", "$5 or</a>$6"),
    ] {
        assert!(page(&format!("\n{text}\n")).contains(expected), "{text}");
    }
    let html = page("\nThe $n$th of $1-q$.\n");
    assert!(html.contains("<p>The <math") && html.contains("</math>th of <math"), "maths is set");
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    let words =
        "this is read as maths, and holds words (write `\\$` for a dollar; in maths words stand in `\\text{…}`)";
    once_more(CHAPTER, "\n$HOME/bin:$PATH\n", &at(1, words));
    let end = "this maths does not end (close every brace, and then the maths with a `$` that no figure follows; write `\\$` for a dollar)";
    once_more(CHAPTER, "\nIt is $\\frac{1$ now.\n", &at(7, end));
    once_more(CHAPTER, "\nIt is $\\frac{1}{2}$5 now.\n", &at(7, end));
}

#[test]
fn a_dollar_in_doubt_is_told() {
    let hint = "write `\\$` for a dollar; before maths stands a blank or a mark, and it ends with a term";
    for (text, column) in
        [("10$/h, 12$/h", 3), ("2$-3$", 2), ("$A/$B", 1), ("$5/$n", 1), ("cost=$5;b=$x;", 6), ("a 5$/10$ b", 4)]
    {
        let told = format!("{CHAPTER}:79:{column}: this is read as maths, and may be two prices ({hint})");
        once_more(CHAPTER, &format!("\n{text}\n"), &told);
    }
    for text in ["It costs $5 or 7$ a GB.", "From $6 to 9$.", "It costs $5, or $6, or 7$."] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n{text}\n")));
        assert!(lines.len() == 1 && lines[0].contains("this is read as maths"), "{text}: {lines:?}");
    }
    let lines = said(|folder| append(folder, CHAPTER, "\nWe paid $$5 and got $$7 back.\n"));
    assert!(lines.len() == 1 && lines[0].contains("this is read as maths, and holds words"), "{lines:?}");
    page("\nThe $n$th, ($x$), “$y$”, $1/n$, –$z$, $f(x)$ and $a$-$b$.\n\n$$x = 1$$\n");
}

#[test]
fn raw_html_brings_no_file_and_leads_nowhere_by_another_name() {
    for (html, what) in [
        ("<svg viewBox=\"0 0 9 9\"><image href=\"https://o.example/x.png\"/></svg>", "`href` of `<image>`"),
        ("<svg viewBox=\"0 0 9 9\"><use href=\"https://o.example/x.svg#a\"/></svg>", "`href` of `<use>`"),
        ("<table background=\"https://o.example/x.png\"><tr><td>x</td></tr></table>", "`background` of `<table>`"),
        ("<p><math href=\"nope.html\"></math></p>", "`href` of `<math>`"),
        ("<form action=\"https://o.example/\"></form>", "`<form>` cannot stand in a chapter"),
        ("<p><button formaction=\"https://o.example/\">x</button></p>", "`<button>` cannot stand in a chapter"),
        ("<p><label for=\"quiz\">x</label></p>", "`<label>` cannot stand in a chapter"),
        ("<p><a href=\"../second/\" ping=\"https://o.example/\">x</a></p>", "`ping`"),
    ] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n{html}\n")));
        assert!(lines.len() == 1 && lines[0].contains(what), "{html}: {lines:?}");
    }
    for html in ["<a xlink:href=\"nope.html\">x</a>", "<b aria-describedby=\"quiz nope.html\">x</b>"] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n<p>{html}</p>\n")));
        assert!(lines.len() == 1 && lines[0].contains("nope.html"), "{lines:?}");
    }
    let level = "a heading of level 4 stands under one of level 2";
    once_more(CHAPTER, "\n<h4>Deep</h4>\n", &format!("{CHAPTER}:79:1: {level}"));
}

#[test]
fn a_formula_is_mathml_and_nothing_else() {
    let hint = "leave out commands such as `\\mathstrut`, `\\big` and `\\operatorname*`; the name of an operator is letters alone, \
                `\\operatorname{name}`";
    let told = format!("{CHAPTER}:79:1: this maths cannot be set ({hint})");
    for tex in [
        "\\operatorname{<script src=//o.example/x.js></script>}",
        "\\operatorname{a<b>c}",
        "\\operatorname{<mi>}",
        "\\operatorname{</mi></math>}",
        "\\operatorname*{arg\\,max}_x f",
        "\\mathstrut",
        "\\big|",
    ] {
        once_more(CHAPTER, &format!("\n${tex}$ is it.\n"), &told);
    }
    page(
        "\n$\\operatorname{rank}(x) \\le \\sum_{i=1}^{n} \\frac{a_i}{\\sqrt{b_i}}$ and $\\left( \\frac{1}{2} \\right)$.\n",
    );
}

#[test]
fn maths_shows_its_blanks_and_its_signs() {
    let html = page("\n<!-- x -->\n\n$5~\\text{ms}$ and $\\Delta < d$ and $a \\lt b$.\n");
    assert!(html.contains("\u{a0}") && !html.contains("&amp;nbsp;"), "a blank that does not break");
    assert_eq!(html.matches(">&lt;</mo>").count(), 2, "a sign that is no tag");
}

#[test]
fn notes_and_the_references_to_them_have_ids_of_their_own() {
    let html = page("\nx[^1] y[^1] z[^1-2]\n\n[^1]: A.\n\n[^1-2]: B.\n");
    for id in ["ref-1", "ref-1.2", "ref-1-2"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn a_line_is_no_block() {
    let told = "only a line of text can stand here, and this is a block of Markdown \
                (behind a backslash a mark is text: `404\\. That`, `\\- item`, `\\# Head`)";
    for line in ["404. That is an error", "- item", "## Head", "> q", "***", "<div>x</div>"] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n```timeline\n09:41 | {line}\n```\n")));
        assert!(lines.contains(&format!("{CHAPTER}:80:9: {told}")), "{line}: {lines:?}");
    }
    for text in ["1. x", "- y", "```\\nx\\n```", "a\\n\\nb"] {
        once(QUIZ, "\"The mean leaf\"", &format!("\"{text}\""), &format!("{QUIZ}:17:1: {told}"));
    }
    page(
        "\n```timeline\n09:41 | 404\\. That\n09:42 | \\- item\n09:43 | \\# Head\n09:44 | a *b* `c` [d](../second/) $x$\n```\n",
    );
    let clock = "a line of a timeline has a time and a text (09:41 | the first page goes out)";
    once_more(CHAPTER, "\n```timeline\n09:41:99 | x\n```\n", &format!("{CHAPTER}:80:1: {clock}"));
}

#[test]
fn what_stands_once_on_a_page_stands_in_no_quiz() {
    let told = "no heading, note or id can stand in a quiz \
                (put them into the chapter; `**bold**` stands out in a quiz too)";
    for text in ["## Head", "<p id='a'>x</p>", "x[^a]\\n\\n[^a]: b"] {
        let prompt = format!("prompt = \"{text}\\n\\n");
        once(QUIZ, "prompt = \"", &prompt, &format!("{QUIZ}:6:1: {told}"));
    }
}

#[test]
fn a_table_whose_columns_do_not_match_is_told_however_it_is_written() {
    let told = "the head of this table has 3 cells, and the line below it 2 \
                (give both as many; a bar in a cell is written `\\|`, in maths `\\mid`)";
    for (rows, line) in [
        ("| a | b | c |\n|\t---|--- |\n", 80),
        ("a | b | c\n- | -\n", 80),
        ("a | b | c\n--- | ---\n1 | 2\n", 80),
        ("> | a | b | c |\n> |---|---|\n", 80),
        ("- | a | b | c |\n  |---|---|\n  | 1 | 2 |\n- x\n", 80),
        ("1. see\n   | a | b | c |\n   |---|---|\n2. x\n", 81),
        ("> - | a | b | c |\n>   |---|---|\n> - x\n", 80),
    ] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n{rows}")));
        assert!(
            lines.len() == 1 && lines[0].starts_with(&format!("{CHAPTER}:{line}:")) && lines[0].ends_with(told),
            "{rows}: {lines:?}"
        );
    }
    page("\na | b\n- | -\n1 | 2\n\nIt is a | b.\n- x\n");
    let html = page("\n- | a | b |\n  |---|---|\n  | 1 | 2 |\n- x\n");
    assert!(html.contains("<li><div class=\"scroll-x\""), "a list holds a table");
}

#[test]
fn a_row_stands_in_a_table_and_a_link_in_its_cell() {
    let told = "this row stands in no table (its head stands right above a line `|---|---|`, of hyphens and of as many cells, and \
                its rows right below)";
    for (rows, line) in [
        ("| a | b |\n|---+---|\n| 1 | 2 |\n", 79),
        ("| a | b |\n|—|—|\n", 79),
        ("| a | b |\n|===|===|\n", 79),
        ("| a | b |\n|\u{a0}---|---|\n", 79),
        ("| a | b |\n\n|---|---|\n", 79),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n", 83),
        ("See:\n| 1 | 2 |\n", 80),
    ] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n{rows}")));
        assert_eq!(lines.first(), Some(&format!("{CHAPTER}:{line}:1: {told}")), "{rows}: {lines:?}");
    }
    page("\nIt is |a| and |b\\|.\n");
    let cut = "this bar ends a cell within maths, code or a link (a bar in a cell is written `\\|`, in maths `\\mid`, in an address \
               `%7C`)";
    once_more(CHAPTER, "\n| a | b |\n|---|---|\n| [x](#price | y) |\n", &format!("{CHAPTER}:81:14: {cut}"));
}

#[test]
fn an_address_of_mail_is_a_link() {
    assert!(page("\nWrite to <a@b.example>.\n").contains("<a href=\"mailto:a@b.example\">a@b.example</a>"));
    let nowhere = "this link leads nowhere (write its address: `[text](../index.html)`)";
    once_more(CHAPTER, "\n[x](#)\n", &format!("{CHAPTER}:79:1: {nowhere}"));
}

#[test]
fn a_heading_has_a_text_and_one_anchor() {
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    let text = "this heading has no text (write it before its anchor: `## Text {#my-anchor}`)";
    once_more(CHAPTER, "\n## {#only}\n", &at(1, text));
    let hint = "(its anchor is one word, `{#my-anchor}`; braces that are text are written `\\{` and `\\}`)";
    once_more(CHAPTER, "\n## x \\{#y}\n", &at(7, &format!("`{{#y}}` is no anchor of a heading {hint}")));
    for braces in ["{#}", "{#a b}", "{.a}", "{a, b}", "{#a .b}"] {
        once_more(
            CHAPTER,
            &format!("\n## Head {braces}\n"),
            &at(9, &format!("`{braces}` is no anchor of a heading {hint}")),
        );
    }
    let maths = "no maths can stand in a heading (say it in words: the contents of a page show it plain)";
    once_more(CHAPTER, "\n## Of $n$ nodes\n", &at(1, maths));
    page("\n## Head {#a}\n\n## The set \\{a, b\\}\n\n## The set `{a}`\n\nHead {#b}\n---\n");
}

#[test]
fn a_link_out_of_the_book_is_an_address() {
    for href in [
        "file:///home/me/x.html",
        "C:\\x",
        "https://",
        "http:/x",
        "<https://exa mple.org>",
        "//example.org/x",
        "<https://example.org/a b>",
    ] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n[x]({href})\n")));
        let told = format!("{CHAPTER}:79:1: a link must lead to a page (");
        assert!(lines.len() == 1 && lines[0].starts_with(&told), "{href}: {lines:?}");
    }
    page("\n[a](https://example.org/größe?x=1#y), [b](mailto:a@example.org), <https://EXAMPLE.org:443/x>\n");
}

#[test]
fn a_character_that_no_page_can_show_is_told_where_it_stands() {
    let told = |file: &str, line: u32, column: u32, code: &str, way: &str| {
        format!("{file}:{line}:{column}: no page can show the character U+{code} (take {way} away)")
    };
    once_more(CHAPTER, "\nA \u{1} b.\n", &told(CHAPTER, 79, 3, "0001", "it"));
    once_more(CHAPTER, "\nA &#1; b.\n", &told(CHAPTER, 79, 3, "0001", "the entity"));
    let title = "\nSee [it](../second/ \"&#x80;\").\n";
    once_more(CHAPTER, title, &told(CHAPTER, 79, 5, "0080", "the entity"));
    once(CHAPTER, "title = \"First\"", "title = \"\\uFFFE\"", &told(CHAPTER, 2, 9, "FFFE", "it"));
    once(QUIZ, "The mean leaf", "The mean \\u0000 leaf", &told(QUIZ, 17, 8, "0000", "it"));
    once(SCENARIO, "seed = 7", "seed = 7 # \u{7f}", &told(SCENARIO, 2, 12, "007F", "it"));
}
