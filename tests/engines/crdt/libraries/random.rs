//! Random histories in ours and in Loro: people who type forwards and backwards, jump and delete, and whose letters
//! travel in any order, and twice.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::Libraries;
use super::history::{Event, History};
use super::ours::Ours;

/// What one does next, before it is known what the text looks like.
#[derive(Clone, Debug)]
enum Wish {
    /// Types behind the letter typed last.
    Forwards,
    /// Types before it.
    Backwards,
    /// Types somewhere.
    Jump(Index),
    Delete(Index),
    Elsewhere,
    /// Hears of some of all the operations until now.
    Hear(Vec<Index>),
    /// Hears all that another has.
    Meet(Index),
}

fn any_wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        6 => Just(Wish::Forwards),
        3 => Just(Wish::Backwards),
        3 => any::<Index>().prop_map(Wish::Jump),
        3 => any::<Index>().prop_map(Wish::Delete),
        1 => Just(Wish::Elsewhere),
        4 => prop::collection::vec(any::<Index>(), 1..6).prop_map(Wish::Hear),
        1 => any::<Index>().prop_map(Wish::Meet),
    ]
}

/// Names in any order, and a run of wishes of one replica after the other.
fn any_wishes() -> impl Strategy<Value = (Vec<u32>, Vec<(Index, Vec<Wish>)>)> {
    let names = subsequence((1..=9).collect::<Vec<u32>>(), 2..=5).prop_shuffle();
    let run = (any::<Index>(), prop::collection::vec(any_wish(), 1..8));
    (names, prop::collection::vec(run, 1..12))
}

/// A replica as its user sees it: where the last letter was typed, and which operations are known.
#[derive(Clone, Default)]
struct User {
    last: Option<char>,
    known: BTreeSet<usize>,
}

/// The history that comes of wishes, and what ours shows after each step.
fn history(names: &[u32], runs: &[(Index, Vec<Wish>)]) -> (History, Vec<String>) {
    let mut history = History { replicas: names.to_vec(), ..History::default() };
    let (mut ours, mut shown) = (Ours::new(names), Vec::new());
    let mut users = vec![User::default(); names.len()];
    let mut operations = 0;
    let wishes = runs.iter().flat_map(|(user, wishes)| wishes.iter().map(|wish| (user.index(names.len()), wish)));
    for (user, wish) in wishes {
        let text: Vec<char> = ours.show(names[user]).chars().collect();
        let event = event(wish, &text, user, &users, operations);
        match &event {
            Event::Take(arrived) => users[user].known.extend(arrived),
            _ => {
                users[user].known.insert(operations);
                operations += 1;
            }
        }
        if let Event::Insert(_, typed) = event {
            users[user].last = Some(typed);
        }
        ours.step(names[user], &event);
        shown.push(ours.show(names[user]));
        history.steps.push((names[user], event));
    }
    // What comes last arrives backwards at every second replica.
    let before = history.steps.len();
    history.finish();
    for (place, (at, event)) in history.steps.iter_mut().skip(before).enumerate() {
        if let (1, Event::Take(operations)) = (place % 2, &mut *event) {
            operations.reverse();
        }
        ours.step(*at, event);
        shown.push(ours.show(*at));
    }
    (history, shown)
}

fn event(wish: &Wish, text: &[char], user: usize, users: &[User], operations: usize) -> Event {
    let last = users[user].last.and_then(|last| text.iter().position(|&typed| typed == last));
    // No character is typed twice, so a text tells which operation stands where.
    let typed = char::from_u32(0x4e00 + operations as u32).expect("a character");
    match wish {
        Wish::Forwards => Event::Insert(last.map_or(text.len(), |last| last + 1), typed),
        Wish::Backwards => Event::Insert(last.unwrap_or(0), typed),
        Wish::Jump(place) => Event::Insert(place.index(text.len() + 1), typed),
        Wish::Delete(place) if !text.is_empty() => Event::Delete(place.index(text.len())),
        Wish::Delete(_) | Wish::Elsewhere => Event::Elsewhere,
        Wish::Hear(_) if operations == 0 => Event::Take(Vec::new()),
        Wish::Hear(which) => Event::Take(which.iter().map(|one| one.index(operations)).collect()),
        Wish::Meet(other) => Event::Take(users[other.index(users.len())].known.iter().copied().collect()),
    }
}

thread_local! {
    static LIBRARIES: RefCell<Option<Libraries>> = const { RefCell::new(None) };
}

proptest! {
    #![proptest_config(crate::thorough::cases(1_000))]

    #[test]
    fn the_text_agrees_with_loro_after_every_step((names, runs) in any_wishes()) {
        let (history, ours) = history(&names, &runs);
        let loro = LIBRARIES.with_borrow_mut(|libraries| {
            libraries.get_or_insert_with(Libraries::start).play("loro", &history)
        });
        prop_assert!(ours.iter().rev().take(names.len()).all(|text| Some(text) == ours.last()), "ours has not converged");
        for ((step, ours), loro) in history.steps.iter().zip(&ours).zip(&loro) {
            prop_assert_eq!(ours, loro, "after {:?} of {:?}", step, history.steps);
        }
    }
}
