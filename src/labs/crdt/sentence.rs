//! The result in one sentence.

use super::frame::{Frame, State};
use super::price;
use super::scene::{Scene, Shot};
use crate::engines::crdt::Kind;
use crate::kernel::Time;
use crate::ui::plate::{RunPair, Side};
use crate::ui::words::{capital, whole};

/// Contents of more letters than this are not said.
const SAID: usize = 60;

/// Whether the replicas agree, what the naive ones have lost, what merging costs; for the twin, what is different.
pub(super) fn sentence(pair: &RunPair, moment: Time) -> String {
    let scene = Scene::of(pair);
    let said = |side| scene.shot(side, moment).map(|shot| (Frame::of(&shot), shot));
    let Some((frame, shot)) = said(Side::Main).filter(|(frame, _)| !frame.is_untouched) else {
        return "Nothing has been done yet.".to_string();
    };
    let bytes = price::at(&scene.bytes[0], moment);
    let price = [
        " Merging costs ",
        &whole(bytes.metadata.into()),
        "\u{202f}B of metadata beside ",
        &whole(bytes.payload.into()),
        "\u{202f}B of content.",
    ];
    let twin = said(Side::Twin).map(|(frame, shot)| match pair.twin_is_same() {
        Some(same) => same.to_string(),
        None => {
            format!(" {}: {}; {}.", capital(&pair.twin_phrase(|_, _| None)), agreement(&frame, &shot), naive(&frame))
        }
    });
    format!("{}; {}.{}{}", capital(&agreement(&frame, &shot)), naive(&frame), price.concat(), twin.unwrap_or_default())
}

/// `all three replicas hold “the cat”`.
fn agreement(frame: &Frame, shot: &Shot<'_>) -> String {
    if !frame.agree {
        let lacking = match frame.lacking {
            1 => "1 operation".to_string(),
            lacking => format!("{} operations", whole(lacking)),
        };
        let why = if shot.is_cut() {
            "the network is cut, and a replica lacks "
        } else {
            "updates travel, and a replica lacks "
        };
        return [why, &lacking].concat();
    }
    let held = frame.lanes[0].pieces.iter().filter(|piece| piece.state == State::Held);
    let texts: Vec<&str> = held.map(|piece| piece.text.as_str()).collect();
    let content = texts.join(if frame.kind == Kind::Text { "" } else { ", " });
    let content = match content.trim() {
        "" => "nothing".to_string(),
        text if text.chars().count() > SAID => "the same text".to_string(),
        text => format!("“{text}”"),
    };
    let below = if content.starts_with("“-") { ", below nought" } else { "" };
    format!("all {} replicas hold {content}{below}", frame.lanes.len())
}

/// `naive replica 1 differs: “dog” is lost`.
fn naive(frame: &Frame) -> String {
    match frame.fault() {
        Some((id, fault)) => format!("at naive replica {id}, {fault}"),
        None if frame.naive_agree => "the naive ones agree too".to_string(),
        None if frame.agree => "the naive ones do not agree".to_string(),
        None => "the naive ones differ too".to_string(),
    }
}
