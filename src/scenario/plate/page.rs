//! The form in which a page carries a plate: its permalink, then line by line what a permalink does not say. What only
//! its caption says (number, title, caption) stands in the page already. A book wrote it, so nothing wrong is explained.

use super::{Plate, Prediction, PredictionOption};
use crate::registry::decimal;
use crate::scenario::Link;

impl Plate {
    /// What [`Plate::from_page`] reads.
    pub fn to_page(&self) -> String {
        let mut lines = vec![Link::of_plate(self).to_query(), self.controls.join(",")];
        if let Some(asked) = &self.prediction {
            lines.extend([one_line(&asked.question), asked.metric.clone(), decimal::shortest(asked.scale)]);
            lines.extend([one_line(&asked.unit), decimal::shortest(asked.max)]);
            for option in &asked.options {
                lines.extend([one_line(&option.label), bound(option.from), bound(option.to)]);
            }
        }
        lines.join("\n")
    }

    /// Reads a plate in a page; its number, title and caption are empty. `None` if no book of ours wrote it.
    pub fn from_page(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (link, _) = Link::parse(lines.next()?);
        let Link { scenario, compare, position, plate, .. } = link?;
        let controls = lines.next()?.split(',').filter_map(|name| Some(scenario.params.spec(name)?.name)).collect();
        let prediction = match lines.next() {
            Some(question) => Some(read_prediction(question, &mut lines)?),
            None => None,
        };
        let (number, title, caption) = Default::default();
        Some(Self { id: plate?, number, title, caption, scenario, compare, controls, position, prediction })
    }
}

fn read_prediction<'a>(question: &str, lines: &mut impl Iterator<Item = &'a str>) -> Option<Prediction> {
    let mut prediction = Prediction {
        question: question.to_string(),
        metric: lines.next()?.to_string(),
        scale: decimal::parse(lines.next()?)?,
        unit: lines.next()?.to_string(),
        max: decimal::parse(lines.next()?)?,
        options: Vec::new(),
    };
    while let Some(label) = lines.next() {
        let label = label.to_string();
        let (from, to) = (lines.next()?, lines.next()?);
        prediction.options.push(PredictionOption {
            label,
            from: decimal::parse(from).unwrap_or(f64::MIN),
            to: decimal::parse(to).unwrap_or(f64::MAX),
        });
    }
    Some(prediction)
}

/// A bound of an option; nothing where there is none.
fn bound(value: f64) -> String {
    if value.abs() == f64::MAX { String::new() } else { decimal::shortest(value) }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
