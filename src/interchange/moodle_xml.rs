//! Moodle's XML, with everything that Moodle knows of a question. <https://docs.moodle.org/en/Moodle_XML_format>

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::draft::open_text;
use super::markup::{has_maths, html, words};
use super::numbers::{MOST_RIGHT, far_below, plain, share, with_unit};
use super::report::Report;
use crate::quiz::kinds::{Matching, Numeric, Ordering, Short};
use crate::quiz::{Choice, Kind, Question, Quiz};

type Xml = Writer<Vec<u8>>;

/// Writes a quiz.
///
/// # Errors
/// If the text cannot be made, which no quiz brings about.
pub fn write(quiz: &Quiz, report: &mut Report) -> io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("quiz").write_inner_content(|xml| {
        xml.create_element("question").with_attribute(("type", "category")).write_inner_content(|xml| {
            // Two slashes are one in the name of a category.
            let path = format!("$course$/top/{}", words(&quiz.title).replace('/', "//"));
            text_in(xml, "category", None, &path)
        })?;
        quiz.questions.iter().try_for_each(|question| write_question(xml, question, report))
    })?;
    let mut text = String::from_utf8(xml.into_inner()).map_err(io::Error::other)?;
    text.push('\n');
    if quiz.questions.iter().any(|question| has_maths(&question.prompt) || has_maths(&question.explanation)) {
        report.changed("", "maths is TeX between `\\(` and `\\)`, which Moodle's filter for MathJax sets");
    }
    Ok(text)
}

fn write_question(xml: &mut Xml, question: &Question, report: &mut Report) -> io::Result<()> {
    let kind = match &question.kind {
        Kind::Single(_) | Kind::Multiple(_) | Kind::Prediction(_) => "multichoice",
        Kind::Numeric(_) => "numerical",
        Kind::Ordering(_) | Kind::Matching(_) => "matching",
        Kind::Perform(_) | Kind::Experiment(_) => {
            report.left_out(&question.id, format!("Moodle has no question of the kind `{}`", question.kind.name()));
            return Ok(());
        }
        Kind::Short(_) => "shortanswer",
        Kind::Open(_) => "essay",
    };
    xml.create_element("question").with_attribute(("type", kind)).write_inner_content(|xml| {
        let (prompt, explanation) = match &question.kind {
            Kind::Numeric(numeric) => {
                (with_unit(&question.prompt, numeric, &question.id, report), question.explanation.clone())
            }
            Kind::Open(open) => (question.prompt.as_str().into(), open_text(open, &question.explanation)),
            _ => (question.prompt.as_str().into(), question.explanation.clone()),
        };
        text_in(xml, "name", None, &question.id)?;
        text_in(xml, "questiontext", Some("html"), &html(&prompt))?;
        text_in(xml, "generalfeedback", Some("html"), &html(&explanation))?;
        value(xml, "defaultgrade", &question.points.to_string())?;
        value(xml, "hidden", "0")?;
        value(xml, "idnumber", &question.id)?;
        if !question.hint.is_empty() {
            text_in(xml, "hint", Some("html"), &html(&question.hint))?;
        }
        match &question.kind {
            Kind::Single(_) | Kind::Prediction(_) => choice(xml, question.kind.choices(), true),
            Kind::Multiple(multiple) => {
                let right = multiple.options.iter().filter(|option| option.correct).count();
                if right > MOST_RIGHT {
                    let lost =
                        format!("Moodle cannot part the points among {right} right options: set the shares there");
                    report.changed(&question.id, lost);
                }
                choice(xml, &multiple.options, false)
            }
            Kind::Numeric(numeric) => number(xml, numeric),
            Kind::Matching(matching) => pairs(xml, matching, &question.id, report),
            Kind::Ordering(ordering) => order(xml, ordering, &question.id, report),
            Kind::Short(short) => word(xml, short, &question.id, report),
            Kind::Open(_) => essay(xml, &question.id, report),
            Kind::Perform(_) | Kind::Experiment(_) => Ok(()),
        }
    })?;
    Ok(())
}

/// A wrong option of several takes away what a right one gives, as here.
fn choice(xml: &mut Xml, options: &[Choice], is_single: bool) -> io::Result<()> {
    value(xml, "single", if is_single { "true" } else { "false" })?;
    value(xml, "shuffleanswers", "true")?;
    value(xml, "answernumbering", "abc")?;
    let share = share(options.iter().filter(|option| option.correct).count());
    options.iter().try_for_each(|option| {
        let fraction = match (option.correct, is_single) {
            (true, _) => share.clone(),
            (false, true) => "0".to_string(),
            (false, false) => format!("-{share}"),
        };
        answer(xml, &fraction, Some("html"), &html(&option.text), &option.feedback, None)
    })
}

/// The right number first: of several answers that fit, the first counts. One without credit has what is too low, and a star
/// what is left.
fn number(xml: &mut Xml, numeric: &Numeric) -> io::Result<()> {
    let Numeric { answer: right, tolerance, unit, feedback_correct, feedback_low, feedback_high } = numeric;
    answer(xml, "100", None, &plain(*right), feedback_correct, Some(&plain(*tolerance)))?;
    if feedback_low != feedback_high {
        let (middle, reach) = (right.midpoint(far_below(*right)), (right - far_below(*right)) / 2.0);
        answer(xml, "0", None, &plain(middle), feedback_low, Some(&plain(reach)))?;
    }
    if !feedback_high.is_empty() {
        answer(xml, "0", None, "*", feedback_high, Some("0"))?;
    }
    // A unit may be typed, and need not be.
    if !unit.is_empty() {
        xml.create_element("units").write_inner_content(|xml| {
            xml.create_element("unit").write_inner_content(|xml| {
                value(xml, "multiplier", "1")?;
                value(xml, "unit_name", unit)
            })?;
            Ok(())
        })?;
    }
    value(xml, "unitgradingtype", "0")?;
    value(xml, "unitpenalty", "0")?;
    value(xml, "showunits", if unit.is_empty() { "3" } else { "0" })?;
    value(xml, "unitsleft", "0")
}

fn order(xml: &mut Xml, ordering: &Ordering, question: &str, report: &mut Report) -> io::Result<()> {
    report.changed(
        question,
        "the order is asked as the place of each item, and each right place earns its share of the points",
    );
    value(xml, "shuffleanswers", "true")?;
    text_in(xml, "correctfeedback", Some("html"), &html(&ordering.feedback_correct))?;
    text_in(xml, "partiallycorrectfeedback", Some("html"), &html(&ordering.feedback_wrong))?;
    text_in(xml, "incorrectfeedback", Some("html"), &html(&ordering.feedback_wrong))?;
    ordering.items.iter().zip(1..).try_for_each(|(item, place): (_, u32)| pair(xml, &item.text, &place.to_string()))
}

/// A target that belongs to no item stands beside an empty one.
fn pairs(xml: &mut Xml, matching: &Matching, question: &str, report: &mut Report) -> io::Result<()> {
    if matching.items.iter().any(|item| !item.feedback.is_empty()) {
        report.changed(question, "the feedback on its items is left out: Moodle has one for the whole");
    }
    value(xml, "shuffleanswers", "true")?;
    let target = |id: &str| matching.targets.iter().find(|target| target.id == id).map_or("", |it| it.text.as_str());
    matching.items.iter().try_for_each(|item| pair(xml, &item.text, target(&item.target)))?;
    let mut free = matching.targets.iter().filter(|it| !matching.items.iter().any(|item| item.target == it.id));
    free.try_for_each(|target| pair(xml, "", &target.text))
}

fn pair(xml: &mut Xml, item: &str, target: &str) -> io::Result<()> {
    xml.create_element("subquestion").with_attribute(("format", "html")).write_inner_content(|xml| {
        value(xml, "text", &html(item))?;
        text_in(xml, "answer", None, target)
    })?;
    Ok(())
}

fn word(xml: &mut Xml, short: &Short, question: &str, report: &mut Report) -> io::Result<()> {
    report.changed(question, "spaces and punctuation count in Moodle's short answers; letter case does not");
    value(xml, "usecase", "0")?;
    // A star stands for any text there.
    let mut forms = short.accepted.iter().map(|form| form.replace('*', "\\*"));
    forms.try_for_each(|form| answer(xml, "100", None, &form, &short.feedback_correct, None))?;
    if !short.feedback_wrong.is_empty() {
        answer(xml, "0", None, "*", &short.feedback_wrong, None)?;
    }
    Ok(())
}

fn essay(xml: &mut Xml, question: &str, report: &mut Report) -> io::Result<()> {
    report.changed(question, "an open question is an essay worth no points; its model answer is feedback");
    value(xml, "responseformat", "editor")?;
    value(xml, "responserequired", "1")?;
    value(xml, "responsefieldlines", "10")?;
    value(xml, "attachments", "0")?;
    value(xml, "attachmentsrequired", "0")?;
    text_in(xml, "graderinfo", Some("html"), "")?;
    text_in(xml, "responsetemplate", Some("html"), "")
}

/// An answer; `feedback` is as it is in the book.
fn answer(
    xml: &mut Xml,
    fraction: &str,
    format: Option<&str>,
    text: &str,
    feedback: &str,
    tolerance: Option<&str>,
) -> io::Result<()> {
    let format = format.unwrap_or("moodle_auto_format");
    let element =
        xml.create_element("answer").with_attribute(("fraction", fraction)).with_attribute(("format", format));
    element.write_inner_content(|xml| {
        value(xml, "text", text)?;
        text_in(xml, "feedback", Some("html"), &html(feedback))?;
        tolerance.map_or(Ok(()), |tolerance| value(xml, "tolerance", tolerance))
    })?;
    Ok(())
}

/// An element with a text in it, as Moodle wants most of them.
fn text_in(xml: &mut Xml, name: &str, format: Option<&str>, text: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attributes(format.map(|format| ("format", format)));
    element.write_inner_content(|xml| value(xml, "text", text))?;
    Ok(())
}

fn value(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    // XML has no form for most of what is no character.
    let text: String = text.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    xml.create_element(name).write_text_content(BytesText::new(&text))?;
    Ok(())
}
