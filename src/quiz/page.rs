//! The form in which a page carries a quiz: its texts one after the other, those of each kind of question in an order of
//! their own. A book wrote it, so nothing wrong is explained.

use super::{Choice, Item, Kind, Numeric, Ordering, Question, Quiz, Short};
use crate::kernel::decimal;

/// What ends a text: the symbol for a unit separator, which no text needs.
const END: char = '␟';

impl Quiz {
    /// What [`Quiz::from_page`] reads: the quiz, its keys as numbers, with the hashes of the texts as they were written.
    pub(super) fn to_page(&self) -> String {
        let mut page = Writer(String::new());
        page.text(&self.hash);
        page.text(&self.title);
        page.list(&self.questions, Question::write);
        page.0
    }

    /// Reads the quiz of a page. `None` if it is none.
    pub(super) fn from_page(chapter: &str, text: &str) -> Option<Self> {
        let mut page = Reader { rest: text, whole: true };
        let (hash, title) = (page.text(), page.text());
        let questions = page.list(Question::read);
        page.whole.then(|| Self { chapter: chapter.to_string(), title, questions, hash })
    }
}

impl Question {
    fn write(&self, page: &mut Writer) {
        for text in [&self.hash, &self.id, &self.points.to_string(), &self.prompt, &self.explanation] {
            page.text(text);
        }
        page.text(self.kind.name());
        self.kind.write(page);
    }

    fn read(page: &mut Reader) -> Self {
        let (hash, id, points) = (page.text(), page.text(), page.whole_number());
        let (prompt, explanation) = (page.text(), page.text());
        Self { id, prompt, points, explanation, kind: Kind::read(page), hash }
    }
}

impl Kind {
    fn write(&self, page: &mut Writer) {
        match self {
            Self::Single(options) | Self::Multiple(options) => page.list(options, Choice::write),
            Self::Numeric(numeric) => {
                page.text(&numeric.answer.to_string());
                page.text(&numeric.tolerance.to_string());
                for text in [&numeric.unit, &numeric.feedback_correct, &numeric.feedback_low, &numeric.feedback_high] {
                    page.text(text);
                }
            }
            Self::Ordering(ordering) => {
                page.list(&ordering.items, Item::write);
                page.text(&ordering.feedback_correct);
                page.text(&ordering.feedback_wrong);
            }
            Self::Short(short) => {
                page.list(&short.accepted, |form, page| page.text(form));
                page.text(&short.feedback_correct);
                page.text(&short.feedback_wrong);
            }
        }
    }

    fn read(page: &mut Reader) -> Self {
        match page.text().as_str() {
            "single" => Self::Single(page.list(Choice::read)),
            "multiple" => Self::Multiple(page.list(Choice::read)),
            "numeric" => Self::Numeric(Numeric {
                answer: page.number(),
                tolerance: page.number(),
                unit: page.text(),
                feedback_correct: page.text(),
                feedback_low: page.text(),
                feedback_high: page.text(),
            }),
            "ordering" => Self::Ordering(Ordering {
                items: page.list(|page| Item { id: page.text(), text: page.text() }),
                feedback_correct: page.text(),
                feedback_wrong: page.text(),
            }),
            kind => {
                page.whole &= kind == "short";
                Self::Short(Short {
                    accepted: page.list(Reader::text),
                    feedback_correct: page.text(),
                    feedback_wrong: page.text(),
                })
            }
        }
    }
}

impl Choice {
    fn write(&self, page: &mut Writer) {
        for text in [&self.id, &self.text, &self.feedback] {
            page.text(text);
        }
        page.text(if self.correct { "right" } else { "" });
    }

    fn read(page: &mut Reader) -> Self {
        let (id, text, feedback) = (page.text(), page.text(), page.text());
        Self { id, text, correct: !page.text().is_empty(), feedback }
    }
}

impl Item {
    fn write(&self, page: &mut Writer) {
        page.text(&self.id);
        page.text(&self.text);
    }
}

struct Writer(String);

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.extend(text.chars().filter(|&c| c != END));
        self.0.push(END);
    }

    fn list<T>(&mut self, list: &[T], write: impl Fn(&T, &mut Self)) {
        self.text(&list.len().to_string());
        list.iter().for_each(|one| write(one, self));
    }
}

/// Reads on to the end whatever comes, and knows then whether all was there: to give up at each text would take more code
/// than the texts.
struct Reader<'a> {
    rest: &'a str,
    whole: bool,
}

impl Reader<'_> {
    fn text(&mut self) -> String {
        let (text, rest) = self.rest.split_once(END).unwrap_or_else(|| {
            self.whole = false;
            ("", "")
        });
        self.rest = rest;
        text.to_string()
    }

    fn number(&mut self) -> f64 {
        let number = decimal::parse(&self.text());
        self.whole &= number.is_some();
        number.unwrap_or_default()
    }

    fn whole_number(&mut self) -> u32 {
        self.number() as u32
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut list = Vec::new();
        for _ in 0..self.whole_number() {
            if !self.whole {
                break;
            }
            list.push(read(self));
        }
        list
    }
}
