//! The file of what the module says (the labs' texts and the interface's phrases) and of where the labs' pieces of it are; pages
//! load it before the module.

use std::collections::BTreeMap;

use crate::engines::catalog::{self, Lab, labs};
use crate::labs::views;
use crate::ui::phrases::catalogue;
use crate::ui::told;

/// Finds a phrase for the module.
const SAY: &str = include_str!("../../../assets/say.js");
/// The paths of a lab's piece: as a module, and as text in a script.
type Places = (String, String);

/// A script, which `file://` loads too, that hangs on the page's global object the texts of every pictured lab, and for each
/// lab's id the paths of its piece.
pub(super) fn script(pieces: &BTreeMap<String, Places>) -> String {
    of(labs().filter(|lab| views::find(lab.spec.id).is_some()), pieces)
}

/// The same for a page that has one lab, and its module in itself.
pub fn told_of(lab: &str) -> String {
    of(catalog::find(lab).into_iter(), &BTreeMap::from([(lab.to_string(), Places::default())])) + &phrases()
}

fn of<'a>(labs: impl Iterator<Item = &'a Lab>, pieces: &BTreeMap<String, Places>) -> String {
    let texts: BTreeMap<String, String> = labs.flat_map(|lab| told::all(lab.spec)).collect();
    format!("self.faultlinesTold={};\nself.faultlinesPieces={};\n", serde_json::json!(texts), serde_json::json!(pieces))
}

/// The part of it that has the interface's phrases, in the language in use.
pub fn phrases() -> String {
    let phrases = catalogue::current().of_the_module();
    format!("self.faultlinesPhrases={phrases};\n{}", super::scripts::without_remarks(SAY))
}
