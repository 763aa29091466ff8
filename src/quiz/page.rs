//! The form in which a page carries a quiz: its texts and numbers one after the other, those of each kind of question in an
//! order of their own. A book wrote it, so nothing wrong is explained.
//!
//! A text is its length in bytes and its UTF-8, a hash its sixteen bytes, a length is a whole number in groups of seven bits
//! (the lowest first, the high bit set on all but the last), a number the eight bytes of a double.

use super::{Kind, Question, Quiz};

impl Quiz {
    /// The form that [`Quiz::from_page`] reads: the quiz, its keys as numbers, and the hashes of the written texts.
    pub(super) fn to_page(&self) -> Vec<u8> {
        let mut page = PageWriter(Vec::new());
        page.hash(&self.hash);
        page.text(&self.course);
        page.text(&self.title);
        page.flag(self.is_exam);
        page.list(&self.questions, Question::write);
        page.0
    }

    /// Reads the quiz of a page. `None` if it is none.
    pub(super) fn from_page(chapter: &str, bytes: &[u8]) -> Option<Self> {
        let mut page = PageReader { rest: bytes, whole: true };
        let (hash, course, title) = (page.hash(), page.text(), page.text());
        let is_exam = page.flag();
        let questions = page.list(|page| Question::read(page, is_exam));
        let questions: Option<Vec<Question>> = questions.into_iter().collect();
        let whole = page.whole && page.rest.is_empty();
        questions.filter(|_| whole).map(|questions| Self {
            chapter: chapter.to_string(),
            course,
            title,
            questions,
            is_exam,
            #[cfg(grader)]
            exam_hash: String::new(),
            hash,
        })
    }
}

impl Question {
    fn write(&self, page: &mut PageWriter) {
        page.hash(&self.hash);
        page.text(&self.id);
        page.whole_number(self.points as usize);
        self.write_variant(page);
        page.list(&self.others, Self::write_variant);
    }

    fn write_variant(&self, page: &mut PageWriter) {
        page.text(&self.prompt);
        page.text(&self.hint);
        page.text(&self.explanation);
        self.kind.write_page(page);
    }

    fn read(page: &mut PageReader, is_exam: bool) -> Option<Self> {
        let (hash, id, points) = (page.hash(), page.text(), page.whole_number() as u32);
        let variant = |page: &mut PageReader| {
            let (prompt, hint, explanation) = (page.text(), page.text(), page.text());
            let (kind, hash, id) = (Kind::read_page(page)?, hash.clone(), id.clone());
            let (tags, drawn, others) = (Vec::new(), Vec::new(), Vec::new());
            Some(Self {
                id,
                prompt,
                points,
                tags,
                hint,
                explanation,
                kind,
                drawn,
                others,
                is_exam,
                #[cfg(grader)]
                exam_hash: String::new(),
                hash,
            })
        };
        let first = variant(page)?;
        let others: Option<Vec<Self>> = page.list(variant).into_iter().collect();
        Some(Self { others: others?, ..first })
    }
}

/// Writes the form of a page.
pub(super) struct PageWriter(Vec<u8>);

impl PageWriter {
    /// A text of any characters.
    pub(super) fn text(&mut self, text: &str) {
        self.whole_number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A hash of 32 hexadecimal digits, as its sixteen bytes: nothing makes them smaller on their way.
    pub(super) fn hash(&mut self, hash: &str) {
        let digits: Vec<u32> = hash.chars().filter_map(|digit| digit.to_digit(16)).collect();
        self.0.extend(digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8));
    }

    /// A double, to its last bit.
    pub(super) fn number(&mut self, number: f64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// True or false.
    pub(super) fn flag(&mut self, flag: bool) {
        self.whole_number(flag.into());
    }

    /// A length or a count, below 2²⁸.
    pub(super) fn whole_number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A list, each entry as `write` writes it.
    pub(super) fn list<T>(&mut self, list: &[T], write: impl Fn(&T, &mut Self)) {
        self.whole_number(list.len());
        list.iter().for_each(|one| write(one, self));
    }
}

/// Reads on to the end whatever comes, and knows then whether all was there: to give up at each text would take more code
/// than the texts.
pub(super) struct PageReader<'a> {
    rest: &'a [u8],
    whole: bool,
}

impl PageReader<'_> {
    /// A text; empty if there is none.
    pub(super) fn text(&mut self) -> String {
        let length = self.whole_number();
        let text = String::from_utf8(self.take(length).to_vec());
        self.whole &= text.is_ok();
        text.unwrap_or_default()
    }

    /// A hash of 32 hexadecimal digits.
    pub(super) fn hash(&mut self) -> String {
        let digits = self.take(16).iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }

    /// A double; 0 if there is none.
    pub(super) fn number(&mut self) -> f64 {
        let bytes = self.take(8).try_into();
        bytes.map_or(0.0, f64::from_le_bytes)
    }

    /// True or false; false if there is neither.
    pub(super) fn flag(&mut self) -> bool {
        self.whole_number() == 1
    }

    /// A length or a count; 0 if there is none.
    pub(super) fn whole_number(&mut self) -> usize {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.take(1).first().copied().unwrap_or_default();
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.whole = false;
        0
    }

    /// A list, each entry as `read` reads it.
    pub(super) fn list<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut list = Vec::new();
        for _ in 0..self.whole_number() {
            if !self.whole {
                break;
            }
            list.push(read(self));
        }
        list
    }

    /// The next bytes; none at all if there are fewer.
    fn take(&mut self, length: usize) -> &[u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or_else(|| {
            self.whole = false;
            (&[], &[])
        });
        self.rest = rest;
        taken
    }
}
