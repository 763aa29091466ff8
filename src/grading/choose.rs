//! Which of several files counts, and what about them a person should look at.

use std::cmp::Ordering;

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
