//! What can be written into book.toml, chapters and scenario files.

use super::{Example, Row, Section, rows};
use crate::book::course::{COUNTED_KEYS, COURSE_KEYS};
use crate::book::glossary::{GLOSSARY_KEYS, TERM_KEYS};
use crate::book::load::{BOOK_KEYS, CHAPTER_KEYS, PART_KEYS};
use crate::book::parse::{CHAPTER_FRONT_KEYS, PAGE_KEYS};
use crate::book::render::MAX_NESTING;
use crate::book::render::fences::{COMMON_LANGUAGES, KINDS};
use crate::book::results::{FORMATS, RECORD_KEYS, VALUE_KEYS};
use crate::book::threads::{CAUSE_KEYS, MAP_KEYS, MET_KEYS, PAIR_KEYS};
use crate::scenario::json::{ACTION_KEYS, SCENARIO_KEYS};
use crate::scenario::plate::read::{FENCE_KEYS, OPTION_KEYS, PREDICT_KEYS};

const CHAPTER: &str = "part-1/gossip/chapter.md";

/// A section from its words, its tables and its example.
fn section<const N: usize>(
    (id, title): (&'static str, &'static str),
    text: [&str; N],
    tables: Vec<(&'static str, Vec<Row>)>,
    file: &'static str,
    example: &'static str,
) -> Section {
    let text = text.map(str::to_string).to_vec();
    Section { id, title, text, tables, example: Example { file, text: example } }
}

pub(super) fn sections() -> Vec<Section> {
    let mut sections = vec![
        section(
            ("order", "The order of the book: book.toml"),
            [
                "`book.toml` is the only place for order. A chapter is a folder: `chapter.md`, `quiz.toml`, `scenarios/*.toml`, \
              `reality/*.toml` and `figures/*`. A file that nothing leads to is a mistake; \
              those of editors and systems, such as `.chapter.md.swp` and `chapter.md~`, are passed over. A link to a file \
              leads to one of the content.",
                "A chapter may go on on a further page: `pages = [\"NAME\"]` in its entry, and in its folder a folder NAME that \
              holds what a chapter’s does, front matter and quiz too. It stands under `CHAPTER/NAME/index.html`, is counted \
              `1.1b`, follows the chapter in all lists, and each links to the other.",
                "Lists of chapters, on the front page and on a part’s overview, show a picture of each.",
            ],
            vec![
                ("Keys of the book", rows(BOOK_KEYS)),
                ("Keys of `[[parts]]`", rows(PART_KEYS)),
                ("Keys of `[[parts.chapters]]`", rows(CHAPTER_KEYS)),
            ],
            "book.toml",
            include_str!("examples/book.toml"),
        ),
        section(
            ("pages", "Front matter of a page"),
            [
                "The front page is `index.md`, the overview of a part `PART/index.md`. Front matter stands between two lines \
              `+++` at the top of the file; Markdown follows, with labs and figures as in a chapter. The overview’s figures are \
              in `PART/figures/`. A plate of the front page has no number.",
            ],
            vec![("Keys of the front matter", rows(PAGE_KEYS))],
            "part-1/index.md",
            include_str!("examples/index.md"),
        ),
        section(
            ("chapter", "Front matter of a chapter"),
            ["A chapter says what breaks. Sections begin with `##`: the title is the page’s one first-level heading."],
            vec![
                ("Keys of the front matter", rows(CHAPTER_FRONT_KEYS)),
                ("Keys of `[[villains]]` in a chapter", rows(MET_KEYS)),
            ],
            CHAPTER,
            include_str!("examples/chapter.md"),
        ),
    ];
    sections.push(map());
    sections.push(glossary());
    sections.push(course());
    sections.extend(prose());
    sections.extend(labs());
    sections
}

/// What ties the chapters of a part together.
fn map() -> Section {
    section(
        ("map", "The map of a part: map.toml"),
        [
            "`map.toml` beside a part’s overview names what its chapters have in common. Each chapter says in its front matter \
          which conditions and villains it meets. The map, the page of villains and the incident builder are made of that; \
          its texts are plain, with numbers.",
        ],
        vec![
            ("Keys of the map", rows(MAP_KEYS)),
            ("Keys of `[[axes]]` and `[[villains]]`", rows(CAUSE_KEYS)),
            ("Keys of `[[pairs]]`", rows(PAIR_KEYS)),
        ],
        "part-1/map.toml",
        include_str!("examples/map.toml"),
    )
}

/// What the book's terms mean.
fn glossary() -> Section {
    section(
        ("glossary", "Terms: glossary.toml"),
        [
            "`glossary.toml` beside `book.toml` says what the book’s terms mean; it may be left out. The terms are on a page of \
          their own, and can be searched for. In the text of a chapter the first use of each, outside of headings, links, code, \
          tables and figures, leads there, and shows the definition.",
        ],
        vec![("Keys of the glossary", rows(GLOSSARY_KEYS)), ("Keys of `[[terms]]`", rows(TERM_KEYS))],
        "glossary.toml",
        include_str!("examples/glossary.toml"),
    )
}

/// How quizzes count.
fn course() -> Section {
    section(
        ("course", "A course: course.toml"),
        [
            "`course.toml` beside `book.toml` says which quizzes count in a course, what each is worth and until when it is due; it \
          may be left out. `faultlines grade` counts by it, or by the one that `--course FILE` names, and the page of progress shows what is due.",
        ],
        vec![("Keys of the course", rows(COURSE_KEYS)), ("Keys of `[[chapters]]` in a course", rows(COUNTED_KEYS))],
        "course.toml",
        include_str!("examples/course.toml"),
    )
}

/// What stands between the labs of a chapter.
fn prose() -> [Section; 4] {
    let formats = FORMATS.iter().map(|(form, help)| Row::new(format!("{form}}}}}"), *help)).collect();
    let kinds = KINDS.iter().map(|(name, help)| Row::new(format!("```{name}"), *help)).collect();
    let mut fences = section(
        ("fences", "Fences"),
        ["A fence that is no code is one of the blocks that only this book has."],
        vec![("Blocks", kinds)],
        CHAPTER,
        include_str!("examples/fences.md"),
    );
    fences.text.push(format!("A text stands in at most {MAX_NESTING} quotations, lists, asides and emphases."));
    fences.text.push(format!(
        "Any other word is the language of code: {} and many more. Code of a language that the highlighter does not know \
         is marked `text`.",
        COMMON_LANGUAGES.map(|name| format!("`{name}`")).join(", ")
    ));
    [
        section(
            ("numbers", "Numbers"),
            [
                "A number that an engine can compute is never typed. `{{name.metric}}` is the metric of a scenario file, or of a \
              lab’s fence by its id, in any chapter; the build runs it. Numbers stand in text, tables, notes, titles, \
              captions, choices, alternative texts, raw HTML and quizzes, but not in `book.toml`, units and accepted answers; in code \
              braces stay braces. In the text a number is a link: it opens the plate \
              of its page that shows such a run, set to the scenario.",
                "Between `$` and `$` stands maths, between `$$` and `$$` a formula of its own; in it no number is computed, \
              and words stand in `\\text{…}`. No figure follows the closing `$`; a price is written `\\$5`.",
            ],
            vec![("The end of a number says how it is written", formats)],
            CHAPTER,
            include_str!("examples/numbers.md"),
        ),
        section(
            ("links", "Links, ids and notes"),
            [
                "A link is relative and ends in `index.html`, so that it works from a folder too; its page and its anchor must \
              be there. A heading’s id is made of its words; `{#name}` gives it another, and one with a number in it has such an id. An \
              id stands once on a page, whether the text or the book gives it. A \
              note is defined once and referred to at least once.",
            ],
            Vec::new(),
            CHAPTER,
            include_str!("examples/links.md"),
        ),
        section(
            ("figures", "Figures"),
            [
                "A picture lies in the chapter’s `figures/`, says in words what it shows, and is alone in its paragraph with \
              its caption in quotes; none stands in a quiz. Every file there is used.",
                "An SVG drawing becomes part of the page. Its colours are `currentColor` or values of the style sheets, such \
              as `var(--good)`, so that it suits light and dark paper; it holds no style, no script and no other file.",
            ],
            Vec::new(),
            CHAPTER,
            include_str!("examples/figures.md"),
        ),
        fences,
    ]
}

/// Labs, what they run, and what was measured on real systems.
fn labs() -> [Section; 5] {
    [
        section(
            ("scenarios", "Scenarios"),
            [
                "`scenarios/NAME.toml` names a run for numbers, fences and quizzes, in any chapter. The name is of a–z, 0–9 and \
              `-`, and unique in the book. `faultlines run --scenario FILE` runs it.",
            ],
            vec![("Keys of a scenario", rows(SCENARIO_KEYS)), ("Keys of `[[actions]]`", rows(ACTION_KEYS))],
            "part-1/gossip/scenarios/grow.toml",
            include_str!("examples/grow.toml"),
        ),
        section(
            ("records", "Records of real systems"),
            [
                "`reality/NAME.toml` holds what a real system did when somebody measured it, with its version and the day. \
              `{{name.key}}` is one of its numbers, in the forms of all numbers, or one of its texts, in any chapter. The name is \
              of a–z, 0–9 and `-`, and no scenario and no plate has it. Records are written by a program (`make reality` \
              writes this book’s), and never by hand.",
            ],
            vec![("Keys of a record", rows(RECORD_KEYS)), ("Keys of `[values.NAME]`", rows(VALUE_KEYS))],
            "part-1/gossip/reality/disk.toml",
            include_str!("examples/disk.toml"),
        ),
        section(
            ("labs", "Labs"),
            [
                "The word after `lab` is the lab’s id. Besides these keys a fence has those of a scenario but for `lab`; with \
              `scenario` it starts from a file of the same lab and replaces what differs, parameter by parameter.",
            ],
            vec![("Keys of a `lab` fence", rows(FENCE_KEYS))],
            CHAPTER,
            include_str!("examples/lab.md"),
        ),
        section(
            ("predictions", "Predictions"),
            [
                "The reader predicts before the run is shown: a number from 0 to `max`. The run’s own outcome is within it, which \
              the check measures.",
            ],
            vec![("Keys of `[predict]`", rows(&PREDICT_KEYS[..5]))],
            CHAPTER,
            include_str!("examples/predict.md"),
        ),
        section(
            ("choices", "Predictions by choice"),
            [
                "With `[[predict.options]]` the reader chooses, of two choices or more. No outcome is in the ranges of two, and \
              the run’s own is in one.",
            ],
            vec![("Keys of `[[predict.options]]`", rows(OPTION_KEYS))],
            CHAPTER,
            include_str!("examples/options.md"),
        ),
    ]
}
