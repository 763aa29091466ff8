//! The quiz as it stands in the page, before any script has run.

use crate::golden;
use faultlines::quiz::{Quiz, seal};
use faultlines::scenario::Problem;
use faultlines::ui::quiz::quiz_html;
use scraper::{Html, Selector};

const SAMPLE: &str = include_str!("../fixtures/quiz/content/part-1/sample/quiz.toml");

fn sample() -> Quiz {
    let tree = toml::from_str(SAMPLE).expect("TOML");
    let (quiz, problems) = Quiz::from_json("part-1/sample", &tree, &|name| Err(Problem::new("", name)));
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
    let shown = html.replace(&seal::seal(&quiz), "SEALED").replace("><", ">\n<");
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
