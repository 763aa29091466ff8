//! A text that many edit at once: Fugue (Weidner & Kleppmann, "The Art of the Fugue: Minimizing Interleaving in
//! Collaborative Text Editing", arXiv 2305.00583), in the form of a tree.
//!
//! Characters are the nodes of a tree, each a left or a right child of another; read in order (left children, the
//! character, right children) the tree is the text. A character typed behind another becomes its right child, or, if it
//! has one already, a left child of what comes next. So what one person types in one go is one subtree, and two people
//! who type at the same place do not shuffle their letters. A deleted character stays as a node that does not show.

use super::text_node::{Node, Side};
use super::update::Update;
use crate::parts::Dot;

/// A node, or the start of the text, and one of its sides.
type Parent = (Option<Dot>, Side);

/// A replica of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Each node with its id, by which they are sorted, and whether it is deleted.
    nodes: Vec<(Dot, Node, bool)>,
    /// The children of a node on each side, in the order of their ids; sorted by node and side.
    children: Vec<(Parent, Vec<Dot>)>,
}

impl Text {
    /// Types a character behind the node `left`, or at the start.
    pub fn insert_after(&mut self, replica: u32, left: Option<Dot>, character: u32) -> (Dot, Update) {
        let (parent, side) = if self.place_of_children((left, Side::Right)).is_ok() {
            (self.next_after(left), Side::Left)
        } else {
            (left, Side::Right)
        };
        let last = self.nodes.partition_point(|(id, ..)| id.replica <= replica).checked_sub(1);
        let own = last.map(|last| self.nodes[last].0).filter(|last| last.replica == replica);
        let counter = own.map_or(0, |last| last.counter) + 1;
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
            let children = |side| self.children((node, side)).iter().rev().map(|&child| (Some(child), false));
            to_do.extend(children(Side::Right));
            to_do.push((node, true));
            to_do.extend(children(Side::Left));
        }
        order
    }

    /// The characters in order, with their ids; none in the place of a deleted one.
    pub fn characters(&self) -> impl Iterator<Item = (Dot, Option<u32>)> + '_ {
        self.order().into_iter().map(|id| {
            let shown = self.place(id).ok().map(|place| self.nodes[place]).filter(|(_, _, deleted)| !deleted);
            (id, shown.map(|(_, node, _)| node.character))
        })
    }

    /// The characters that show, with their ids, in order.
    pub fn visible(&self) -> Vec<(Dot, u32)> {
        self.characters().filter_map(|(id, character)| Some((id, character?))).collect()
    }

    /// The character that shows at a cursor or is the next before it.
    pub fn shown_before(&self, cursor: Option<Dot>) -> Option<Dot> {
        let mut last = None;
        for (id, character) in cursor.into_iter().flat_map(|_| self.characters()) {
            last = character.map_or(last, |_| Some(id));
            if Some(id) == cursor {
                break;
            }
        }
        last
    }

    /// How many nodes there are, the deleted ones too.
    pub fn size(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Takes in the nodes and the deletions of another replica.
    pub fn merge(&mut self, other: &Self) {
        for &(id, node, deleted) in &other.nodes {
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
        let Err(place) = self.place(id) else { return };
        self.nodes.insert(place, (id, node, false));
        let parent = (node.parent, node.side);
        let family = self.place_of_children(parent).unwrap_or_else(|place| {
            self.children.insert(place, (parent, Vec::new()));
            place
        });
        let siblings = &mut self.children[family].1;
        let place = siblings.partition_point(|sibling| *sibling < id);
        siblings.insert(place, id);
    }

    fn hide(&mut self, id: Dot) {
        if let Ok(place) = self.place(id) {
            self.nodes[place].2 = true;
        }
    }

    /// Where a node is, or belongs.
    fn place(&self, id: Dot) -> Result<usize, usize> {
        self.nodes.binary_search_by_key(&id, |(known, ..)| *known)
    }

    /// Where the children of a node on a side are, or belong.
    fn place_of_children(&self, parent: Parent) -> Result<usize, usize> {
        self.children.binary_search_by_key(&parent, |(known, _)| *known)
    }

    /// The children of a node on a side.
    fn children(&self, parent: Parent) -> &[Dot] {
        self.place_of_children(parent).map_or(&[], |place| &self.children[place].1)
    }

    /// The node that follows in the order of the text; `left` has a right child, so there is one.
    fn next_after(&self, left: Option<Dot>) -> Option<Dot> {
        let order = self.order();
        let place = left.map_or(0, |left| order.iter().position(|&id| id == left).map_or(0, |place| place + 1));
        order.get(place).copied()
    }
}
