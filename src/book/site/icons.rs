//! The icon for home screens: in the sizes that systems ask for, and the manifest that names them.

use std::fmt::Write as _;

use serde_json::json;

use super::Shell;
use super::raster;
use crate::book::cache::Cache;

/// The icon as a picture of pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icon {
    /// Its path from the site's root.
    pub path: String,
    /// Its width and height.
    pub size: u32,
    /// What systems may do with it: `any` is shown as it is, `maskable` is cut to a circle or whatever is theirs.
    pub purpose: &'static str,
}

const SIZES: [(u32, &str); 3] = [(192, "any"), (512, "any"), (512, "maskable")];
/// The light scheme's ground, under what is drawn and beyond.
const GROUND: &str = "#1e1c19";
const PAPER: &str = "#fbfaf6";

/// Draws the icon in every size; `put` writes each and gives its path.
pub(super) fn draw(
    svg: &str,
    cache: &Cache,
    put: impl Fn(&str, &[u8]) -> anyhow::Result<String>,
) -> anyhow::Result<Vec<Icon>> {
    let icons = SIZES.iter().map(|&(size, purpose)| {
        let drawn = if purpose == "maskable" { to_be_cut(svg) } else { svg.to_string() };
        let png = raster::png(&drawn, (size, size), cache)?;
        let name = if purpose == "any" { format!("icon-{size}.png") } else { format!("icon-{purpose}.png") };
        Ok(Icon { path: put(&name, &png)?, size, purpose })
    });
    icons.collect()
}

/// The icon, of 32 units, with so much ground around it that a circle cuts nothing away that is drawn.
fn to_be_cut(svg: &str) -> String {
    let inside = svg.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inside, _)| inside);
    let mut whole = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-5 -5 42 42\">");
    let _ = write!(whole, "<rect x=\"-5\" y=\"-5\" width=\"42\" height=\"42\" fill=\"{GROUND}\"/>{inside}</svg>");
    whole
}

/// The manifest by which a system makes the book an app of its own: its name, its icons, where it begins.
pub fn manifest(title: &str, subtitle: &str, shell: &Shell) -> String {
    let icons = shell.icons.iter().map(|icon| {
        let sizes = format!("{0}x{0}", icon.size);
        json!({ "src": icon.path, "sizes": sizes, "type": "image/png", "purpose": icon.purpose })
    });
    let vector = json!({ "src": shell.icon, "sizes": "any", "type": "image/svg+xml" });
    let manifest = json!({
        "id": "./",
        "name": format!("{title}: {subtitle}"),
        "short_name": title,
        "description": subtitle,
        "lang": "en",
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons.chain([vector]).collect::<Vec<_>>(),
    });
    format!("{manifest:#}\n")
}
