//! The machines in their racks, each as full as its share of the copies.

use super::ring::ink;
use super::scene::{Layout, Shot};
use crate::ui::chart::{Across, Ink, Pen, width_of};

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let machines = shot.cluster().machines();
    let mut held = vec![0u32; usize::from(shot.run.after.machines())];
    for key in 0..shot.run.digests().len() as u32 {
        for &id in shot.run.list(key, shot.has_new()) {
            held[usize::from(id)] += 1;
        }
    }
    let most = held.iter().copied().max().unwrap_or(0).max(1);
    for id in 0..machines {
        let ((left, top), (width, height)) = layout.machine(id);
        let ink = ink(shot, id);
        let (right, foot) = (left + width, top + height);
        if shot.is_up(id) {
            let full = f64::from(held[usize::from(id)]) / f64::from(most);
            pen.bar((left, foot - height * full), (right, foot), ink, 0.35);
        }
        pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
        let number = id.to_string();
        if shot.is_up(id) && width > width_of(&number) && height > 10.0 {
            pen.text(&number, layout.middle(id), Across::Middle, Ink::Text);
        } else if !shot.is_up(id) {
            pen.line(&[(left, top), (right, foot)], Ink::Bad, 1.5);
            pen.line(&[(left, foot), (right, top)], Ink::Bad, 1.5);
        }
    }
}
