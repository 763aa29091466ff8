//! The quiz as it stands in the page, before any script has run.

mod leaks;

use std::path::Path;

use crate::golden;
use faultlines::book;
use faultlines::book::site::Shell;
use faultlines::quiz::kinds::KINDS;
use faultlines::quiz::{Kind, Quiz, ReaderId, Shuffle, obfuscation};
use faultlines::scenario::Problem;
use faultlines::ui::quiz::quiz_html;
use leaks::leaks;
use scraper::{Html, Selector};

const SAMPLE: &str = include_str!("../fixtures/quiz/content/part-1/sample/quiz.toml");

fn sample() -> Quiz {
    quiz(SAMPLE)
}

/// A quiz of one question of each kind.
fn every_kind() -> Quiz {
    let all: String = KINDS.iter().map(|row| row.example).collect();
    quiz(&format!("title = \"Every kind\"\n{all}"))
}

fn quiz(text: &str) -> Quiz {
    let tree = toml::from_str(text).expect("TOML");
    let (quiz, problems) = Quiz::from_json("part-1/sample", "sample", &tree, Some(&|name| Err(Problem::new("", name))));
    assert_eq!(problems, []);
    let mut quiz = quiz.expect("a quiz");
    quiz.map_texts(|text, _| text.replace('&', "&amp;").replace('<', "&lt;"));
    quiz
}

fn count(html: &str, selector: &str) -> usize {
    Html::parse_fragment(html).select(&Selector::parse(selector).expect("a selector")).count()
}

#[test]
fn the_still_quiz_stays_as_it_was_reviewed() {
    let html = quiz_html(&sample());
    let quiz = sample();
    let shown = html.replace(&obfuscation::obfuscate(&quiz), "OBFUSCATED").replace("><", ">\n<");
    golden::check("tests/fixtures/quiz/still.html", &format!("{shown}\n"));
}

#[test]
fn every_question_can_be_read_and_no_answer_can() {
    let html = quiz_html(&sample());
    assert_eq!(count(&html, "form.question fieldset legend"), 5);
    assert_eq!(count(&html, "input[type=radio]"), 2);
    assert_eq!(count(&html, "input[type=checkbox]"), 4);
    assert_eq!(count(&html, "ol.order li"), 4);
    for open in ["Which hash?", "What is it called?", "Ring &amp; points", "Join"] {
        assert!(html.contains(open), "{open} is not readable");
    }
    for hidden in ["9.1", "Too small", "Just so", "vnode", "Since it does not", "That one moves", "correct"] {
        assert!(!html.contains(hidden), "{hidden} can be read");
    }
}

#[test]
fn nothing_in_a_still_quiz_can_be_pressed_and_nothing_needs_inline_style_or_script() {
    let html = quiz_html(&sample());
    assert_eq!(count(&html, "input:not([disabled]), button:not([disabled])"), 0);
    assert_eq!(count(&html, "[style], style, script, [onclick]"), 0);
    assert_eq!(count(&html, "[data-state=still][data-quiz][data-chapter='part-1/sample']"), 1);
}

#[test]
fn ids_are_unique_and_every_reference_to_one_leads_somewhere() {
    let document = Html::parse_fragment(&quiz_html(&sample()));
    let all = Selector::parse("*").expect("a selector");
    let ids: Vec<&str> = document.select(&all).filter_map(|element| element.attr("id")).collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for element in document.select(&all) {
        let named = ["aria-labelledby", "aria-describedby", "for"].into_iter().filter_map(|name| element.attr(name));
        for id in named.flat_map(str::split_whitespace) {
            assert!(ids.contains(&id), "nothing has the id {id}");
        }
    }
}

#[test]
fn every_kind_can_be_read_in_the_still_and_a_model_answer_unfolded() {
    let html = quiz_html(&every_kind());
    assert_eq!(count(&html, "form.question fieldset legend"), KINDS.len());
    assert_eq!(count(&html, "textarea[disabled]"), 1);
    assert_eq!(count(&html, "details.model summary"), 1);
    assert!(html.contains("Each miss goes to the database") && html.contains("Retries add to it"));
    assert_eq!(count(&html, "input:not([disabled]), textarea:not([disabled]), button:not([disabled])"), 0);
    assert_eq!(leaks(&html, &every_kind()), [""; 0]);
}

#[test]
fn no_key_of_the_book_stands_readable_in_its_page() {
    let content = Path::new("content");
    let (quizzes, _) = book::quizzes(content).expect("the content");
    let (book, _) = book::compile(content, &Shell::default()).expect("the content");
    assert!(!quizzes.is_empty());
    for quiz in quizzes {
        let path = format!("{}/index.html", quiz.chapter);
        let (_, page) = book.pages.iter().find(|(other, _)| *other == path).expect("the chapter's page");
        assert_eq!(leaks(page, &quiz), [""; 0], "{path}");
    }
}

/// The test above, tested: a page that gives each kind of key away is caught.
#[test]
fn a_key_that_stands_readable_is_found() {
    let quiz = sample();
    let html = quiz_html(&quiz);
    assert_eq!(leaks(&html, &quiz), [""; 0]);
    for (before, after) in [
        ("value=\"ring\"", "value=\"ring\" data-correct"),
        ("class=\"number\"", "class=\"number\" answer=\"9.1\""),
        ("What share moves?", "What share moves? 9.1"),
        ("What is it called?</div>", "What is it called?</div><p>vnode</p>"),
        ("class=\"number\"", "class=\"number\" data-a=\"9.1\""),
        ("What is it called?</div>", "What is it called?</div><!-- a vnode, say -->"),
        ("Which hash?</div>", "Which hash?</div><p>vnode</p>"),
        ("Which hash?</div>", "Which hash?</div><i title=\"9.1\"></i>"),
        ("<section", "<!-- 9.1, vnode --><section"),
        ("<section", "<i data-keys=\"share:9.1\"></i><section"),
        ("<section", "<script>keys = { name: 'vnode' }</script><section"),
        ("Which hash?</div>", "Which hash?</div><!-- -->Since it does not move what need not move."),
    ] {
        assert!(html.contains(before), "{before}");
        let open = html.replace(before, after);
        assert_ne!(leaks(&open, &quiz), [""; 0], "{after}");
    }
}

#[test]
fn the_right_option_stands_first_about_as_often_as_any_other() {
    let (quizzes, _) = book::quizzes(Path::new("content")).expect("the content");
    let (mut expected, mut spread, mut first, mut still) = (0.0, 0.0, 0.0, (0, 0));
    for quiz in &quizzes {
        for question in &quiz.questions {
            let Kind::Single(single) = &question.kind else { continue };
            let leads = |reader: u64| {
                let places = Shuffle::new(quiz, question, ReaderId(reader)).places(single.options.len());
                single.options[places[0]].correct
            };
            let share = 1.0 / single.options.len() as f64;
            let right = (1..=100u64).filter(|reader| leads(reader.wrapping_mul(0x9e37_79b9_7f4a_7c15))).count() as f64;
            // Four standard deviations of a hundred draws.
            let deviation = (100.0 * share * (1.0 - share)).sqrt();
            assert!((right - 100.0 * share).abs() <= 4.0 * deviation, "{}: {right} of 100", question.id);
            expected += 100.0 * share;
            spread += deviation * deviation;
            first += right;
            still = (still.0 + u32::from(leads(0)), still.1 + 1);
        }
    }
    assert!((first - expected).abs() <= 3.0 * f64::sqrt(spread), "{first} times first, {expected} expected");
    assert!(
        still.0 * 2 <= still.1,
        "in the page before any script the right option stands first in {} of {}",
        still.0,
        still.1
    );
}
