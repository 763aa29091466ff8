//! The module of a page in pieces: what all labs share, and one piece for each lab, which the loader fetches where that lab is
//! on the page. So a page costs what is on it, however many labs the book has.
//!
//! It is built as one, and taken apart by `book/site/split.rs`: what is reached only through the function that `pieces!`
//! writes for a lab is that lab's piece. Until the piece has come, to call that function is a trap.

use std::cell::RefCell;

use crate::engines::catalog::{self, Lab};
use crate::kernel::schema::same;
use crate::ui::plate::LabView;

/// A lab with its view.
pub(super) struct Piece {
    pub(super) lab: Lab,
    pub(super) view: LabView,
}

thread_local! {
    static COME: RefCell<Vec<&'static Piece>> = const { RefCell::new(Vec::new()) };
}

/// Enters the lab with this id, whose piece the loader has fetched.
pub fn enter(id: &str) {
    let Some(piece) = super::views::piece(&id.replace('-', "_")) else { return };
    COME.with_borrow_mut(|come| come.push(piece));
    catalog::come::enter(&piece.lab);
}

/// The view of the lab with this id, once its piece has come.
pub fn find(id: &str) -> Option<LabView> {
    COME.with_borrow(|come| come.iter().find(|piece| piece.lab.spec.id == id).map(|piece| piece.view))
}

/// The row of the catalog for the lab with this id, found by the compiler.
pub(super) const fn row(id: &str) -> Lab {
    let mut at = 0;
    while !same(catalog::PICTURED[at].spec.id, id) {
        at += 1;
    }
    catalog::PICTURED[at]
}

/// A module for each lab, with the function that gives its piece under the two names that the splitter looks for: that by
/// which the piece shows it, and that by which what all share calls it.
macro_rules! pieces {
    [$($lab:ident),*] => {
        $(#[allow(unsafe_code, reason = "functions that the linker is to find by name")]
        mod $lab {
            use crate::labs::pieces::{Piece, row};

            static PIECE: Piece =
                Piece { lab: row(crate::engines::$lab::SPEC.id), view: crate::labs::$lab::VIEW };

            #[unsafe(export_name = concat!(
                "__wasm_split_00", stringify!($lab), "00_export_00000000000000000000000000000000"
            ))]
            extern "C" fn shown() -> *const Piece {
                &PIECE
            }

            #[allow(improper_ctypes, reason = "both sides are of one compilation")]
            #[link(wasm_import_module = "__wasm_split_placeholder__")]
            unsafe extern "C" {
                #[link_name = concat!(
                    "__wasm_split_00", stringify!($lab), "00_import_00000000000000000000000000000000"
                )]
                pub(super) safe fn called() -> *const Piece;
            }
        })*

        #[allow(unsafe_code, reason = "it points to a static of the piece")]
        /// The piece of the lab whose module has this name.
        pub(super) fn piece(module: &str) -> Option<&'static crate::labs::pieces::Piece> {
            let piece = match module {
                $(stringify!($lab) => $lab::called(),)*
                _ => return None,
            };
            unsafe { piece.as_ref() }
        }
    };
}
pub(super) use pieces;
