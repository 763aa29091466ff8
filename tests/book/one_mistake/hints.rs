//! A hint mends when it is followed to the letter.

use super::*;

#[test]
fn the_name_that_a_scenario_is_to_have_is_free_and_right() {
    let sound = fs::read_to_string(Path::new(FIXTURE).join(SCENARIO)).expect("the file");
    for (name, right) in [
        ("größe", "gre"),
        ("-", "scenario"),
        ("TAIL-10", "tail-10-2"),
        ("~tail-10", "tail-10-2"),
        ("Tail 11", "tail-11"),
    ] {
        for text in ["", sound.as_str()] {
            let file = format!("part-1/first/scenarios/{name}.toml");
            let lines = said(|folder| fs::write(folder.join(&file), text).expect("written"));
            let told = lines.iter().filter(|line| line.ends_with(&format!("(call the file `{right}.toml`)"))).count();
            assert_eq!(told, 1, "{lines:?}");
            assert!(lines.iter().all(|line| line.starts_with(&file)), "{lines:?}");
        }
    }
}

#[test]
fn what_looks_like_a_tag_and_is_none_is_told_how_it_is_text() {
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    let none =
        |tag: &str, text: &str| format!("`{tag}` is no element of HTML (write `{text}`, or put it between backticks)");
    let lines = said(|folder| append(folder, CHAPTER, "\nUse <T> and Vec<u8>.\n"));
    assert_eq!(lines, [at(5, &none("<T>", "&lt;T&gt;")), at(16, &none("<u8>", "&lt;u8&gt;"))]);
    once_more(CHAPTER, "\n<div>a < b</div>\n", &at(8, "this is not valid HTML: `<` opens nothing: write `&lt;`"));
    page(
        "\nUse &lt;T&gt; and `Vec<u8>`.\n\n<div>a &lt; b</div>\n\n<svg viewBox=\"0 0 1 1\"><linearGradient id=\"lg\"/></svg>\n",
    );
    let lines = said(|folder| append(folder, CHAPTER, &format!("\n<p>{}</p>\n", "<!--\n".repeat(9))));
    assert!(lines.iter().all(|line| line.starts_with(CHAPTER) && !line.contains('\n')), "{lines:?}");
    let bars = "part-1/first/figures/bars.svg";
    let text = "this is not well-formed: `<` opens nothing: write `&lt;` (draw it with a program, or mend it by hand)";
    once(bars, "</svg>", "<text>a < b</text></svg>", &format!("{bars}:7:9: {text}"));
}

#[test]
fn a_path_that_leads_nowhere_is_not_taken_for_the_page_itself() {
    for href in ["www.example.org", "quiz.toml", "<x y>"] {
        let lines = said(|folder| append(folder, CHAPTER, &format!("\n[x]({href})\n")));
        let is_right = |line: &String| {
            line.contains("(one of: ") && line.ends_with("; an address of the web begins with `https://`)")
        };
        assert!(lines.len() == 1 && lines.iter().all(is_right), "{href}: {lines:?}");
    }
}

#[test]
fn a_quiz_stands_in_a_chapter() {
    let told = "there is no quiz.toml for this page (take it away, or write the questions)";
    let lines = said(|folder| append(folder, "index.md", "\n```quiz\n```\n"));
    assert!(lines.len() == 1 && lines[0].ends_with(told), "{lines:?}");
}
