//! Moodle's XML and Anki's text, read by readers of others: the elements that Moodle documents, and the grade that it would give.

use std::collections::BTreeSet;

use faultlines::interchange::{Report, anki, moodle_xml};
use faultlines::quiz::{Kind, Question, Response};
use roxmltree::{Document, Node};

use super::{QUIZZES, kept, letters};

/// What <https://docs.moodle.org/en/Moodle_XML_format> and Moodle's own exports have in a question of each type.
const COMMON: &[&str] =
    &["name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"];
const OWN: &[(&str, &[&str])] = &[
    (
        "multichoice",
        &[
            "single",
            "shuffleanswers",
            "answernumbering",
            "correctfeedback",
            "partiallycorrectfeedback",
            "incorrectfeedback",
            "answer",
        ],
    ),
    ("numerical", &["answer", "units", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"]),
    (
        "matching",
        &["shuffleanswers", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "subquestion"],
    ),
    ("shortanswer", &["usecase", "answer"]),
    (
        "essay",
        &[
            "responseformat",
            "responserequired",
            "responsefieldlines",
            "attachments",
            "attachmentsrequired",
            "graderinfo",
            "responsetemplate",
        ],
    ),
];

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    node.children().find(|child| child.has_tag_name(name)).unwrap_or_else(|| panic!("no <{name}> in {node:?}"))
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(child(node, name), "text").text().unwrap_or_default()
}

/// The answers: share of the points in per cent, text, feedback, tolerance.
fn answers<'a>(node: Node<'a, 'a>) -> Vec<(f64, &'a str, &'a str, Option<f64>)> {
    let answers = node.children().filter(|child| child.has_tag_name("answer"));
    let read = answers.map(|answer| {
        let share = answer.attribute("fraction").and_then(|share| share.parse().ok()).expect("a share");
        let said = child(answer, "text").text().unwrap_or_default();
        let tolerance = answer.children().find(|child| child.has_tag_name("tolerance"));
        let tolerance = tolerance.map(|it| it.text().and_then(|it| it.parse().ok()).expect("a tolerance"));
        (share, said, text(answer, "feedback"), tolerance)
    });
    read.collect()
}

#[test]
fn moodles_xml_has_the_elements_that_moodle_documents_and_earns_the_same_grade() {
    for quiz in QUIZZES.iter() {
        let mut report = Report::default();
        let xml = moodle_xml::write(quiz, &mut report).expect("XML");
        let kept = kept(quiz, &report);
        assert!(xml.starts_with("<?xml"), "nothing may stand before the declaration");
        let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{error}\n{xml}"));
        let root = document.root_element();
        assert!(
            root.has_tag_name("quiz") && root.children().filter(Node::is_element).all(|it| it.has_tag_name("question"))
        );
        let all: Vec<_> = root.children().filter(Node::is_element).collect();
        assert_eq!(all[0].attribute("type"), Some("category"));
        assert_eq!(letters(text(all[0], "category")), format!("coursetop{}", letters(&quiz.title)));
        assert_eq!(all.len(), kept.len() + 1);
        for (question, node) in kept.into_iter().zip(&all[1..]) {
            is_documented(*node);
            assert_eq!((text(*node, "name"), child(*node, "idnumber").text()), (&*question.id, Some(&*question.id)));
            assert_eq!(child(*node, "defaultgrade").text(), Some(&*question.points.to_string()));
            earns_the_same(question, *node);
        }
    }
}

fn is_documented(question: Node<'_, '_>) {
    let kind = question.attribute("type").expect("a type");
    let (_, own) = OWN.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("no type {kind}"));
    for element in question.children().filter(Node::is_element) {
        let name = element.tag_name().name();
        assert!(COMMON.contains(&name) || own.contains(&name), "{kind} has no <{name}>");
        let is_text = element.children().any(|child| child.has_tag_name("text"));
        let has_format = element.has_attribute("format") || name == "name";
        assert!(!is_text || has_format, "<{name}> has no format");
    }
    for name in ["questiontext", "generalfeedback"] {
        assert_eq!(child(question, name).attribute("format"), Some("html"));
    }
}

/// That what Moodle gives for an answer is what the book gives.
fn earns_the_same(question: &Question, node: Node<'_, '_>) {
    let ours = |response: Response| {
        let verdict = question.grade(&response).expect("an answer");
        (verdict.credit.expect("it is scored"), verdict.remarks)
    };
    let all = answers(node);
    match &question.kind {
        Kind::Perform(_) | Kind::Experiment(_) => panic!("Moodle has no {}", question.kind.name()),
        Kind::Matching(matching) => {
            let items = node.children().filter(|child| child.has_tag_name("subquestion"));
            for (theirs, item) in items.zip(&matching.items) {
                let said = child(theirs, "text").text().unwrap_or_default();
                assert_eq!(letters(said), letters(&faultlines::interchange::html(&item.text)));
                let target = matching.targets.iter().find(|target| target.id == item.target).expect("a target");
                assert_eq!(letters(text(theirs, "answer")), letters(&target.text));
            }
        }
        Kind::Single(_) | Kind::Prediction(_) => {
            assert_eq!(child(node, "single").text(), Some("true"));
            for (option, (share, _, feedback, _)) in question.kind.choices().iter().zip(&all) {
                assert_eq!(ours(Response::Option(option.id.clone())).0 * 100.0, *share);
                assert_eq!(letters(feedback), letters(&faultlines::interchange::html(&option.feedback)));
            }
        }
        Kind::Multiple(multiple) => {
            assert_eq!(child(node, "single").text(), Some("false"));
            for chosen in 1_u32..1 << multiple.options.len() {
                let is_chosen = |place: usize| chosen >> place & 1 == 1;
                let chosen: Vec<_> = (0..multiple.options.len()).filter(|place| is_chosen(*place)).collect();
                let theirs: f64 = chosen.iter().map(|&place| all[place].0).sum::<f64>().clamp(0.0, 100.0);
                let ids = chosen.iter().map(|&place| multiple.options[place].id.clone()).collect();
                assert!((ours(Response::Options(ids)).0 * 100.0 - theirs).abs() < 1e-3, "{}", question.id);
            }
        }
        Kind::Numeric(numeric) => {
            // Wider than what the book's grader forgives in the last digits.
            let (answer, tolerance) = (numeric.answer, numeric.tolerance.max(1e-6 * numeric.answer.abs().max(1.0)));
            let tried = [-1.5, -1.01, -0.99, -0.5, 0.0, 0.5, 0.99, 1.01, 1.5].map(|by| answer + by * tolerance);
            for number in tried.into_iter().chain([answer * 0.01, answer * 100.0 + 1.0]) {
                // The first that fits.
                let fits = |(_, text, _, tolerance): &&(f64, &str, &str, Option<f64>)| {
                    let around = text.parse::<f64>().ok().zip(*tolerance);
                    *text == "*" || around.is_some_and(|(middle, reach)| (number - middle).abs() <= reach + 1e-9)
                };
                let theirs =
                    all.iter().find(fits).map_or((0.0, ""), |(share, _, feedback, _)| (share / 100.0, feedback));
                let (credit, remarks) = ours(Response::Number(number.to_string()));
                let said = faultlines::interchange::html(&remarks[0].text);
                assert_eq!((credit, letters(&said)), (theirs.0, letters(theirs.1)), "{}: {number}", question.id);
            }
        }
        Kind::Short(short) => {
            assert_eq!(child(node, "usecase").text(), Some("0"));
            let right: Vec<&str> =
                all.iter().filter(|(share, ..)| *share == 100.0).map(|(_, text, ..)| *text).collect();
            assert_eq!(right, short.accepted);
            assert!(right.iter().all(|form| ours(Response::Text((*form).to_string())).0 == 1.0));
        }
        Kind::Ordering(ordering) => {
            let items: Vec<_> = node.children().filter(|child| child.has_tag_name("subquestion")).collect();
            assert_eq!(items.len(), ordering.items.len());
            for (place, (theirs, item)) in (1..).zip(items.iter().zip(&ordering.items)) {
                let said = child(*theirs, "text").text().unwrap_or_default();
                assert_eq!(letters(said), letters(&faultlines::interchange::html(&item.text)));
                assert_eq!(text(*theirs, "answer"), place.to_string());
            }
        }
        Kind::Open(_) => assert_eq!(child(node, "responseformat").text(), Some("editor")),
    }
}

#[test]
fn a_card_is_a_line_of_four_fields_that_gives_nothing_away_on_its_front() {
    let mut guids = BTreeSet::new();
    for quiz in QUIZZES.iter() {
        let mut report = Report::default();
        let text = anki::write(quiz, &mut report).expect("cards");
        let kept = kept(quiz, &report);
        let (head, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        assert_eq!(head[..3], ["#separator:tab", "#html:true", "#notetype:Basic"]);
        assert_eq!(head[4..], ["#guid column:1", "#tags column:4"]);
        assert_eq!(letters(head[3]), format!("deck{}", letters(&quiz.title)));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .has_headers(false)
            .from_reader(&text.as_bytes()[text.find("column:4\n").unwrap() + 9..]);
        let cards: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a card")).collect();
        assert!(cards.len() == kept.len() && rows.len() >= cards.len());
        for (question, card) in kept.into_iter().zip(&cards) {
            assert_eq!(card.len(), 4);
            assert!(guids.insert(card[0].to_string()), "{} twice", &card[0]);
            assert!(!card[1].contains('✓') && card[2].contains("<"));
            if let Kind::Ordering(ordering) = &question.kind {
                let right: String =
                    ordering.items.iter().map(|item| letters(&faultlines::interchange::html(&item.text))).collect();
                assert!(!letters(&card[1].replace("li>", "").replace("/", "")).contains(&right), "{}", &card[1]);
                assert!(letters(&card[2].replace("li>", "").replace("/", "")).contains(&right), "{}", &card[2]);
            }
        }
    }
}
