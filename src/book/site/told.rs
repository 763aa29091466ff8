//! The file of the labs' texts, and of where their pieces of the module are; pages load it before the module.

use std::collections::BTreeMap;

use crate::engines::catalog::labs;
use crate::labs::views;
use crate::ui::told;

/// A script, which `file://` loads too, that hangs on the page's global object the texts of every pictured lab, and for each
/// lab's id the paths of its piece: as a module, and as text in a script.
pub(super) fn script(pieces: &BTreeMap<String, (String, String)>) -> String {
    let pictured = labs().filter(|lab| views::find(lab.spec.id).is_some());
    let texts: BTreeMap<String, String> = pictured.flat_map(|lab| told::all(lab.spec)).collect();
    format!("self.faultlinesTold={};\nself.faultlinesPieces={};\n", serde_json::json!(texts), serde_json::json!(pieces))
}
