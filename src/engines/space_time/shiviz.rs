//! Logs in the format of ShiViz, a tool that draws space–time diagrams of real systems (DistributedClocks/shiviz): two lines
//! for each event, one with the host and its vector clock as JSON, one with the event in words.
//!
//! GoVector writes the clock first; where nothing is typed ShiViz expects the event first. Both are read. A log says nothing
//! of messages: where an entry of a clock rises that is not the host's own, something arrived.

mod clock;

use super::diagram::Diagram;
use super::message::{Fate, Message};
use super::spec::MAX_PROCESSES;
use crate::kernel::Time;
use crate::parts::clocks::hybrid::HybridStamp;
use crate::parts::clocks::{Event, EventId, EventKind};
use crate::parts::{Dot, VersionVector};
use clock::{Stamp, stamp};

/// The expression that ShiViz is to be given for a log that [`write`] wrote.
pub const EXPRESSION: &str = r"(?<host>\S*) (?<clock>{.*})\n(?<event>.*)";

/// The most events that are read.
pub const MAX_EVENTS: usize = 200;

/// How far apart the steps of a log are drawn: it knows no time.
const STEP: Time = Time::from_millis(50);

/// A diagram as a log, its stamps by the other clocks behind each event's words.
pub fn write(diagram: &Diagram) -> String {
    let mut log = String::new();
    for (event, text) in diagram.events.iter().zip(&diagram.texts) {
        let name = |process: u32| diagram.names[process as usize].as_str();
        let entry = |dot: Dot| format!("{}:{}", clock::quoted(name(dot.replica)), dot.counter);
        let entries: Vec<String> = event.vector.dots().map(entry).collect();
        log.push_str(&[name(event.process), " {", &entries.join(","), "}\n", text].concat());
        if diagram.has_time() {
            let lamport = event.lamport.to_string();
            let stamps = [", wall ", &event.wall_us.to_string(), " µs, Lamport ", &lamport, ", hybrid "];
            log.push_str(&stamps.concat());
            log.push_str(&event.hybrid.to_string());
        }
        log.push('\n');
    }
    log
}

/// An event of a log.
struct Line<'a> {
    /// The number of the line with its clock, from 1.
    number: usize,
    host: u32,
    own: u64,
    vector: VersionVector,
    text: &'a str,
}

/// Reads a log.
///
/// # Errors
/// Says what is wrong and in which line.
pub fn read(log: &str) -> Result<Diagram, String> {
    let stamps = pairs(log)?;
    let mut names: Vec<&str> = Vec::new();
    for (number, stamp, _) in &stamps {
        if !names.contains(&stamp.host) {
            names.push(stamp.host);
        }
        if names.len() > MAX_PROCESSES as usize {
            return Err(at(*number, &[&short(stamp.host), " is one host too many: there is room for 6"]));
        }
    }
    let lines = stamps.into_iter().map(|stamp| line(stamp, &names)).collect::<Result<Vec<Line>, String>>()?;
    check_numbers(&lines, &names)?;
    let causes = causes(&lines, &names)?;
    Ok(lay_out(&lines, &names, &causes))
}

/// The lines two by two: the number of the one with the clock, that line, the event in words.
fn pairs(log: &str) -> Result<Vec<(usize, Stamp<'_>, &str)>, String> {
    let mut lines = (1..).zip(log.lines().map(|line| line.trim_end_matches('\r'))).peekable();
    while lines.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
    let mut first_two = lines.clone().map(|(_, line)| line);
    let Some(first) = first_two.next() else { return Err("The log is empty.".to_string()) };
    // Where neither line is a stamp, the first was meant as one if it has a clock; words may have one too.
    let has_clock = first.split_once(' ').is_some_and(|(_, clock)| clock.starts_with('{'));
    let clock_first = stamp(first).is_ok() || has_clock && first_two.next().is_none_or(|second| stamp(second).is_err());
    let mut pairs = Vec::new();
    while let Some((number, line)) = lines.next() {
        if line.trim().is_empty() && (clock_first || lines.peek().is_none_or(|next| next.1.trim().is_empty())) {
            continue;
        }
        let (number, clock, text) = match clock_first {
            true => (number, line, lines.next().map_or("", |next| next.1)),
            false => {
                let missing = || at(number, &["a line of words, and no line with a host and its clock after it"]);
                let (number, clock) = lines.next().ok_or_else(missing)?;
                (number, clock, line)
            }
        };
        let read = stamp(clock).map_err(|why| {
            at(number, &["no host with its clock, as in `P0 {\"P0\":1}`, but “", &short(clock), "”: ", why])
        })?;
        pairs.push((number, read, text.trim()));
        if pairs.len() > MAX_EVENTS {
            return Err(at(number, &["the 201st event: at most 200 are read"]));
        }
    }
    Ok(pairs)
}

/// An event with its hosts by their places.
fn line<'a>((number, stamp, text): (usize, Stamp<'a>, &'a str), names: &[&str]) -> Result<Line<'a>, String> {
    let place = |host: &str| names.iter().position(|name| *name == host).map(|place| place as u32);
    let mut vector = VersionVector::new();
    for (host, counter) in &stamp.entries {
        let unknown = || at(number, &["the clock counts ", &short(host), ", a host without an event in the log"]);
        let dot = Dot { replica: place(host).ok_or_else(unknown)?, counter: u64::from(*counter) };
        vector.learn(dot);
    }
    let host = place(stamp.host).unwrap_or_default();
    let own = vector.get(host);
    match own {
        0 => Err(at(number, &["the clock has no entry for its own host, ", &short(stamp.host)])),
        _ => Ok(Line { number, host, own, vector, text }),
    }
}

/// Where an event of a host stands among the lines.
fn find(lines: &[Line<'_>], dot: Dot) -> Option<usize> {
    lines.iter().position(|line| (line.host, line.own) == (dot.replica, dot.counter))
}

/// The event before a line's on its host.
fn before(lines: &[Line<'_>], line: &Line<'_>) -> Option<usize> {
    find(lines, Dot { replica: line.host, counter: line.own - 1 })
}

/// The events of each host are numbered from 1 on, each once.
fn check_numbers(lines: &[Line<'_>], names: &[&str]) -> Result<(), String> {
    for (place, line) in lines.iter().enumerate() {
        let host = short(names[line.host as usize]);
        if let Some(other) = find(&lines[..place], Dot { replica: line.host, counter: line.own }) {
            return Err(at(
                line.number,
                &["the same event of ", &host, " as in line ", &lines[other].number.to_string()],
            ));
        }
        if line.own > 1 && before(lines, line).is_none() {
            return Err(at(line.number, &["event ", &(line.own - 1).to_string(), " of ", &host, " is missing"]));
        }
    }
    Ok(())
}

/// For each line the events whose messages arrived in it.
fn causes(lines: &[Line<'_>], names: &[&str]) -> Result<Vec<Vec<usize>>, String> {
    let mut all = Vec::new();
    for line in lines {
        let before = before(lines, line).map(|place| &lines[place]);
        let mut risen = Vec::new();
        for dot in line.vector.dots().filter(|dot| dot.replica != line.host) {
            if before.is_none_or(|before| !before.vector.knows(dot)) {
                let host = short(names[dot.replica as usize]);
                let counter = dot.counter.to_string();
                let missing = ["the clock counts event ", &counter, " of ", &host, ", which the log does not have"];
                risen.push(find(lines, dot).ok_or_else(|| at(line.number, &missing))?);
            }
        }
        // What an event knows, all after it know; and it knows nothing of those.
        for from in before.into_iter().chain(risen.iter().map(|&place| &lines[place])) {
            let other = from.number.to_string();
            if from.vector.get(line.host) >= line.own {
                return Err(at(line.number, &["the clock counts line ", &other, ", whose clock counts this one"]));
            }
            let knows_all = from.vector <= line.vector;
            if !knows_all {
                return Err(at(line.number, &["the clock does not know all that line ", &other, " knew before it"]));
            }
        }
        let is_known = |&place: &usize| {
            let dot = Dot { replica: lines[place].host, counter: lines[place].own };
            risen.iter().any(|&other| other != place && lines[other].vector.knows(dot))
        };
        all.push(risen.iter().copied().filter(|place| !is_known(place)).collect());
    }
    Ok(all)
}

/// The diagram: each event a step after the last of its causes, so that every message runs to the right.
fn lay_out(lines: &[Line<'_>], names: &[&str], causes: &[Vec<usize>]) -> Diagram {
    // Lamport's numbers, by as many rounds as the longest path has steps; a place is in the order once it has its own.
    let mut lamports = vec![0u64; lines.len()];
    let mut ids: Vec<EventId> = vec![0; lines.len()];
    let mut order: Vec<usize> = Vec::new();
    for round in 1.. {
        let begun = order.len();
        let known = |place: &usize| (1..round).contains(&lamports[*place]);
        let next = |place: &usize| {
            lamports[*place] == 0 && before(lines, &lines[*place]).iter().chain(&causes[*place]).all(known)
        };
        order.extend((0..lines.len()).filter(next));
        if order.len() == begun {
            break;
        }
        order[begun..].iter().for_each(|&place| lamports[place] = round);
    }
    let mut diagram = Diagram { names: names.iter().map(|name| (*name).to_string()).collect(), ..Diagram::default() };
    for (id, &place) in (0..).zip(&order) {
        let line = &lines[place];
        let sends: Vec<EventId> = causes[place].iter().map(|&cause| ids[cause]).collect();
        let lamport = lamports[place];
        let at = Time(STEP.0 * lamport);
        let kind = sends.first().map_or(EventKind::Local, |&send| EventKind::Receive(send));
        for sent in sends {
            let Event { process, at: from, .. } = diagram.events[sent as usize];
            let message = Message::new((process, line.host), sent, from, at);
            diagram.messages.push(Message { fate: Fate::Received(id), ..message });
        }
        ids[place] = id;
        let (vector, hybrid) = (line.vector.clone(), HybridStamp::default());
        diagram.events.push(Event { at, process: line.host, kind, lamport, vector, hybrid, wall_us: 0 });
        diagram.texts.push(line.text.to_string());
    }
    diagram
}

fn at(line: usize, what: &[&str]) -> String {
    format!("Line {line}: {}.", what.concat())
}

/// The first forty characters of what a stranger wrote, with those that turn or hide text by their numbers.
fn short(text: &str) -> String {
    shown(text, 40)
}

/// What a stranger wrote, as it can be shown: at most so many characters, and those that control or turn text by their
/// numbers, as in `‹202E›`.
pub fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (place, letter) in text.chars().enumerate() {
        if place == most {
            let all = text.chars().count().to_string();
            shown.push_str(&["… (", &all, " characters)"].concat());
            break;
        }
        match letter {
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
                shown.push_str(&["‹", &clock::hexadecimal(letter as u32), "›"].concat());
            }
            _ if letter.is_control() => shown.push_str(&["‹", &clock::hexadecimal(letter as u32), "›"].concat()),
            _ => shown.push(letter),
        }
    }
    shown
}
