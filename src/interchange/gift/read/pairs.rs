//! Answers in pairs: an order where their targets are places, else what belongs together.

use super::super::super::draft::Ids;
use super::super::super::markup::words;
use super::super::split::{Answer, shown};
use super::Of;
use crate::quiz::Kind;
use crate::quiz::kinds::{Item, Matching, Ordering, Premise};

/// The two sides of a pair, and what is said of it.
struct Pair<'a> {
    item: &'a str,
    target: &'a str,
    feedback: &'a str,
}

impl Of<'_> {
    /// Items with their places, 1 to as many as there are, are an order.
    pub(super) fn pairs(&mut self, all: &[Answer]) -> Result<Kind, String> {
        let pairs = all.iter().map(|answer| {
            let (item, target) = answer.text.split_once("->")?;
            Some(Pair { item, target, feedback: answer.feedback })
        });
        let pairs = pairs.collect::<Option<Vec<_>>>();
        let pairs = pairs.ok_or("a pair needs `->` between its two sides")?;
        let place = |pair: &Pair| shown(pair.target).parse::<u32>().ok();
        let mut placed: Vec<(u32, &Pair)> = pairs.iter().map(|pair| (place(pair).unwrap_or_default(), pair)).collect();
        placed.sort_by_key(|(place, _)| *place);
        let is_order = placed.len() > 1 && placed.iter().zip(1..).all(|((place, _), due)| *place == due);
        if is_order { self.order(&placed) } else { self.matching(&pairs) }
    }

    fn order(&mut self, placed: &[(u32, &Pair)]) -> Result<Kind, String> {
        let mut ids = Ids::default();
        let mut items: Vec<Item> = Vec::new();
        for (place, pair) in placed {
            let text = self.line(pair.item);
            if text.is_empty() || items.iter().any(|item| item.text == text) {
                return Err("an item of this order says nothing, or the same as another".to_string());
            }
            items.push(Item { id: ids.make(&words(&text), &format!("item-{place}")), text });
        }
        let (feedback_correct, feedback_wrong) = <_>::default();
        Ok(Kind::Ordering(Ordering { items, feedback_correct, feedback_wrong }))
    }

    /// Of a pair whose first side is empty, the second belongs to no item.
    fn matching(&mut self, pairs: &[Pair]) -> Result<Kind, String> {
        let (mut items, mut ids): (Vec<Premise>, _) = (Vec::new(), Ids::default());
        let (mut targets, mut target_ids): (Vec<Item>, _) = (Vec::new(), Ids::default());
        for pair in pairs {
            let (text, target) = (self.line(pair.item), self.target(pair.target));
            if target.is_empty() {
                return Err("a pair has nothing behind its `->`".to_string());
            }
            let target = match targets.iter().find(|known| known.text == target) {
                Some(known) => known.id.clone(),
                None => {
                    let id = target_ids.make(&target, &format!("target-{}", targets.len() + 1));
                    targets.push(Item { id: id.clone(), text: target });
                    id
                }
            };
            if text.is_empty() {
                continue;
            }
            if items.iter().any(|item| item.text == text) {
                self.changed("an item that says the same as one before it is left out");
                continue;
            }
            let id = ids.make(&words(&text), &format!("item-{}", items.len() + 1));
            items.push(Premise { id, text, target, feedback: self.text(pair.feedback) });
        }
        if items.len() < 2 || targets.len() < 2 {
            return Err("a matching needs at least two items and two targets that say something else each".to_string());
        }
        Ok(Kind::Matching(Matching { items, targets }))
    }

    /// A target stands in a list to choose from, which shows no markup.
    fn target(&mut self, text: &str) -> String {
        let plain = words(&self.line(text));
        let bare: String = plain.chars().filter(|c| !Matching::MARKUP.contains(c)).collect();
        let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        if bare != plain {
            self.changed(format!(
                "`{plain}` stands in a list to choose from, which shows no markup: it is now `{bare}`"
            ));
        }
        bare
    }
}
