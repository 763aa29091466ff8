//! The map of a part: its conditions, its chapters and its villains, tied by threads. Each of them is a fold: opened, its
//! threads light and what they say stands below. It needs no script, and unlit it is the complete picture and a list.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::say::{around, listed};
use crate::ui::phrases::page as say;

/// What ties the chapters of a part together.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The conditions under which the failures appear.
    pub axes: Vec<Cause>,
    /// The causes that return.
    pub villains: Vec<Cause>,
    /// The chapters, in order.
    pub topics: Vec<Topic>,
    /// What becomes of two of them together.
    pub pairs: Vec<Pair>,
}

/// A condition or a villain.
#[derive(Clone, Debug)]
pub struct Cause {
    /// What chapters call it.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// What it is.
    pub text: String,
}

/// A chapter on the map.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// Its folder.
    pub id: String,
    /// Its number, as printed.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whether it can be read; one that is still to come is tied to nothing.
    pub is_written: bool,
    /// Its conditions, by place: it is at home under the first, the others make it worse.
    pub axes: Vec<usize>,
    /// The villains that it meets.
    pub met: Vec<Met>,
}

/// A villain in a chapter.
#[derive(Clone, Debug)]
pub struct Met {
    /// Its place.
    pub villain: usize,
    /// What it does there.
    pub says: String,
    /// Where, from the part’s folder: `retries/index.html#loop`.
    pub at: String,
}

/// Two topics, and what becomes of them together.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Their places, the earlier first.
    pub topics: [usize; 2],
    /// In a few words.
    pub title: String,
    /// How each makes the other worse.
    pub text: String,
    /// What keeps them apart.
    pub remedy: String,
    /// The anchor on the overview where it can be run; empty where it cannot.
    pub section: String,
}

/// Where threads begin and end, in hundredths of the width: they run in the gaps between the three columns, which
/// `style/map.css` makes as wide.
const TO_AXES: (f64, f64) = (24.0, 35.0);
const TO_VILLAINS: (f64, f64) = (65.0, 75.0);

/// A thread: the class that says of which kind, its left end, its right end.
type Thread = (&'static str, (f64, f64), (f64, f64));

impl Map {
    /// How high the middle of one of so many rows is, in hundredths of the height.
    fn row(place: usize, count: usize) -> f64 {
        100.0 * (place as f64 + 0.5) / count.max(1) as f64
    }

    /// The threads of a chapter.
    fn threads(&self, place: usize) -> Vec<Thread> {
        let (topic, here) = (&self.topics[place], Self::row(place, self.topics.len()));
        let axes = topic.axes.iter().enumerate().map(|(rank, axis)| {
            let class = if rank == 0 { "home" } else { "worse" };
            (class, (TO_AXES.0, Self::row(*axis, self.axes.len())), (TO_AXES.1, here))
        });
        let villains = topic.met.iter().map(|met| {
            ("villain", (TO_VILLAINS.0, here), (TO_VILLAINS.1, Self::row(met.villain, self.villains.len())))
        });
        axes.chain(villains).collect()
    }

    /// The threads of these chapters that end at a row of these ends.
    fn threads_to(&self, at: f64, x: f64) -> Vec<Thread> {
        let all = (0..self.topics.len()).flat_map(|place| self.threads(place));
        all.filter(|(_, left, right)| *left == (x, at) || *right == (x, at)).collect()
    }

    /// The chapters that meet a villain, each with what it does there.
    fn met(&self, villain: usize) -> impl Iterator<Item = (&Topic, &Met)> {
        let all = self.topics.iter().flat_map(|topic| topic.met.iter().map(move |met| (topic, met)));
        all.filter(move |(_, met)| met.villain == villain)
    }
}

/// The figure, on a page from which `to_part` leads to the overview: nothing, or `../`.
pub fn figure(map: &Map, to_part: &str) -> String {
    let all: Vec<Thread> = (0..map.topics.len()).flat_map(|place| map.threads(place)).collect();
    let markup = html! {
        figure.map #map {
            div.map-loom {
                (drawn("map-threads", &all))
                ul.map-axes aria-label=(say::MAP_CONDITIONS) {
                    @for (place, axis) in map.axes.iter().enumerate() {
                        li { (fold(&axis.name, &map.threads_to(Map::row(place, map.axes.len()), TO_AXES.0), &of_axis(map, place, to_part))) }
                    }
                }
                ol.map-topics aria-label=(say::CHAPTERS) {
                    @for (place, topic) in map.topics.iter().enumerate() {
                        li {
                            @if topic.is_written {
                                (fold(&topic.title, &map.threads(place), &of_topic(map, topic, to_part)))
                            } @else { span { (topic.title) } }
                        }
                    }
                }
                ul.map-villains aria-label=(say::MAP_VILLAINS) {
                    @for (place, villain) in map.villains.iter().enumerate() {
                        li { (fold(&villain.name, &map.threads_to(Map::row(place, map.villains.len()), TO_VILLAINS.1), &of_villain(map, place, to_part))) }
                    }
                }
            }
            figcaption {
                (say::MAP_HOW) " " (say::MAP_THREADS)
            }
        }
    };
    markup.into_string() + "\n"
}

/// A name that lights its threads, and the words below the picture. One of the map is open at a time.
fn fold(name: &str, threads: &[Thread], words: &Markup) -> Markup {
    html! {
        details name="map" {
            summary { span { (name) } (drawn("map-lit", threads)) }
            div.map-words { (words) }
        }
    }
}

fn drawn(class: &str, threads: &[Thread]) -> Markup {
    html! {
        svg class=(class) viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" {
            @for kind in ["villain", "worse", "home"] {
                @let path = path(threads, kind);
                @if !path.is_empty() { path class=(kind) d=(path) {} }
            }
        }
    }
}

/// The threads of one kind as one path.
fn path(threads: &[Thread], kind: &str) -> String {
    let mut path = String::new();
    for (_, (x, y), (to_x, to_y)) in threads.iter().filter(|(class, ..)| *class == kind) {
        let middle = 0.5 * (x + to_x);
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} {y:.1}C{middle} {y:.1} {middle} {to_y:.1} {to_x} {to_y:.1}");
    }
    path
}

fn chapter(topic: &Topic, to_part: &str) -> Markup {
    html! { a href={ (to_part) (topic.id) "/index.html" } { (topic.title) } }
}

fn of_axis(map: &Map, place: usize, to_part: &str) -> Markup {
    let chapters = |is_wanted: &dyn Fn(&Topic) -> bool| -> Vec<Markup> {
        map.topics.iter().filter(|topic| is_wanted(topic)).map(|topic| chapter(topic, to_part)).collect()
    };
    let home = chapters(&|topic| topic.axes.first() == Some(&place));
    let worse = chapters(&|topic| topic.axes.iter().skip(1).any(|axis| *axis == place));
    html! {
        p { strong { (map.axes[place].name) ". " } (map.axes[place].text) }
        @if !home.is_empty() { p { (around(say::HOME_HERE, [listed(&home)])) } }
        @if !worse.is_empty() { p { (around(say::WORSE_HERE, [listed(&worse)])) } }
    }
}

fn of_topic(map: &Map, topic: &Topic, to_part: &str) -> Markup {
    let axes: Vec<Markup> = topic.axes.iter().map(|axis| html! { (map.axes[*axis].name.to_lowercase()) }).collect();
    let met = topic.met.iter().map(|met| {
        let name = &map.villains[met.villain].name;
        html! { a href={ (to_part) (met.at) } { (name.to_lowercase()) } }
    });
    let met: Vec<Markup> = met.collect();
    let name = html! { strong { (topic.number) " " (chapter(topic, to_part)) } };
    html! {
        p {
            @match axes.split_first() {
                None => (name),
                Some((home, [])) => (around(say::HOME_UNDER, [name, home.clone()])),
                Some((home, worse)) => (around(say::HOME_UNDER_WORSE, [name, home.clone(), listed(worse)])),
            }
        }
        @if !met.is_empty() { p { (around(say::MEETS, [listed(&met)])) } }
    }
}

fn of_villain(map: &Map, place: usize, to_part: &str) -> Markup {
    let Cause { id, name, text } = &map.villains[place];
    let met = map.met(place).map(|(topic, met)| html! { a href={ (to_part) (met.at) } { (topic.title) } });
    let met: Vec<Markup> = met.collect();
    html! {
        p { strong { (name) ". " } (text) }
        @if !met.is_empty() {
            p { (around(say::MET_IN, [listed(&met)])) " " a href={ (to_part) "villains/index.html#" (id) } { (say::IN_EACH) } "." }
        }
    }
}

/// The page of villains: what each is, and what it does in each chapter that meets it.
pub fn villains(map: &Map) -> String {
    let markup = html! {
        (maud::PreEscaped(figure(map, "../")))
        @for (place, villain) in map.villains.iter().enumerate() {
            h2 id=(villain.id) {
                (villain.name) " "
                a.anchor href={ "#" (villain.id) } aria-label=(say::LINK_TO.of([villain.name.clone()])) { "#" }
            }
            p { (villain.text) }
            dl.met {
                @for (topic, met) in map.met(place) {
                    dt { (topic.number) " " a href={ "../" (met.at) } { (topic.title) } }
                    dd { (met.says) }
                }
            }
        }
    };
    markup.into_string()
}
