//! What strangers hand in: a message with its line, never a panic, never for long.

use std::time::{Duration, Instant};

use faultlines::interchange::{self, Fault, gift, mdbook_quiz, quiz_toml};
use proptest::prelude::*;

use crate::thorough;

fn gift_fault(file: &str) -> Fault {
    gift::read(file, "").expect_err("there is no question in it")
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    for (file, line, why) in [
        ("", 0, "there is no question in GIFT here"),
        ("// only\n// comments\n", 0, "there is no question"),
        ("\n\nWho {=a ~b", 3, "is not closed"),
        ("Who {=a {~b}}", 1, "one pair of braces"),
        ("one\ntwo } three", 2, "closes nothing"),
        ("Who {~a ~b}", 1, "no option is right"),
        ("Who {=a ~a}", 1, "at least two options"),
        ("Who {#twelve}", 1, "no number earns all"),
        ("Who {#1e999:1}", 1, "no number earns all"),
        ("Who {=%50%a}", 1, "no answer earns all"),
        ("Who {=a -> b =c}", 1, "a pair needs `->`"),
        ("Who {=a -> b}", 1, "at least two items"),
        ("Who {=a -> b =c -> b}", 1, "at least two items and two targets"),
        ("Who {=a -> b =c -> }", 1, "nothing behind its `->`"),
        ("Who {=a -> 1 =a -> 2}", 1, "the same as another"),
        ("{=a ~b}", 1, "there is no prompt"),
        ("::name:: Only a text.", 1, "asks nothing"),
    ] {
        let fault = gift_fault(file);
        assert!(fault.line == line && fault.why.contains(why), "{file:?}: {fault:?}");
    }
    for (file, line, why) in [
        ("a = [", 1, "not a quiz of mdbook-quiz"),
        ("questions = 3", 1, "not a quiz of mdbook-quiz"),
        ("", 0, "no `[[questions]]`"),
        ("\n[[questions]]\nid = \"a\"\n", 2, "`type = \"…\"` is missing"),
        ("[[questions]]\ntype = \"Essay\"\n", 1, "no type `Essay`"),
        ("[[questions]]\ntype = \"Tracing\"\n", 1, "traced"),
        ("[[questions]]\ntype = \"ShortAnswer\"\nprompt.prompt = \"?\"\nanswer.answer = \"→\"\n", 1, "no letter"),
        ("[[questions]]\ntype = \"MultipleChoice\"\nprompt = 3\nanswer.answer = \"a\"\n", 1, "at least two options"),
    ] {
        let fault = mdbook_quiz::read(file, "").expect_err("no question");
        assert!(fault.line == line && fault.why.contains(why), "{file:?}: {fault:?}");
    }
    assert_eq!(interchange::text(b"one\ntwo \xff").map_err(|fault| fault.line), Err(2));
    assert_eq!(interchange::text("\u{feff}one".as_bytes()), Ok("one"));
    assert_eq!(gift_fault("\n\nWho {=a").of("exam.gift").split(": ").next(), Some("exam.gift:3"));
}

#[test]
fn one_question_that_cannot_be_read_costs_no_other() {
    let (draft, report) = gift::read("a {=b ~c}\n\nbroken {=\n\nd {=e ~f}\n", "").expect("two questions");
    assert_eq!(draft.questions.len(), 2);
    let told: Vec<_> = report.remarks.iter().filter(|remark| remark.left_out).map(|remark| remark.line).collect();
    assert_eq!(told, [3]);
}

#[test]
fn what_is_huge_or_nested_is_read_or_refused_at_once() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    for file in [
        many("{", 1 << 20),
        format!("a {{{}}}", many("~a", 1 << 19)),
        format!("a {{{}}}", many("=a->1", 1 << 18)),
        many("a{=b ~c}\n\n", 20_000),
        many("::x::\n\n", 100_000),
        format!("[markdown]{}a {{=b ~c}}", many("> ", 1 << 16)),
        format!("[markdown]{}a {{=b ~c}}", many("*", 1 << 18)),
        format!("[html]{}a {{=b ~c}}", many("<b>", 1 << 18)),
        format!("[html]{}a</b> {{=b ~c}}", many("<b>", 99)),
        format!("a {{=b#{} ~c}}", many("\\\\(x\\\\)$$", 1 << 16)),
        many("#", 1 << 20),
        many("\\", 1 << 20),
    ] {
        let start = Instant::now();
        let _ = gift::read(&file, "");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?} for {}…", start.elapsed(), &file[..20]);
    }
}

/// Texts with the marks of GIFT.
fn marked() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "=",
        "~",
        "#",
        ":",
        "\\",
        "->",
        "%50%",
        "####",
        "::",
        "\n",
        "\n\n",
        "//",
        "[id:a]",
        "[html]",
        "[markdown]",
        "<p>",
        "</p>",
        "$",
        "$$",
        "{{",
        "\\\\(",
        "\\\\)",
        "a",
        "é",
        "1",
        "..",
        "*",
        "T",
        "TRUE",
        "$CATEGORY:",
        " ",
        "- ",
        "`",
        "\u{fdd0}",
        "\0",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(thorough::cases(512))]

    #[test]
    fn any_text_is_read_or_refused(file in prop_oneof![marked(), any::<String>()]) {
        match gift::read(&file, "T") {
            Ok((draft, _)) => {
                let text = quiz_toml::text(&draft);
                prop_assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{}", text);
                // What it holds is a quiz: what is left is Markdown that its author has to mend.
                let quiz = super::of_toml(&text);
                prop_assert_eq!(quiz.questions.len(), draft.questions.len());
            }
            Err(fault) => prop_assert!(!fault.why.is_empty()),
        }
    }

    #[test]
    fn any_toml_is_read_or_refused(file in marked()) {
        let text = format!("[[questions]]\ntype = \"MultipleChoice\"\nprompt.prompt = '''{file}'''\nanswer.answer = 'x'\n\
            prompt.distractors = ['''{file}''']\n");
        for file in [&file, &text] {
            if let Ok((draft, _)) = mdbook_quiz::read(file, "T") {
                super::of_toml(&quiz_toml::text(&draft));
            }
        }
    }
}
