//! The orders in which readers see options and items.

use super::*;

#[test]
fn each_option_stands_first_for_about_as_many_readers() {
    let quiz = sample();
    let question = &quiz.questions[1];
    let mut first = [0; 4];
    for reader in 0..4000u64 {
        // Readers' numbers are drawn from all sixty-four bits.
        let places = shuffle(&quiz, question, reader.wrapping_mul(0x9e37_79b9_7f4a_7c15)).places(4);
        let mut sorted = places.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3]);
        first[places[0]] += 1;
    }
    // A thousand each, give or take four standard deviations.
    assert!(first.iter().all(|count| (890..=1110).contains(count)), "{first:?}");
}

#[test]
fn an_order_is_of_its_course_its_reader_and_its_question() {
    let quiz = sample();
    let of = |quiz: &Quiz, index: usize, reader| shuffle(quiz, &quiz.questions[index], reader).places(12);
    assert_eq!(of(&quiz, 0, 1), of(&quiz.clone(), 0, 1));
    assert_ne!(of(&quiz, 0, 1), of(&quiz, 0, 2));
    assert_ne!(of(&quiz, 0, 1), of(&quiz, 1, 1));
    let other = Quiz { course: "other".into(), ..quiz.clone() };
    assert_ne!(of(&quiz, 0, 1), of(&other, 0, 1));
}

/// The orders are part of the book: they may not change with a version of this program.
#[test]
fn the_orders_of_known_readers_stay_what_they_were() {
    let quiz = sample();
    let places = [0, 1, u64::MAX].map(|reader| shuffle(&quiz, &quiz.questions[0], reader).places(5));
    assert_eq!(places, [[4, 0, 1, 3, 2], [4, 1, 3, 2, 0], [4, 1, 0, 2, 3]]);
}

#[test]
fn an_ordering_question_never_starts_in_the_right_order_and_in_every_other_one() {
    let quiz = sample();
    let mut seen = std::collections::BTreeSet::new();
    for reader in 0..500 {
        let Response::Order(ids) = quiz.questions[3].blank(&shuffle(&quiz, &quiz.questions[3], reader)) else {
            panic!("no order")
        };
        assert_ne!(ids, super::ids("w x y z"));
        seen.insert(ids);
    }
    assert_eq!(seen.len(), 23);
}

#[test]
fn a_readers_number_is_read_as_it_is_written() {
    for (text, id) in [("0000000000000000", 0), ("00000000000000ff", 255), ("FFFFFFFFFFFFFFFF", u64::MAX)] {
        assert_eq!(ReaderId::parse(text), Some(ReaderId(id)));
    }
    assert_eq!(ReaderId(255).to_string(), "00000000000000ff");
    for text in ["", "ff", "+000000000000001", "00000000000000fg", "00000000000000000"] {
        assert_eq!(ReaderId::parse(text), None, "{text}");
    }
}
