//! Render: pictures that are not of a text: those of chapters in lists, by their labs or by hand.

use std::collections::BTreeMap;

use super::diagnostic::Diagnostic;
use super::drawing::Drawing;
use super::load::{Content, Figure, Part, Picture};
use super::names::Plates;
use super::pages::chapter_path;
use super::results::Results;
use crate::labs::views;
use crate::scenario::{Plate, Problem};
use crate::ui::plate::picture_html;

/// The pictures of a text by their names in it, those in SVG read.
pub fn drawings(figures: &[Figure], mistakes: &mut Vec<Diagnostic>) -> BTreeMap<String, Option<Drawing>> {
    let figures = figures.iter().map(|figure| {
        let drawing = figure.drawing.as_ref().map(|source| {
            let (drawing, found) = Drawing::read(source);
            mistakes.extend(found);
            drawing
        });
        (figure.inside.clone(), drawing)
    });
    figures.collect()
}

/// The picture of each chapter that has one, by the path of its page: what book.toml says, or its first plate. `plates`
/// are those of each page.
pub fn of_chapters(
    content: &Content,
    plates: &BTreeMap<String, &Plates>,
    results: &Results,
) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let (mut pictures, mut mistakes) = (BTreeMap::new(), Vec::new());
    for part in &content.parts {
        for entry in &part.chapters {
            let path = chapter_path(part, entry.id());
            let picture = match entry.picture() {
                Some(wanted) => wanted_picture(wanted, part, plates, results).map(Some).map_err(|problem| {
                    mistakes.push(Diagnostic::of_problem(content.manifest.position(wanted.at), problem));
                }),
                // A further page stands under its chapter, whose picture speaks for both.
                None if entry.chapter().is_some() => Ok(None),
                None => Ok(plates.get(&path).map(|plates| of_first(plates)).filter(|picture| !picture.is_empty())),
            };
            if let Ok(Some(picture)) = picture {
                pictures.insert(path, picture);
            }
        }
    }
    (pictures, mistakes)
}

/// The first plate of a page, as a picture; empty where it has none.
pub fn of_first(plates: &Plates) -> String {
    plates.values().flatten().next().and_then(of_plate).unwrap_or_default()
}

fn of_plate(plate: &Plate) -> Option<String> {
    Some(picture_html(&plate.scenario, plate.position, views::find(plate.scenario.lab.spec.id)?))
}

/// The picture that book.toml names.
fn wanted_picture(
    Picture { name, .. }: &Picture,
    part: &Part,
    plates: &BTreeMap<String, &Plates>,
    results: &Results,
) -> Result<String, Problem> {
    if name.ends_with(".svg") {
        return by_hand(name, part);
    }
    if let Some(plate) = plates.values().flat_map(|plates| plates.values().flatten()).find(|plate| plate.id == *name) {
        return Ok(of_plate(plate).unwrap_or_default());
    }
    let scenario = results.scenario(name)?;
    let lab = scenario.lab.spec.id;
    match views::find(lab) {
        Some(view) => Ok(picture_html(scenario, None, view)),
        None => {
            let hint = Some("draw one by hand: `figures/NAME.svg` in the part’s folder".to_string());
            Err(Problem { hint, ..Problem::new("", format!("the lab `{lab}` of `{name}` has no picture yet")) })
        }
    }
}

/// A drawing of the part. What is wrong inside it is told where the overview is rendered, with all of the part’s pictures.
fn by_hand(name: &str, part: &Part) -> Result<String, Problem> {
    let drawn = part.figures.iter().filter_map(|figure| Some((figure.inside.as_str(), figure.drawing.as_ref()?)));
    match drawn.clone().find(|(inside, _)| *inside == name) {
        Some((_, source)) => {
            let (drawing, _) = Drawing::read(source);
            let prefix = name.trim_start_matches("figures/").trim_end_matches(".svg");
            Ok(format!("<figure class=\"still\" aria-hidden=\"true\">{}</figure>", drawing.html(prefix, "", &[])))
        }
        None => Err(Problem::unknown("", "picture", name, drawn.map(|(inside, _)| inside))),
    }
}
