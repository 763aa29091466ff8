//! Cards: what other sites show of a page where a link to it is shared. Number, title and the picture that stands for the
//! page, drawn into PNG when the site is built, in the light inks.

mod inks;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::Shell;
use super::raster;
use crate::book::cache::Cache;
use crate::book::parallel;
use crate::book::render::escaped;
use crate::book::template::{Kind, Outline, Page};
use crate::ui::phrases::page as say;
use inks::Inks;

/// Width and height, as all sites take them.
const SIZE: (u32, u32) = (1200, 630);
/// How much room the title has, and where its lines stand.
const TITLE_WIDTH: f32 = 500.0;
const TITLE_SIZES: [u32; 4] = [72, 64, 56, 48];
const MOST_LINES: usize = 4;
const LEFT: u32 = 72;

/// What a card says and shows.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its path from the site's root.
    path: String,
    /// Over the title: `10.1`, `Part 10`.
    number: String,
    title: String,
    /// The book's name, and the line under it.
    book: String,
    subtitle: String,
    /// As HTML: one drawing, or some that lie over one another.
    picture: String,
}

impl Card {
    /// The card of a page; `None` for one that has the book's.
    pub fn of(page: &Page, picture: &str, outline: &Outline) -> Option<Self> {
        let number = match &page.kind {
            Kind::Front => say::TEXTBOOK.text(),
            Kind::Part(id) => {
                let part = outline.parts.iter().find(|part| part.id == *id)?;
                say::PART.of([part.number.to_string()])
            }
            Kind::Chapter(chapter) => chapter.number.clone(),
            Kind::Plain(_) | Kind::Missing(_) => return None,
        };
        Some(Self {
            path: page.card(),
            number,
            title: page.title.clone(),
            book: outline.title.clone(),
            subtitle: outline.subtitle.clone(),
            picture: picture.into(),
        })
    }

    /// The whole card as a drawing.
    fn svg(&self, inks: &Inks, icon: &str) -> anyhow::Result<String> {
        let (size, lines) = self.title_lines()?;
        let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\">", SIZE.0, SIZE.1);
        let _ = write!(svg, "<style>{}</style>", inks.rules);
        let _ = write!(
            svg,
            "<path d=\"M0 0H1200V630H0Z\" fill=\"var(--paper)\"/>\
             <path d=\"M668 0H1200V630H596Z\" fill=\"var(--paper-2)\"/>\
             <path d=\"M668 0 596 630\" stroke=\"var(--accent)\" stroke-width=\"4\"/>\
             <svg x=\"{LEFT}\" y=\"64\" width=\"46\" height=\"46\" viewBox=\"0 0 32 32\">{icon}</svg>\
             {}{}{}",
            text(136, 98, 32, "ink", 600, &self.book),
            text(LEFT, 562, 22, "ink-2", 400, &self.subtitle),
            text(LEFT, 218, 34, "accent", 600, &self.number),
        );
        for (index, line) in (0u32..).zip(&lines) {
            svg += &text(LEFT, 218 + 24 + size + index * size * 9 / 8, size, "ink", 600, line);
        }
        svg += &drawing(&self.picture);
        svg += "</svg>";
        Ok(inks.in_light(&svg))
    }

    /// The title in the largest size in which it has room.
    fn title_lines(&self) -> anyhow::Result<(u32, Vec<String>)> {
        let mut lines = Vec::new();
        for size in TITLE_SIZES {
            lines = wrapped(&self.title, size)?;
            if lines.len() < MOST_LINES {
                return Ok((size, lines));
            }
        }
        lines.truncate(MOST_LINES);
        Ok((TITLE_SIZES[TITLE_SIZES.len() - 1], lines))
    }
}

/// Draws every card that is not remembered, and writes all of them into the site.
///
/// # Errors
/// When a card cannot be drawn or written.
pub fn write(cards: &[Card], site: &Path, shell: &Shell, cache: &Cache) -> anyhow::Result<()> {
    let read = |path: &str| fs::read_to_string(site.join(path)).with_context(|| format!("cannot read {path}"));
    let (inks, icon) = (Inks::of(&read(&shell.style)?), inside(&read(&shell.icon)?));
    parallel::map(cards, |card| {
        let png = card.svg(&inks, &icon).and_then(|svg| raster::png(&svg, SIZE, cache));
        let png = png.with_context(|| format!("the card {} cannot be drawn", card.path))?;
        let path = site.join(&card.path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, png).with_context(|| format!("cannot write {}", card.path))
    })
    .into_iter()
    .collect()
}

/// The icon without its `<svg>`, and without its style, which would be that of the whole card.
fn inside(icon: &str) -> String {
    let inside = icon.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inside, _)| inside);
    let drawn = inside.split_once("</style>").map_or(inside, |(_, drawn)| drawn);
    drawn
        .replace("class=\"ground\"", "fill=\"var(--ink)\"")
        .replace("class=\"layer\"", "stroke=\"var(--paper)\"")
        .replace("class=\"fault\"", "stroke=\"var(--accent)\"")
}

fn text(x: u32, y: u32, size: u32, ink: &str, weight: u32, words: &str) -> String {
    let style = format!("font-variation-settings: 'wght' {weight}");
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{}\" font-size=\"{size}\" fill=\"var(--{ink})\" style=\"{style}\">{}</text>",
        raster::SERIF,
        escaped(words)
    )
}

/// A title in lines that fit.
fn wrapped(title: &str, size: u32) -> anyhow::Result<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer {
            Some(longer) if raster::width(&text(0, size, size, "ink", 600, &longer))? <= TITLE_WIDTH => {
                lines.pop();
                lines.push(longer);
            }
            _ => lines.push(word.into()),
        }
    }
    Ok(lines)
}

/// The picture in its half of the card. What lies over the first drawing is of the same frame.
fn drawing(html: &str) -> String {
    let mut drawn = String::new();
    let mut first = None;
    for piece in html.split("<svg").skip(1) {
        let Some((attributes, rest)) = piece.split_once('>') else { continue };
        let Some((content, _)) = rest.split_once("</svg>") else { continue };
        let attributes = attributes.replace("viewbox=", "viewBox=");
        let frame =
            attributes.split_once("viewBox=\"").and_then(|(_, rest)| rest.split('"').next()).map(str::to_string);
        if *first.get_or_insert_with(|| frame.clone()) != frame {
            continue;
        }
        let _ = write!(
            drawn,
            "<svg x=\"684\" y=\"85\" width=\"456\" height=\"460\" color=\"var(--ink)\" {attributes}>{content}</svg>"
        );
    }
    drawn
}
