//! A text that many edit at once: Fugue (Weidner & Kleppmann, "The Art of the Fugue: Minimizing Interleaving in
//! Collaborative Text Editing", arXiv 2305.00583), in the form of a tree.
//!
//! Characters are the nodes of a tree, each a left or a right child of another; read in order (left children, the
//! character, right children) the tree is the text. A character typed behind another becomes its right child, or, if it
//! has one already, a left child of what comes next. So what one person types in one go is one subtree, and two people
//! who type at the same place do not shuffle their letters. A deleted character stays as a node that does not show.

use std::collections::BTreeMap;

use super::text_node::{Node, Side};
use super::update::Update;
use crate::parts::Dot;

/// A replica of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Each node, and whether it is deleted.
    nodes: BTreeMap<Dot, (Node, bool)>,
    /// The children of a node on each side, in the order of their ids.
    children: BTreeMap<(Option<Dot>, Side), Vec<Dot>>,
}

impl Text {
    /// Types a character behind the node `left`, or at the start.
    pub fn insert_after(&mut self, replica: u32, left: Option<Dot>, character: u32) -> (Dot, Update) {
        let (parent, side) = if self.children.contains_key(&(left, Side::Right)) {
            (self.next_after(left), Side::Left)
        } else {
            (left, Side::Right)
        };
        let own = Dot { replica, counter: 0 }..=Dot { replica, counter: u64::MAX };
        let counter = self.nodes.range(own).next_back().map_or(0, |(last, _)| last.counter) + 1;
        let (id, node) = (Dot { replica, counter }, Node { parent, side, character });
        self.insert(id, node);
        (id, Update::Insert(id, node))
    }

    /// Deletes a character.
    pub fn delete(&mut self, id: Dot) -> Update {
        self.hide(id);
        Update::Delete(id)
    }

    /// The ids of all nodes in the order of the text, the deleted ones too.
    pub fn order(&self) -> Vec<Dot> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut to_do = vec![(None, false)];
        while let Some((node, expanded)) = to_do.pop() {
            if expanded {
                order.extend(node);
                continue;
            }
            // A stack gives back the last first.
            let children = |side| self.children.get(&(node, side)).into_iter().flatten().rev();
            to_do.extend(children(Side::Right).map(|&child| (Some(child), false)));
            to_do.push((node, true));
            to_do.extend(children(Side::Left).map(|&child| (Some(child), false)));
        }
        order
    }

    /// The characters that show, with their ids, in order.
    pub fn visible(&self) -> Vec<(Dot, u32)> {
        let shown = |id: Dot| self.nodes.get(&id).filter(|(_, deleted)| !deleted).map(|(node, _)| (id, node.character));
        self.order().into_iter().filter_map(shown).collect()
    }

    /// How many nodes there are, the deleted ones too.
    pub fn size(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Takes in the nodes and the deletions of another replica.
    pub fn merge(&mut self, other: &Self) {
        for (&id, &(node, deleted)) in &other.nodes {
            self.insert(id, node);
            if deleted {
                self.hide(id);
            }
        }
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        match *update {
            Update::Insert(id, node) => self.insert(id, node),
            Update::Delete(id) => self.hide(id),
            _ => {}
        }
    }

    fn insert(&mut self, id: Dot, node: Node) {
        if self.nodes.contains_key(&id) {
            return;
        }
        self.nodes.insert(id, (node, false));
        let siblings = self.children.entry((node.parent, node.side)).or_default();
        let place = siblings.partition_point(|sibling| *sibling < id);
        siblings.insert(place, id);
    }

    fn hide(&mut self, id: Dot) {
        if let Some((_, deleted)) = self.nodes.get_mut(&id) {
            *deleted = true;
        }
    }

    /// The node that follows in the order of the text; `left` has a right child, so there is one.
    fn next_after(&self, left: Option<Dot>) -> Option<Dot> {
        let order = self.order();
        let place = left.map_or(0, |left| order.iter().position(|&id| id == left).map_or(0, |place| place + 1));
        order.get(place).copied()
    }
}
