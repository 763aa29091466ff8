//! Fences: code, and the blocks that only this book has.

use std::fmt::Write as _;

use super::super::markdown::{Fence, SYNTAXES};
use super::super::tree::Tree;
use super::{Heading, Writer, code, escaped};
use crate::kernel::words;
use crate::labs::views;
use crate::scenario::{Link, Plate, Position, Prediction, Problem, id};
use crate::ui::phrases::page as say;
use crate::ui::plate::{LabView, RunPair, plate_html};

/// The fences that are no code, each with what it is for authors.
pub const KINDS: &[(&str, &str)] = &[
    ("lab", "A lab: its name after the word, then the plate's keys as TOML, `id` first."),
    ("quiz", "The place of the chapter’s quiz; it is empty, and there is one."),
    ("map", "The place of the part’s map, of its `map.toml`; it is empty."),
    ("pairs", "The place of the incident builder, of the pairs in `map.toml`; it is empty."),
    ("timeline", "An incident: a line `09:41 | text` for each moment."),
    ("aside", "A note in the margin, in Markdown."),
];

/// Languages of code that a message suggests; the highlighter knows many more.
pub const COMMON_LANGUAGES: [&str; 13] =
    ["rust", "go", "java", "python", "js", "toml", "yaml", "json", "sql", "proto", "sh", "c", "text"];

/// Names for code that is not highlighted.
const PLAIN: &[&str] = &["", "text", "txt", "console"];

impl Writer<'_, '_> {
    pub(super) fn fence(&mut self, fence: &Fence, at: usize) {
        match fence.kind() {
            "lab" => self.lab(fence, at),
            "quiz" => self.quiz(fence, at),
            "map" => self.tie(0, "map", at),
            "pairs" => self.tie(1, "pairs-builder", at),
            "timeline" => self.timeline(fence, at),
            "aside" => self.aside(fence, at),
            language => self.code(language, fence, at),
        }
    }

    /// A plate that cannot be read was reported when the names of the book were gathered.
    fn lab(&mut self, fence: &Fence, at: usize) {
        let plate = match self.setting.plates.get(&at) {
            Some(Ok(plate)) => plate,
            Some(Err(id)) => {
                self.claim_plate(id, at);
                return self.no_picture(id);
            }
            None => {
                let hint = "put it between them";
                return self.mistake_with_hint(at, "a lab cannot stand in an aside, a timeline or a quiz", hint);
            }
        };
        let mut plate = plate.clone();
        for (path, text) in texts(&mut plate) {
            if text.contains("{{") {
                *text = self.plain(text, self.key(&path, fence, at));
            }
        }
        self.claim_plate(&plate.id, at);
        let Some(view) = views::find(plate.scenario.lab.spec.id) else { return };
        // A picture of something else than what was meant is not worth its run.
        if !self.setting.results.is_sound(&plate.id, &plate.scenario) {
            return self.no_picture(&plate.id);
        }
        self.prediction(&plate, fence, at);
        self.start(&plate, view, fence, at);
        let params = plate.scenario.lab.spec.params.iter().map(|spec| spec.name);
        self.body.controls.extend(params.flat_map(|name| ["", "vs-"].map(|run| format!("{}-{run}{name}", plate.id))));
        let html = plate_html(&plate, view);
        self.html(&html);
        self.html("\n");
        self.body.shown.push(plate);
    }

    /// The place of a plate with a mistake in it: links may lead there.
    fn no_picture(&mut self, id: &str) {
        let _ = writeln!(self.out, "<figure id=\"{}\"></figure>", escaped(id));
    }

    /// That a plate has no id, that of another plate or one that is no id, was told when the names of the book were gathered.
    fn claim_plate(&mut self, id: &str, at: usize) {
        let mut before = self.setting.plates.range(..at).map(|(_, plate)| match plate {
            Ok(plate) => &plate.id,
            Err(id) => id,
        });
        if before.any(|other| other == id) || id::fault(id).is_some() {
            self.count_id(id, at);
        } else {
            self.claim_id(id, at);
        }
    }

    /// A reader can be right: the run's own outcome is within what a prediction may say.
    fn prediction(&mut self, plate: &Plate, fence: &Fence, at: usize) {
        let Some(prediction) = &plate.prediction else { return };
        let Ok(report) = self.setting.results.report(&plate.id) else { return };
        let Some(value) = report.get(&prediction.metric) else {
            let known = report.metrics.iter().map(|metric| metric.name.as_ref());
            let problem = Problem::unknown("", "metric", &prediction.metric, known);
            return self.problem(self.key("predict.metric", fence, at), problem);
        };
        let Some((path, message)) = missed(prediction, value * prediction.scale) else { return };
        self.mistake(self.key(path, fence, at), message);
    }

    /// Playback starts within the run.
    fn start(&mut self, plate: &Plate, view: LabView, fence: &Fence, at: usize) {
        let Some(Position::Moment(start)) = plate.position else { return };
        let pair = RunPair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
        let end = pair.end((view.pace)(&pair));
        if start > end {
            let hint = "leave `start_ms` out to start at the end";
            let message = format!("this run ends after {} ms", words::brief(end.as_millis()));
            self.mistake_with_hint(self.key("start_ms", fence, at), message, hint);
        }
    }

    /// Where a key of a fence stands.
    fn key(&self, path: &str, fence: &Fence, at: usize) -> usize {
        let (tree, _) = Tree::parse(&fence.text, self.place.within(fence.start, fence.exact));
        if fence.exact { fence.start + tree.offset(path) } else { at }
    }

    fn quiz(&mut self, fence: &Fence, at: usize) {
        self.body.quizzes += 1;
        if !fence.text.trim().is_empty() {
            self.mistake_with_hint(at, "a quiz fence is empty", "the questions are in quiz.toml beside the chapter");
        }
        if self.body.quizzes > 1 {
            self.mistake(at, "a chapter has one quiz");
            return;
        }
        match self.setting.quiz {
            Some(html) => {
                self.html(&format!("{html}\n"));
                self.body.headings.push(Heading { level: 2, id: "quiz".into(), text: say::QUIZ_HEADING.text() });
            }
            None => {
                let hint = "take it away, or write the questions";
                self.mistake_with_hint(at, "there is no quiz.toml for this page", hint);
            }
        }
    }

    /// What ties the part together, at its place.
    fn tie(&mut self, which: usize, id: &str, at: usize) {
        match self.setting.ties {
            Some(ties) => {
                self.claim_id(id, at);
                self.html(&ties[which]);
            }
            None => {
                let hint = "write map.toml beside the overview, or take this away";
                self.mistake_with_hint(at, "this page’s part has no map", hint);
            }
        }
    }

    /// `09:41 | text`, a line for each moment.
    fn timeline(&mut self, fence: &Fence, at: usize) {
        let place = self.place;
        if fence.text.trim().is_empty() {
            return self.mistake_with_hint(at, "this timeline is empty", "a line for each moment: `09:41 | text`");
        }
        self.html("<ol class=\"timeline\">\n");
        let mut offset = 0;
        for line in fence.text.split_inclusive('\n') {
            let start = fence.start + offset;
            offset += line.len();
            if line.trim().is_empty() {
                continue;
            }
            let clock = line.split_once('|').map(|(clock, text)| (clock.trim(), text));
            let Some((clock, text)) = clock.filter(|(clock, text)| is_clock(clock) && !text.trim().is_empty()) else {
                let at = if fence.exact { start } else { at };
                self.mistake_with_hint(
                    at,
                    "a line of a timeline has a time and a text",
                    "09:41 | the first page goes out",
                );
                continue;
            };
            let begin = start + line.len() - text.len();
            let html =
                self.nested(text.trim(), place.within(begin + text.len() - text.trim_start().len(), fence.exact), true);
            let html = html.trim();
            let html = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap_or(html);
            let _ = writeln!(self.out, "<li><time datetime=\"{clock}\">{clock}</time> <span>{html}</span></li>");
        }
        self.html("</ol>\n");
    }

    fn aside(&mut self, fence: &Fence, at: usize) {
        if fence.text.trim().is_empty() {
            return self.mistake_with_hint(at, "this aside is empty", "write its text in it, or take it away");
        }
        let place = self.place.within(fence.start, fence.exact);
        let html = self.nested(&fence.text, place, false);
        let _ = writeln!(self.out, "<aside class=\"side-note\">\n{html}</aside>");
    }

    fn code(&mut self, language: &str, fence: &Fence, at: usize) {
        let syntax = SYNTAXES.find_syntax_by_token(language).filter(|_| !PLAIN.contains(&language));
        if syntax.is_none() && !PLAIN.contains(&language) {
            let known = KINDS.iter().map(|(name, _)| *name).chain(COMMON_LANGUAGES);
            self.problem(at, Problem::unknown("", "fence", language, known));
        }
        self.html("<pre class=\"code\" tabindex=\"0\"><code>");
        match syntax {
            Some(syntax) => code::highlight(&mut self.out, &fence.text, syntax),
            None => self.text(&fence.text),
        }
        self.html("</code></pre>\n");
    }
}

/// The texts of a plate that hold numbers, each with the path of its key.
fn texts(plate: &mut Plate) -> impl Iterator<Item = (String, &mut String)> {
    let own = [("title".to_string(), &mut plate.title), ("caption".to_string(), &mut plate.caption)];
    let asked = plate.prediction.as_mut().map(|Prediction { question, options, .. }| {
        let labels = options.iter_mut().enumerate();
        let labels = labels.map(|(index, option)| (format!("predict.options.{index}.label"), &mut option.label));
        [("predict.question".to_string(), question)].into_iter().chain(labels)
    });
    own.into_iter().chain(asked.into_iter().flatten())
}

/// The key of a prediction that leaves the true value out, and what to say of it.
fn missed(prediction: &Prediction, truth: f64) -> Option<(&'static str, String)> {
    let unit = if prediction.unit.is_empty() { String::new() } else { format!(" {}", prediction.unit) };
    let said = format!("the lab measures {}{unit}", words::brief(truth));
    if prediction.options.is_empty() {
        let outside = !(0.0..=prediction.max).contains(&truth);
        return outside
            .then(|| ("predict.max", format!("{said}, and a reader may give 0 to {}", words::brief(prediction.max))));
    }
    let is_held = prediction.options.iter().any(|option| (option.from..option.to).contains(&truth));
    (!is_held).then(|| ("predict.options", format!("{said}, and no choice of the prediction holds it")))
}

/// `09:41` or `09:41:07`.
fn is_clock(text: &str) -> bool {
    let fields: Vec<&str> = text.split(':').collect();
    let two_digits = |field: &&str| field.len() == 2 && field.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&fields.len())
        && fields.iter().all(two_digits)
        && fields[0] < "24"
        && fields[1..].iter().all(|field| *field < "60")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_a_time_of_day() {
        assert!(is_clock("09:41") && is_clock("23:59:07"));
        assert!(!is_clock("9:41") && !is_clock("24:00") && !is_clock("later") && !is_clock("09:61"));
        assert!(!is_clock("09:41:99") && !is_clock("09:41:07:00"));
    }
}
