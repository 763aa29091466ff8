//! Values that can be read and cannot be meant.

use super::*;

const LAB: &str = "\n```lab hash-ring\nid = \"nine\"\ntitle = \"Nine\"\ncaption = \"Nine.\"\n";

/// What is said of a plate of a ring with these lines, from the line of the fence on.
fn plate(lines: &str) -> Vec<String> {
    said(|folder| append(folder, CHAPTER, &format!("{LAB}{lines}\n```\n")))
}

#[test]
fn a_second_run_differs_and_an_action_does_something() {
    let at = |line: u32, said: &str| [format!("{CHAPTER}:{line}:1: {said}")];
    assert_eq!(plate("[compare]\nnodes = 11"), [""; 0]);
    let none = "`[compare]` names no parameter in which the second run differs";
    assert_eq!(plate("[compare]"), [format!("{CHAPTER}:83:2: {none}")]);
    assert_eq!(plate("[params]\nnodes = 12\n[compare]\nnodes = 12"), at(86, "`nodes` is 12 in the first run too"));
    let action = |target: u32| format!("[[actions]]\nat_ms = 5\ndo = \"fail-node\"\ntarget = {target}");
    assert_eq!(plate(&action(3)), [""; 0]);
    let idle = plate(&action(99));
    assert!(idle.len() == 1 && idle[0].starts_with(&at(85, "`fail-node` does nothing here: ")[0]), "{idle:?}");
    let first = "[[actions]]\nat_ms = 9\ndo = \"fail-node\"\ntarget = 99\n";
    let idle = plate(&format!("{first}{}", action(3)));
    assert!(idle.len() == 1 && idle[0].starts_with(&at(85, "`fail-node` does nothing here: ")[0]), "{idle:?}");
}

#[test]
fn a_number_is_finite() {
    for number in ["nan", "inf", "1e400", "99999999999999999999"] {
        let told = format!("nothing can be computed with the number `{number}` (write a finite one)");
        assert_eq!(plate(&format!("[params]\nnodes = {number}")), [format!("{CHAPTER}:84:9: {told}")]);
    }
}

#[test]
fn a_number_is_computed_in_a_text_that_readers_see_or_refused() {
    let broken = |line: u32| [format!("{CHAPTER}:{line}:1: {}", nine())];
    let predict = "[predict]\nquestion = \"How many?\"\nmetric = \"moved_keys\"\nmax = 1e6\n";
    assert_eq!(plate(&predict.replace("How", "{{tail-10.nine}}")), broken(84));
    assert_eq!(
        said(|folder| append(folder, CHAPTER, &format!("{}```\n", LAB.replace("Nine.", "{{tail-10.nine}}")))),
        broken(82)
    );
    let label = "options = [{ label = \"{{tail-10.nine}}\", to = 0 }, { label = \"Many\", from = 0 }]";
    assert_eq!(plate(&format!("{predict}{label}")), [format!("{CHAPTER}:87:14: {}", nine())]);
    let braces = |key: &str| format!("`{key}` has braces, and nothing is computed there (write it in words)");
    assert_eq!(
        plate(&format!("{predict}unit = \"{{{{tail-10.nine}}}}\"")),
        [format!("{CHAPTER}:87:1: {}", braces("unit"))]
    );
    let question = |keys: &str| format!("\n[[questions]]\nid = \"other\"\nprompt = \"How?\"\n{keys}\n");
    let numeric = question("kind = \"numeric\"\nanswer = 1\ntolerance = 1\nunit = \"{{tail-10.nine}}\"");
    once_more(QUIZ, &numeric, &format!("{QUIZ}:26:1: {}", braces("unit")));
    let short = question("kind = \"short\"\naccepted = [\"{{tail-10.nine}}\"]");
    once_more(QUIZ, &short, &format!("{QUIZ}:24:1: {}", braces("accepted")));
    let stray = "`}}` closes nothing on its line (write `{{scenario.metric}}`; in `code` braces stay)";
    once_more(CHAPTER, "\nIt is {{tail-10.slow_root_fraction}} and x.y}}.\n", &format!("{CHAPTER}:79:45: {stray}"));
    once_more(CHAPTER, "\n<p>x.y}}</p>\n", &format!("{CHAPTER}:79:7: {stray}"));
}

#[test]
fn a_format_fits_its_number() {
    let at = |said: &str| format!("{CHAPTER}:79:1: {said}");
    let hint = "(leave the format out for the metric’s own, or write so many decimals: `|2`)";
    let cent = format!("`|%1` is for a fraction, and this is a number of ms {hint}");
    once_more(CHAPTER, "\n{{tail-10.root_latency_ms_p99|%1}}\n", &at(&cent));
    let lines = said(|folder| append(folder, CHAPTER, "\n{{tail-10.slow_root_fraction|,}}\n"));
    assert!(lines.len() == 1 && lines[0].starts_with(&at("`|,` is for whole numbers, and of 0.")), "{lines:?}");
}

#[test]
fn options_differ_in_what_they_say() {
    let second = |what: &str, line: u32, first: u32| {
        format!("{QUIZ}:{line}:1: a second {what} of this question says the same (the first is in {QUIZ}:{first})")
    };
    once(QUIZ, "\"The mean leaf\"", "\"The *slowest* leaf\"", &second("option", 17, 11));
    let items = "\n[[questions]]\nid = \"order\"\nkind = \"ordering\"\nprompt = \"How?\"\n[[questions.items]]\nid = \"a\"\n\
                 text = \"It joins.\"\n[[questions.items]]\nid = \"b\"\ntext = \"It joins.\"\n";
    once_more(QUIZ, items, &second("item", 29, 26));
}

#[test]
fn a_block_holds_something_and_a_picture_has_its_place() {
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    once_more(
        CHAPTER,
        "\n```timeline\n```\n",
        &at(1, "this timeline is empty (a line for each moment: `09:41 | text`)"),
    );
    once_more(CHAPTER, "\n```aside\n\n```\n", &at(1, "this aside is empty (write its text in it, or take it away)"));
    let alone = "a picture is alone in its paragraph, with its caption \
                 (`![what it shows](figures/bars.svg \"What to notice in it.\")`, between two empty lines)";
    once_more(CHAPTER, "\nText ![Bars](figures/bars.svg \"Bars.\")\n", &at(6, alone));
    once_more(CHAPTER, "\n![Bars](figures/bars.svg)\n", &at(1, alone));
    once_more(CHAPTER, "\n![Bars](figures/bars.svg \"\")\n", &at(1, alone));
    let quiz = "a picture cannot stand in a quiz (put it into the chapter, before the quiz)";
    once(QUIZ, "\"The mean leaf\"", "'![Bars](figures/bars.svg \"Bars.\")'", &format!("{QUIZ}:17:1: {quiz}"));
    let frame = "`viewBox=\"0 0 x\"` is no frame (four numbers: `viewBox=\"0 0 WIDTH HEIGHT\"`)";
    once(
        "part-1/first/figures/bars.svg",
        "0 0 100 20",
        "0 0 x",
        &format!("part-1/first/figures/bars.svg:2:1: {frame}"),
    );
    for address in
        ["ftp://example.org/", "https:///", "https://exa mple.org/", "https://example.org/<x>/", "example.org/"]
    {
        let told = "book.toml:4:1: `site_url` must be a full address that ends with a slash (such as `https://example.org/book/`)";
        once("book.toml", "https://faultlines.example/small/", address, told);
    }
}
