//! What CommonMark reads without a word: fences that are not closed, cells that are cut off, prices that become maths.

use super::*;

#[test]
fn a_fence_that_is_not_closed_is_told_once_where_it_opens() {
    let at = |line: u32, said: &str| format!("{CHAPTER}:{line}:1: {said}");
    let closing = |mark: &str| format!("(end it with a line `{mark}`; around fences stand longer marks)");
    let open = |mark: &str| format!("this fence is not closed {}", closing(mark));
    once(CHAPTER, "```lab fan-out", "~~~lab fan-out", &at(52, &open("~~~")));
    let next = format!("this fence is not closed before the next one opens {}", closing("```"));
    once(CHAPTER, "hedge = \"percentile\"\n```", "hedge = \"percentile\"", &at(52, &next));
    once_more(CHAPTER, "\n```rust\nlet x = 1;\n", &at(79, &open("```")));
    once_more(CHAPTER, "\n```aside\nIt waits.\n", &at(79, &open("```")));
    let three = "a fence opens with three marks (write ```` ``` ````, here and at its end)";
    once(CHAPTER, "```lab fan-out", "``lab fan-out", &at(52, three));
    assert_eq!(
        said(|folder| append(folder, CHAPTER, "\n``lab fan-out`` is code.\n\n````md\n```lab x\n```\n````\n")),
        [""; 0]
    );
}

#[test]
fn a_cell_without_a_column_is_told() {
    let at = |line: u32, column: u32, said: &str| format!("{CHAPTER}:{line}:{column}: {said}");
    let bar = "a bar in a cell is written `\\|`, in maths `\\mid`";
    let row = |cells: u32| format!("this row has {cells} cells, and its table 2 columns ({bar})");
    once_more(CHAPTER, "\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", &at(81, 10, &row(3)));
    once_more(CHAPTER, "\n| a | b |\n|---|---|\n| $P(A|B)$ | 2 |\n", &at(81, 13, &row(3)));
    let head = format!("the head of this table has 3 cells, and the line below it 2 (give both as many; {bar})");
    once_more(CHAPTER, "\n| a | b | c |\n|---|---|\n| 1 | 2 |\n", &at(80, 1, &head));
    let cut = format!("this bar ends a cell within maths, code or a link ({bar}, in an address `%7C`)");
    once_more(CHAPTER, "\n| a | b | c |\n|---|---|---|\n| $P(A|B)$ | 2 |\n", &at(81, 7, &cut));
    once_more(CHAPTER, "\n| a | b |\n|---|---|\n| `a|b` |\n", &at(81, 5, &cut));
    let prices = "\n| a | b |\n|---|---|\n| $5 | $7 |\n| 5$ | 7$ |\n| `a` | `b` |\n| \\$5 and $n$ | $7$ |\n";
    assert_eq!(said(|folder| append(folder, CHAPTER, prices)), [""; 0]);
    let right = "\n| a | b |\n|---|---|\n| $P(A \\mid B)$ | 2\\|3 |\n| {{tail-10.slow_root_fraction|%1}} |\n";
    assert_eq!(said(|folder| append(folder, CHAPTER, right)), [""; 0]);
}

#[test]
fn prices_are_prose_and_no_number_hides_in_maths() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    let prices = "\nIt went from US$5 to US$7, at $0.09/GB-$0.12/GB, for $p$ of the pages.\n";
    append(folder.path(), CHAPTER, prices);
    let (book, mistakes) = compile(folder.path(), &Shell::default()).expect("a book");
    assert_eq!(mistakes, []);
    let (_, html) = book.pages.iter().find(|(path, _)| path == "part-1/first/index.html").expect("the page");
    assert!(html.contains("from US$5 to US$7, at $0.09/GB-$0.12/GB, for <math"), "prices are prose");
    let at = |column: u32, said: &str| format!("{CHAPTER}:79:{column}: {said}");
    let hidden = "in maths no number is computed (end the maths before the number; for a dollar write `\\$`)";
    once_more(CHAPTER, "\nIt costs $5 {{grow.nope}}$ then.\n", &at(10, hidden));
    once_more(CHAPTER, "\n$$5 {{grow.nope}}$$\n", &at(1, hidden));
}
