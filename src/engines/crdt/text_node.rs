//! A character of a text, with its place in the tree of all of them.

use crate::parts::Dot;

/// On which side of its parent a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Before it.
    Left,
    /// Behind it.
    Right,
}

/// A character with its place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The node that it hangs from; none for the start of the text.
    pub parent: Option<Dot>,
    /// On which side.
    pub side: Side,
    /// The character.
    pub character: u32,
}

impl Node {
    /// The bytes of a node with its id: two dots, a byte for side and deletion, the character.
    pub const BYTES: u32 = 2 * 12 + 1 + Self::CHARACTER_BYTES;
    /// The bytes of the character itself.
    pub const CHARACTER_BYTES: u32 = 1;
}
