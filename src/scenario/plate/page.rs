//! The form in which a page carries a plate: its permalink, then line by line what a permalink does not say. A book wrote
//! it, so nothing wrong is explained.

use super::{Plate, Prediction, PredictionOption};
use crate::kernel::decimal;
use crate::scenario::Link;

impl Plate {
    /// The compact form of a plate for a page, which [`Plate::from_page`] reads.
    pub fn to_page(&self) -> String {
        let words = [&self.number, &self.title, &self.caption].map(|text| one_line(text));
        let mut lines = vec![Link::of_plate(self).to_query(), self.controls.join(",")];
        lines.extend(words);
        if let Some(asked) = &self.prediction {
            lines.extend([one_line(&asked.question), asked.metric.clone(), asked.scale.to_string()]);
            lines.extend([one_line(&asked.unit), asked.max.to_string()]);
            for option in &asked.options {
                lines.extend([one_line(&option.label), bound(option.from), bound(option.to)]);
            }
        }
        lines.join("\n")
    }

    /// Reads a plate in a page. `None` if no book of ours wrote it.
    pub fn from_page(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (link, _) = Link::parse(lines.next()?);
        let Link { scenario, compare, position, plate, .. } = link?;
        let controls = lines.next()?.split(',').filter_map(|name| Some(scenario.params.spec(name)?.name)).collect();
        let [number, title, caption] = [lines.next()?, lines.next()?, lines.next()?].map(String::from);
        let prediction = match lines.next() {
            Some(question) => Some(read_prediction(question, &mut lines)?),
            None => None,
        };
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
    if value.abs() == f64::MAX { String::new() } else { value.to_string() }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Value;

    fn plate() -> Plate {
        let (link, problems) =
            Link::parse("v=1&lab=hash-ring&nodes=12&do=fail-node@2000:3&vs=strategy:modulo&t=1500.25&plate=ring");
        assert_eq!(problems, []);
        let Link { scenario, compare, position, .. } = link.expect("a link");
        assert_eq!(compare, [("strategy", Value::Choice("modulo"))]);
        let option = |label: &str, from, to| PredictionOption { label: label.into(), from, to };
        let prediction = Prediction {
            question: "How many?".into(),
            metric: "moved_fraction".into(),
            scale: 100.0,
            unit: "%".into(),
            max: 100.0,
            options: vec![option("Few", f64::MIN, 5.5), option("Many", 5.5, f64::MAX)],
        };
        let [number, title, caption] = ["10.1.1", "A ring", "Notice it."].map(String::from);
        let (id, controls, prediction) = ("ring".to_string(), vec!["nodes", "strategy"], Some(prediction));
        Plate { id, number, title, caption, scenario, compare, controls, position, prediction }
    }

    #[test]
    fn a_plate_survives_its_page() {
        let silent = Plate { prediction: None, controls: Vec::new(), ..plate() };
        for plate in [plate(), silent] {
            assert_eq!(Plate::from_page(&plate.to_page()), Some(plate));
        }
    }

    #[test]
    fn what_no_book_wrote_is_no_plate() {
        let whole = plate().to_page();
        let cut = whole.rsplit_once('\n').map(|(cut, _)| cut);
        for text in ["", "x", "lab=hash-ring\n", "{\"lab\":\"hash-ring\"}", cut.unwrap_or_default()] {
            assert_eq!(Plate::from_page(text), None, "{text}");
        }
    }
}
