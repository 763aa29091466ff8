//! The file of the labs' texts, which pages load with the module.

use std::collections::BTreeMap;

use crate::engines::catalog::labs;
use crate::labs::views;
use crate::ui::told;

/// A script, which `file://` loads too, that hangs the texts of every pictured lab on the page's global object.
pub(super) fn script() -> String {
    let pictured = labs().filter(|lab| views::find(lab.spec.id).is_some());
    let texts: BTreeMap<String, String> = pictured.flat_map(|lab| told::all(lab.spec)).collect();
    format!("self.faultlinesTold={};\n", serde_json::json!(texts))
}
