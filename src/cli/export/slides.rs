//! `faultlines export slides`: a chapter's plates as a deck.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::Args;
use faultlines::book::site::STEPS_PATH;
use faultlines::book::{ChapterPlates, embed, plates, words};
use faultlines::scenario::{Link, Plate, Problem};
use faultlines::ui::phrases::{catalogue, page, slides as phrases};
use maud::{DOCTYPE, Markup, html};
use url::form_urlencoded::Serializer;

use super::super::output::is_stdout;
use super::super::say;

/// What a deck needs of reveal.js: the file there, and its name in the deck.
const FILES: &[(&str, &str)] = &[
    ("dist/reset.css", "reset.css"),
    ("dist/reveal.css", "reveal.css"),
    ("dist/reveal.js", "reveal.js"),
    ("plugin/notes/notes.js", "notes.js"),
    ("LICENSE", "LICENSE"),
];

/// Begins the deck. A lab plays when its slide is shown, and hands on the keys that it has no use for. In the speaker's view and
/// on paper, where no slide is shown, reveal.js loads a frame only if it is told to; there each slide is one picture.
const START: &str = "Reveal.initialize({ hash: true, width: 1280, height: 720, margin: 0.02, preventIframeAutoFocus: true, \
     pdfSeparateFragments: false, preloadIframes: /receiver|print-pdf/.test(location.search) || null, \
     plugins: [RevealNotes, FaultlinesSteps] });\n";

/// The book's paper and ink; a theme of reveal.js would fetch its fonts.
const STYLE: &str = ".reveal-viewport { background: #fbfaf6; color: #1e1c19; }\n\
     .reveal { font: 32px/1.4 Georgia, serif; color: #1e1c19; }\n\
     .reveal h2 { font-size: 2em; line-height: 1.2; margin: 0 0 0.5em; }\n\
     .reveal em { font-style: italic; }\n\
     .reveal .slides { text-align: start; }\n\
     .reveal section > :is(h2, p) { padding-inline: 48px; }\n\
     .reveal .source { margin-top: 1.5em; font-size: 0.7em; color: #5b564e; }\n\
     .reveal a { color: #ad3f00; }\n\
     .reveal iframe { border: 0; width: 100%; }\n";

/// The steps of plates, by their ids.
type Steps<'a> = BTreeMap<&'a str, &'a str>;

/// Write a deck of a chapter's plates, for reveal.js, with speaker notes.
///
/// A folder to open from a disk: index.html, reveal.js, and the labs, each as one file. It is made of the built book, and
/// wants reveal.js from npm (`npm ci`).
///
///   faultlines export slides part-10/consistent-hashing -o deck
///   faultlines export slides consistent-hashing --steps ring-join=700,end -o deck
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Slides {
    /// The chapter: its folder in content/, with or without its part.
    chapter: String,
    /// Where a plate pauses for the presenter, who walks on with the arrow key; may be given for many.
    #[arg(long, value_name = "PLATE=MS,…")]
    steps: Vec<String>,
    /// The folder of the built site.
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
    /// The folder of reveal.js, as npm puts it.
    #[arg(long, value_name = "FOLDER", default_value = "node_modules/reveal.js")]
    reveal: PathBuf,
    /// The folder to write; it must be empty, or not there.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

impl Slides {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let content = Path::new("content");
        super::built(&self.site)?;
        ensure!(
            !is_stdout(&self.output),
            "a deck is a folder, which cannot go to standard output (`-`): name a folder"
        );
        ensure!(self.reveal.is_dir(), "{} is not there: `npm ci` in the checkout puts it there", self.reveal.display());
        let is_free = fs::read_dir(&self.output).map_or(true, |mut entries| entries.next().is_none());
        ensure!(is_free, "{} is not empty; name a folder that is not there yet", self.output.display());
        let chapter = plates(content, &self.chapter)?;
        let steps = self.steps(&chapter.plates)?;
        for (from, to) in FILES {
            copy(&self.reveal.join(from), &self.output.join("reveal").join(to))?;
        }
        let labs: BTreeSet<&str> = chapter.plates.iter().map(|plate| plate.scenario.lab.spec.id).collect();
        for lab in labs {
            copy(&self.site.join(embed::file(lab)), &self.output.join(format!("labs/{lab}.html")))?;
        }
        copy(&self.site.join(STEPS_PATH), &self.output.join("steps.js"))?;
        fs::write(self.output.join("start.js"), START)?;
        fs::write(self.output.join("deck.css"), STYLE)?;
        let deck = words(content).within(|| deck(&chapter, &steps)).into_string();
        let index = self.output.join("index.html");
        fs::write(&index, deck).with_context(|| format!("cannot write {}", index.display()))?;
        say(&format!(
            "{} has {} plates; open it in a browser, S shows the notes",
            index.display(),
            chapter.plates.len()
        ));
        Ok(ExitCode::SUCCESS)
    }

    /// The steps that were asked for.
    fn steps(&self, plates: &[Plate]) -> anyhow::Result<Steps<'_>> {
        let mut all = Steps::new();
        for asked in &self.steps {
            let (plate, steps) = asked.split_once('=').unwrap_or((asked, ""));
            let known = || plates.iter().map(|plate| plate.id.as_str());
            ensure!(
                known().any(|id| id == plate),
                "--steps {asked}: {}",
                Problem::unknown("", "plate", plate, known())
            );
            super::moments(steps, asked)?;
            let before = all.insert(plate, steps);
            ensure!(before.is_none(), "--steps {asked}: the steps of `{plate}` are given twice");
        }
        Ok(all)
    }
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let copied = fs::copy(from, to);
    copied.with_context(|| format!("cannot copy {} to {} (is the book built?)", from.display(), to.display()))?;
    Ok(())
}

/// The deck: the chapter's title, a slide for each plate, and where they are from.
fn deck(chapter: &ChapterPlates, steps: &Steps<'_>) -> Markup {
    let ChapterPlates { book, address, title, breaks, plates } = chapter;
    let language = catalogue::current();
    html! {
        (DOCTYPE)
        html lang=(language.language()) dir=[language.direction()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                @for style in ["reveal/reset.css", "reveal/reveal.css", "deck.css"] {
                    link rel="stylesheet" href=(style);
                }
            }
            body {
                div.reveal { div.slides {
                    section { h2 { (title) } p { em { (breaks) } } p.source { (book) } }
                    @for plate in plates { (slide(plate, steps.get(plate.id.as_str()))) }
                    section {
                        h2 { (phrases::SOURCE) }
                        p { (phrases::CHAPTER_OF.of([title.clone(), book.clone()])) }
                        p { a href=(address) { (address) } }
                        p.source { (page::LICENCE.of(["CC BY 4.0".into()])) }
                    }
                } }
                @for script in ["reveal/reveal.js", "reveal/notes.js", "steps.js", "start.js"] { script src=(script) {} }
            }
        }
    }
}

/// A plate on a slide; in the notes what to notice, what to ask first, and what comes of it.
fn slide(plate: &Plate, steps: Option<&&str>) -> Markup {
    html! {
        section.plate {
            iframe.r-stretch data-src=(address(plate, steps)) title=(plate.title) {}
            aside.notes {
                p { b { (page::PLATE.of([plate.number.clone(), plate.title.clone()])) } }
                p { (plate.caption) }
                @if let Some(asked) = &plate.prediction {
                    p { (phrases::ASK_FIRST.of([asked.question.clone()])) }
                    @if !asked.options.is_empty() { ul { @for option in &asked.options { li { (option.label) } } } }
                }
                p { @if steps.is_some() { (phrases::WALKS) " " } (phrases::PLAY_AGAIN) }
            }
        }
    }
}

/// The lab's file with this plate's state.
fn address(plate: &Plate, steps: Option<&&str>) -> String {
    let mut query = Serializer::new(Link { plate: None, ..Link::of_plate(plate) }.to_query());
    query.append_pair("title", &plate.title).append_pair("caption", &plate.caption);
    query
        .append_pair("show", &plate.controls.join(","))
        .append_pair("controls", "minimal")
        .append_pair("theme", "light");
    if let Some(steps) = steps {
        query.append_pair("steps", steps);
    }
    format!("labs/{}.html?{}", plate.scenario.lab.spec.id, query.finish())
}
