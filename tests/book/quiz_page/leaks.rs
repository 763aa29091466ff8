//! The keys of a quiz that stand readable in its page.

use faultlines::quiz::{Kind, Question, Quiz, Response};
use scraper::{ElementRef, Html, Node, Selector};

/// The keys of a quiz that stand readable in a page's source. What the chapter's own prose says is no leak: it teaches the
/// answers. So a key may not stand in a question's form but in its prompt, nor in the quiz but in what the quiz asks, nor
/// anywhere in the page where no reader looks.
pub(super) fn leaks(page: &str, quiz: &Quiz) -> Vec<String> {
    let words = words_of(page);
    let document = Html::parse_document(page);
    let mut found: Vec<String> =
        quiz.questions.iter().flat_map(|question| leaks_of(page, &words, &document, question)).collect();
    let section = document.select(&Selector::parse("[data-quiz]").expect("a selector")).next().expect("the quiz");
    let (asked, section, unseen) = (asked(quiz), source_words(section), unseen(&document));
    for question in &quiz.questions {
        for key in keys(question) {
            if stands(&section, &key) && !stands(&asked, &key) {
                found.push(format!("{}: {key} in another place of the quiz", question.id));
            }
            if stands(&unseen, &key) {
                found.push(format!("{}: {key} where no reader looks", question.id));
            }
        }
    }
    found
}

/// What is right, as it could be written into a page: numbers and accepted forms. That an option's id and text stand there is
/// no leak; which one is right may stand nowhere.
fn keys(question: &Question) -> Vec<String> {
    match (&question.kind, question.kind.solution()) {
        (Kind::Numeric(_), Response::Number(answer)) => vec![answer],
        (Kind::Short(short), _) => short.accepted.clone(),
        _ => Vec::new(),
    }
}

/// Everything that the quiz asks, as words: titles, prompts, what there is to choose from, and the ids of it all.
fn asked(quiz: &Quiz) -> String {
    let mut texts = vec![quiz.title.clone()];
    for question in &quiz.questions {
        texts.extend([question.id.clone(), question.prompt.clone(), question.hint.clone()]);
        texts.extend(question.kind.choices().iter().flat_map(|option| [option.id.clone(), option.text.clone()]));
        match &question.kind {
            Kind::Ordering(order) => texts.extend(order.items.iter().flat_map(|it| [it.id.clone(), it.text.clone()])),
            Kind::Matching(matching) => {
                texts.extend(matching.items.iter().flat_map(|it| [it.id.clone(), it.text.clone()]));
                texts.extend(matching.targets.iter().flat_map(|it| [it.id.clone(), it.text.clone()]));
            }
            Kind::Perform(perform) => {
                texts.extend(perform.steps.iter().flat_map(|step| [step.prompt.clone(), step.unit.clone()]));
            }
            Kind::Experiment(experiment) => {
                texts.extend(experiment.goals.iter().flat_map(|goal| [goal.text.clone(), goal.unit.clone()]));
            }
            Kind::Open(open) => texts.extend(open.compare.iter().chain([&open.model]).cloned()),
            _ => {}
        }
    }
    words_of(&texts.join(" "))
}

/// The words of an element's source: its texts, its comments and the values of its attributes, but for the quiz itself, which
/// is obfuscated.
fn source_words(element: ElementRef) -> String {
    let pieces = element.descendants().flat_map(|node| match node.value() {
        Node::Text(text) if !says_number(node.parent().and_then(ElementRef::wrap)) => vec![text.to_string()],
        Node::Comment(comment) => vec![comment.to_string()],
        Node::Element(element) => {
            element.attrs().filter(|(name, _)| *name != "data-quiz").map(|(_, value)| value.to_string()).collect()
        }
        _ => Vec::new(),
    });
    words_of(&escaped(&pieces.collect::<Vec<_>>().join(" ")))
}

/// The words that a reader sees of an element.
fn seen_words(element: ElementRef) -> String {
    let texts = element.descendants().filter(|node| !says_number(node.parent().and_then(ElementRef::wrap)));
    let texts = texts.filter_map(|node| node.value().as_text().map(|text| text.to_string()));
    words_of(&escaped(&texts.collect::<Vec<_>>().join(" ")))
}

/// Whether the texts of an element say which question of the quiz this is: some question is the fourth, whatever the keys
/// are.
fn says_number(element: Option<ElementRef>) -> bool {
    element.is_some_and(|element| element.attr("class") == Some("question-number"))
}

/// The words of what a page's reader does not see: comments, scripts, and attributes that are data of scripts, but for the
/// quiz itself and for plates, whose texts the reader sees.
fn unseen(document: &Html) -> String {
    let pieces = document.tree.nodes().flat_map(|node| match node.value() {
        Node::Comment(comment) => vec![comment.to_string()],
        Node::Element(element) if matches!(element.name(), "script" | "style" | "template") => {
            ElementRef::wrap(node).map(|element| element.inner_html()).into_iter().collect()
        }
        Node::Element(element) => {
            let data = element.attrs().filter(|(name, _)| name.starts_with("data-"));
            data.filter(|(name, _)| !matches!(*name, "data-quiz" | "data-plate"))
                .map(|(_, value)| value.to_string())
                .collect()
        }
        _ => Vec::new(),
    });
    words_of(&escaped(&pieces.collect::<Vec<_>>().join(" ")))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Whether words stand among others, one after the other.
fn stands(words: &str, key: &str) -> bool {
    format!(" {words} ").contains(&format!(" {} ", words_of(key)))
}

fn leaks_of(page: &str, words: &str, document: &Html, question: &Question) -> Vec<String> {
    let mut found = Vec::new();
    match (&question.kind, question.kind.solution()) {
        // A key that is the page's own word, in a prompt or beside it, gives nothing away; it may not stand as a value.
        (Kind::Numeric(numeric), Response::Number(answer)) => {
            let form = format!("#quiz-{}-form", question.id);
            let form = document.select(&Selector::parse(&form).expect("a selector")).next().expect("its form");
            if stands(&seen_words(form), &answer) && !stands(&words_of(&question.prompt), &answer) {
                found.push(format!("{}: {answer}", question.id));
            }
            for (name, value) in [("answer", numeric.answer), ("tolerance", numeric.tolerance)] {
                let marks = [format!("{name}=\"{value}\""), format!("\"{name}\":{value}"), format!("{name} = {value}")];
                found.extend(marks.into_iter().filter(|mark| page.contains(mark.as_str())));
            }
        }
        (Kind::Short(short), _) => {
            let form = format!("#quiz-{}-form", question.id);
            let form = document.select(&Selector::parse(&form).expect("a selector")).next().expect("its form");
            let (form, prompt) = (seen_words(form), words_of(&question.prompt));
            let open = short.accepted.iter().filter(|accepted| stands(&form, accepted) && !stands(&prompt, accepted));
            found.extend(open.map(|accepted| format!("{}: {accepted}", question.id)));
        }
        // What is chosen or put in order stands in the page by its nature, and what is said after an answer is looked for
        // below, of every kind.
        _ => {}
    }
    found.extend(telling_options(document, question));
    // What is said after an answer.
    let said = question.kind.choices().iter().map(|option| &option.feedback).chain([&question.explanation]);
    let said = said.map(|text| words_of(text)).filter(|text| text.len() > 12);
    found.extend(said.filter(|text| words.contains(text.as_str())).map(|text| format!("{}: {text}", question.id)));
    found
}

/// Whether the options that are right differ from those that are not in anything but their ids and texts.
fn telling_options(document: &Html, question: &Question) -> Vec<String> {
    let look = |id: &str| {
        let selector = format!("#quiz-{}-form .option:has(input[value=\"{id}\"])", question.id);
        let option = document.select(&Selector::parse(&selector).expect("a selector")).next().expect("the option");
        let elements = option.descendent_elements().filter(|element| !in_text(element));
        let attributes = elements.map(|element| {
            let mut all: Vec<String> = element
                .value()
                .attrs()
                .filter(|(_, value)| *value != id)
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            all.sort();
            format!("{} {}", element.value().name(), all.join(" "))
        });
        attributes.collect::<Vec<_>>()
    };
    let looks = question.kind.choices().iter().map(|option| (look(&option.id), option));
    let looks: Vec<_> = looks.collect();
    let differ = looks.iter().filter(|(look, _)| *look != looks[0].0);
    differ.map(|(look, option)| format!("{}: {} looks like no other: {look:?}", question.id, option.id)).collect()
}

/// Whether an element is within the text of an option, whose markup is its author's.
fn in_text(element: &ElementRef) -> bool {
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    above.any(|above| above.attr("class") == Some("option-text"))
}

/// The words of a text, in lower case, without markup.
fn words_of(text: &str) -> String {
    let text = Html::parse_fragment(text).root_element().text().collect::<Vec<_>>().join(" ");
    let parted = text.split(|c: char| !(c.is_alphanumeric() || c == '.')).map(|word| word.trim_matches('.'));
    parted.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}
