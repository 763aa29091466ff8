//! Which of several files counts, and what about them a person should look at.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::sheet::Sheet;

/// Which of several attempts counts, and of several files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// That with the most points; of equal files that with the fewest attempts, then the first by path.
    #[default]
    Best,
    /// The last by time, of files without a time the last by path.
    Last,
    /// The first by time, of files without a time the first by path.
    First,
}

/// The fewest readers who met the goals of an experiment for a run that two of them share to be a sign.
const FEWEST: usize = 10;
/// The most readers who share a run that is a sign; what more of them find is not hard to find.
const MOST: usize = 3;
/// Nor is any run a sign where more than one in so many readers share theirs with somebody: there are few solutions.
const RARE: usize = 10;

/// Something to look at, about one sheet and another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flag {
    /// The sheet whose note it is.
    pub sheet: u32,
    /// What it is.
    pub about: About,
    /// The other sheet.
    pub other: u32,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// The other counts; its answers are the same.
    Again,
    /// The other counts; its answers differ.
    OtherCounts,
    /// This counts; the other's answers differ.
    OtherDoesNot,
    /// The other's browser is this one's; the name is not.
    SameBrowser,
    /// The other's attempts were made at the same moments; the name is not the same.
    SameMoments,
    /// The run with this place in the record is the other's too, which few others found; the name is not the same.
    SameRun(u32),
    /// The same, handed in within the same second.
    SameRunAtOnce(u32),
}

/// Decides, of sheets in order of person, quiz and path.
pub(super) fn choose(sheets: &mut [Sheet], keep: Keep) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut start = 0;
    for group in sheets.chunk_by_mut(|a, b| (a.person, a.quiz) == (b.person, b.quiz)) {
        decide(group, start, keep, &mut flags);
        start += group.len() as u32;
    }
    for (about, of) in
        [(About::SameBrowser, reader_id as fn(&Sheet) -> u64), (About::SameMoments, |sheet: &Sheet| sheet.moments_hash)]
    {
        shared(sheets, about, of, &mut flags);
    }
    shared_runs(sheets, &mut flags);
    flags.sort();
    flags
}

fn reader_id(sheet: &Sheet) -> u64 {
    sheet.reader_id
}

/// One reader's files for one chapter, the first of which has the number `start`.
fn decide(group: &mut [Sheet], start: u32, keep: Keep, flags: &mut Vec<Flag>) {
    let mut winner = 0;
    for place in 1..group.len() {
        if better(&group[place], &group[winner], keep) {
            winner = place;
        }
    }
    let (counting, answers) = (start + winner as u32, group[winner].answers_hash);
    let mut differs = None;
    for (place, sheet) in group.iter_mut().enumerate().filter(|(place, _)| *place != winner) {
        sheet.counts = false;
        let this = start + place as u32;
        let same = sheet.answers_hash == answers;
        let about = if same { About::Again } else { About::OtherCounts };
        flags.push(Flag { sheet: this, about, other: counting });
        differs = differs.or((!same).then_some(this));
    }
    flags.extend(differs.map(|other| Flag { sheet: counting, about: About::OtherDoesNot, other }));
}

/// Whether a sheet counts before one whose path comes first.
fn better(one: &Sheet, first: &Sheet, keep: Keep) -> bool {
    match keep {
        Keep::Best => match one.points.total_cmp(&first.points) {
            Ordering::Equal => one.attempts < first.attempts,
            ordering => ordering.is_gt(),
        },
        Keep::Last => one.at >= first.at,
        // A file that says no time is not the first.
        Keep::First => one.at.is_some_and(|at| first.at.is_none_or(|other| at < other)),
    }
}

/// Flags sheets of different people that share what only one person's can have.
fn shared(sheets: &[Sheet], about: About, of: fn(&Sheet) -> u64, flags: &mut Vec<Flag>) {
    let mut marked: Vec<(u64, u32)> = (0..).zip(sheets).map(|(place, sheet)| (of(sheet), place)).collect();
    marked.retain(|(mark, _)| *mark != 0);
    marked.sort_unstable();
    for group in marked.chunk_by(|a, b| a.0 == b.0) {
        let person = |place: u32| sheets[place as usize].person;
        let first = group[0].1;
        let Some(&(_, second)) = group.iter().find(|(_, place)| person(*place) != person(first)) else { continue };
        for &(_, sheet) in group {
            let other = if person(sheet) == person(first) { second } else { first };
            flags.push(Flag { sheet, about, other });
        }
    }
}

/// Flags runs of experiments that few readers share, and those that two hand in within one second.
fn shared_runs(sheets: &[Sheet], flags: &mut Vec<Flag>) {
    let mut runs = Vec::new();
    for (place, sheet) in (0..).zip(sheets) {
        let of_sheet = (0..).zip(&sheet.runs);
        runs.extend(of_sheet.map(|(index, run)| ((sheet.quiz, run.question), run.run, run.moment, place, index)));
    }
    runs.sort_unstable();
    let people = |found: &[Found]| {
        let people: BTreeSet<u32> = found.iter().map(|(.., place, _)| sheets[*place as usize].person).collect();
        people.len()
    };
    for asked in runs.chunk_by(|a, b| a.0 == b.0) {
        let shared = || asked.chunk_by(|a, b| a.1 == b.1).filter(|same| same[0].1 != 0 && people(same) > 1);
        let (readers, sharing) = (people(asked), shared().map(people).sum::<usize>());
        let is_rare = readers >= FEWEST && sharing <= MOST.max(readers / RARE);
        for same in shared() {
            for at_once in same.chunk_by(|a, b| a.2 == b.2).filter(|it| it[0].2 != 0 && people(it) > 1) {
                flag_runs(sheets, at_once, About::SameRunAtOnce, flags);
            }
            if is_rare && people(same) <= MOST {
                flag_runs(sheets, same, About::SameRun, flags);
            }
        }
    }
}

/// A run: its question, its hash, the hash of its moment, the number of its sheet, its place there.
type Found = ((u32, u64), u64, u64, u32, u32);

/// Flags each of these equal runs with that of another reader.
fn flag_runs(sheets: &[Sheet], same: &[Found], about: fn(u32) -> About, flags: &mut Vec<Flag>) {
    let person = |place: u32| sheets[place as usize].person;
    for &(.., sheet, index) in same {
        if let Some(&(.., other, _)) = same.iter().find(|(.., other, _)| person(*other) != person(sheet)) {
            flags.push(Flag { sheet, about: about(index), other });
        }
    }
}
