//! Hostile input: spoilt pages and spoilt answer files.

use proptest::prelude::*;

use super::kinds::examples;
use super::*;
use crate::scenario::Tree;

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        "\\PC{0,12}".prop_map(Json::from),
        prop_oneof!["one", "many", "share", "steps", "name", "a", "w", "1e400", "9,1"].prop_map(Json::from),
    ];
    let key = || {
        let known = "question|response|option|options|number|order|text|attempts|checked|first_response|points|out_of";
        prop_oneof![proptest::string::string_regex(known).expect("a pattern"), "\\PC{0,6}"]
    };
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(key(), inner, 0..6).prop_map(|map| map.into_iter().collect::<Json>()),
        ]
    })
}

fn any_response(question: &Question) -> BoxedStrategy<Response> {
    match question.kind.solution() {
        Response::Option(_) => prop::sample::select(ids_of(question)).prop_map(Response::Option).boxed(),
        Response::Options(_) => {
            let ids = ids_of(question);
            prop::sample::subsequence(ids.clone(), 1..=ids.len()).prop_map(Response::Options).boxed()
        }
        Response::Number(_) => (0.0..20.0f64).prop_map(|number| Response::Number(number.to_string())).boxed(),
        Response::Order(ids) => Just(ids).prop_shuffle().prop_map(Response::Order).boxed(),
        Response::Pairs(pairs) => {
            let (items, targets): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            let paired = move |targets: Vec<String>| Response::Pairs(items.iter().cloned().zip(targets).collect());
            Just(targets).prop_shuffle().prop_map(paired).boxed()
        }
        Response::Steps(steps) => {
            let count = steps.len();
            let typed = prop_oneof![prop::sample::select(steps), Just(String::new()), Just("7".to_string())];
            prop::collection::vec(typed, count).prop_map(Response::Steps).boxed()
        }
        Response::Run { link, metrics } => prop::collection::vec(0.0..4.0f64, metrics.len())
            .prop_map(move |values| {
                let names = metrics.iter().map(|(name, _)| name.clone());
                Response::Run { link: link.clone(), metrics: names.zip(values).collect() }
            })
            .boxed(),
        Response::Text(text) => prop_oneof![Just(text), Just("ring".to_string()), Just("Vnode".to_string())]
            .prop_map(Response::Text)
            .boxed(),
    }
}

fn ids_of(question: &Question) -> Vec<String> {
    question.kind.choices().iter().map(|option| option.id.clone()).collect()
}

/// A change of bytes at random places: replaced, dropped, doubled, cut off.
fn mutated(mut bytes: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for &(place, how, byte) in changes {
        let place = place % bytes.len().max(1);
        match how % 5 {
            _ if bytes.is_empty() => {}
            0 => bytes[place] = byte,
            1 => drop(bytes.remove(place)),
            2 => bytes.insert(place, byte),
            3 => bytes.truncate(place),
            _ => bytes[place] ^= 1 << (byte % 8),
        }
    }
    bytes
}

proptest! {
    #[test]
    fn a_spoilt_page_form_is_refused_or_read_and_never_panics(
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..4)
    ) {
        let quiz = examples();
        let whole = quiz.to_page();
        prop_assert_eq!(Quiz::from_page(&quiz.chapter, &whole), Some(of_page(&quiz)));
        let spoilt = mutated(whole.clone(), &changes);
        if let Some(read) = Quiz::from_page(&quiz.chapter, &spoilt) {
            // What is read is a quiz: it can be shown, judged and written again.
            for question in &read.questions {
                let blank = question.blank(&shuffle(&read, question, 7));
                let _ = question.grade(&blank);
                let _ = question.grade(&question.kind.solution());
            }
            prop_assert_eq!(Quiz::from_page(&read.chapter, &read.to_page()).map(|again| again.questions.len()), Some(read.questions.len()));
        } else {
            prop_assert_ne!(spoilt, whole);
        }
    }

    #[test]
    fn a_page_form_that_breaks_off_is_refused(place in any::<usize>()) {
        let quiz = examples();
        let whole = quiz.to_page();
        prop_assert_eq!(Quiz::from_page(&quiz.chapter, &whole[..place % whole.len()]), None);
    }

    #[test]
    fn what_is_no_obfuscated_quiz_never_panics(obfuscated in "[0-9a-f]{0,200}|\\PC{0,40}") {
        prop_assert_eq!(obfuscation::reveal("part-1/sample", &obfuscated), None);
    }

    #[test]
    fn no_json_makes_the_grader_panic_or_give_points_that_do_not_exist(
        answers in any_json(), claimed in any_json(), rest in any_json(), version in 1..=2,
    ) {
        let quiz = sample();
        let tree = json!({
            "format": submission::FORMAT, "version": version, "book": "faultlines", "chapter": rest,
            "answers": [answers], "claimed": claimed,
            "chapters": [{ "chapter": rest, "answers": [answers], "drafts": [answers], "claimed": claimed }],
        });
        let submission = Submission::from_tree(&tree.into());
        let grade = grade(&quiz, &submission.expect("the form is right"));
        prop_assert!((0.0..=6.0).contains(&grade.points));
        prop_assert!(Submission::from_tree(&answers.clone().into()).is_none());
        let _ = read(&rest);
        let _ = read(&json!({ "title": rest, "questions": [answers] }));
    }

    #[test]
    fn the_file_handed_in_earns_what_the_page_showed(
        responses in {
            let all: Vec<_> = sample().questions.iter().map(any_response).collect();
            (all.clone(), all)
        }
    ) {
        let quiz = sample();
        let mut submission = Submission::empty(&quiz);
        for (question, response) in quiz.questions.iter().zip(responses.0).chain(quiz.questions.iter().zip(responses.1)) {
            submission.check(question, response, AT.into());
        }
        let exported = submission.current(&quiz);
        let text = exported.to_json().to_string();
        let read = Submission::from_tree(&Tree::parse(&text).expect("JSON")).expect("a submission");
        prop_assert_eq!(&read, &exported);
        let graded = grade(&quiz, &read);
        prop_assert_eq!(notes(&quiz, &read, &graded), Vec::<String>::new());
        prop_assert_eq!(Some(graded.points), read.claimed.map(|claimed| claimed.points));
    }
}
