//! The grading room: the page on which a teacher has answer files graded, in the browser and without a toolchain.
//! `assets/parts/grading.js` brings it to life; what grades is the module of [`super::site::Grader`].

use maud::{Markup, html};

use super::pages::Page;
use super::template::around;
use crate::grading::keys;
use crate::quiz::Quiz;
use crate::ui::phrases::{Phrase, grading as say, page};

/// Its path from the site's root.
pub const PATH: &str = "grading/index.html";
/// The key file beside it.
const KEYS: &str = "keys.json";
/// What does the same without the page.
const COMMAND: &str = "faultlines grade answers/ --csv grades.csv";

/// The text of the page and its headings, for a book that ships its keys or does not.
pub fn page(has_keys: bool) -> (String, Vec<(String, String)>) {
    let headings = [("files", say::FILES), ("choices", say::CHOICES), ("result", say::RESULT)];
    let heading = |place: usize| {
        let (id, title) = headings[place];
        html! { h2 id=(id) { (title) " " a.anchor href={ "#" (id) } aria-label=(page::LINK_TO.of([title.text()])) { "#" } } }
    };
    let text = html! {
        p { (say::ABOUT) }
        p { strong { (say::NOTHING_LEAVES) } }
        div.needs-scripts {
            p { (say::NEEDS_SCRIPTS) }
            pre { code { (COMMAND) } }
        }
        (heading(0))
        p { (say::FILES_ABOUT) }
        (files(has_keys))
        (heading(1))
        p { (around(say::CHOICES_ABOUT, [html! { code { "faultlines grade" } }])) }
        (choices(has_keys))
        (heading(2))
        p { (say::RESULT_ABOUT) }
        (result())
    };
    (text.into_string(), headings.map(|(id, title)| (id.to_string(), title.text())).to_vec())
}

/// The key file of these pages, with its path from the site's root, and the same as a script for `file://`, where there is no
/// fetch. The edition for exams has none.
pub fn keys(pages: &[Page]) -> Vec<(String, String)> {
    let quizzes: Vec<Quiz> = pages.iter().filter_map(|page| page.keys.clone()).collect();
    if quizzes.is_empty() {
        return Vec::new();
    }
    let file = keys::write(&quizzes);
    let script = format!("self.faultlinesKeys={};\n", serde_json::json!(file));
    vec![(format!("grading/{KEYS}"), file), (format!("grading/{KEYS}.js"), script)]
}

/// Everything with a control is shown by the script.
fn files(has_keys: bool) -> Markup {
    html! {
        div.room hidden {
            div.drop data-keys=[has_keys.then_some(KEYS)] {
                p { (say::DROP) }
                p.room-do { (button("choose-files", say::CHOOSE_FILES)) (button("choose-folder", say::CHOOSE_FOLDER)) }
                input.given-files type="file" multiple hidden;
                input.given-folder type="file" webkitdirectory hidden;
            }
            details.lines {
                summary { (say::LINES) }
                label for="room-lines" { (say::LINES_LABEL) }
                textarea #room-lines rows="4" spellcheck="false" autocomplete="off" {}
                p.room-do { (button("add-lines", say::ADD_LINES)) }
            }
            p.given-said role="status" {}
            p.room-do { (button("forget", say::FORGET)) }
        }
    }
}

fn choices(has_keys: bool) -> Markup {
    html! {
        div.room.room-choices hidden {
            p {
                label for="room-keep" { (say::KEEP) }
                select #room-keep {
                    @for (value, phrase) in [("best", say::KEEP_BEST), ("last", say::KEEP_LAST), ("first", say::KEEP_FIRST)] {
                        option value=(value) { (phrase) }
                    }
                }
            }
            p {
                label for="room-late" { (say::LATE_AFTER) }
                input #room-late type="text" autocomplete="off" aria-describedby="room-late-help";
                span.help #room-late-help { (say::LATE_AFTER_HELP) }
            }
            (ROSTER.markup())
            @if !has_keys { (OF_BOOK.markup()) }
            (EARLIER.markup())
        }
    }
}

/// Files that are chosen beside the answers.
struct Beside {
    /// What the classes of its controls end in.
    name: &'static str,
    label: Phrase<0>,
    choose: Phrase<0>,
    without: Phrase<0>,
    help: Phrase<0>,
    /// What the browser offers.
    accept: &'static str,
    /// Whether it may be several.
    many: bool,
}

const ROSTER: Beside = Beside {
    name: "roster",
    label: say::ROSTER,
    choose: say::CHOOSE_ROSTER,
    without: say::NO_ROSTER,
    help: say::ROSTER_HELP,
    accept: ".csv,.tsv,.txt,text/csv",
    many: false,
};
// Key files are never among the answers: whoever handed one in would say what is right.
const OF_BOOK: Beside = Beside {
    name: "keys",
    label: say::KEYS,
    choose: say::CHOOSE_KEYS,
    without: say::NO_KEYS,
    help: say::KEYS_HELP,
    accept: ".json,application/json",
    many: false,
};
const EARLIER: Beside = Beside {
    name: "earlier",
    label: say::EARLIER,
    choose: say::CHOOSE_EARLIER,
    without: say::NO_EARLIER,
    help: say::EARLIER_HELP,
    accept: ".json,application/json",
    many: true,
};

impl Beside {
    fn markup(&self) -> Markup {
        let Self { name, .. } = self;
        let class = |begin: &str| format!("{begin}-{name}");
        html! {
            p {
                span.label id=(class("room")) { (self.label) }
                (button(&class("choose"), self.choose)) " " (button(&class("no"), self.without))
                span.help { (self.help) }
                input class=(class("given")) type="file" accept=(self.accept) multiple[self.many] hidden;
            }
        }
    }
}

fn result() -> Markup {
    html! {
        div.room hidden {
            p.room-do { (button("grade", say::GRADE)) (button("cancel", say::CANCEL)) }
            progress hidden aria-label=(say::PROGRESS) {}
            // Beside the region that is read out, which would be read ten times a second.
            p.graded-count {}
            p.graded-said role="status" {}
            div.graded {}
        }
    }
}

fn button(class: &str, label: Phrase<0>) -> Markup {
    html! { button.button.(class) type="button" { (label) } " " }
}
