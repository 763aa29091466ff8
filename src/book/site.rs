//! The built folder around the pages: Trunk's output taken in, every file named by its content, everything compressed.
//!
//! Trunk leaves a shell page and plain file names in its staging folder. [`Shell::take`] moves these files to `assets/`
//! under names that hold their hash, so that a host may cache them for ever, and says the names to the page templates;
//! after the pages are written, [`compress`] puts a `.br` and a `.gz` beside each file.

pub mod cards;
mod compress;
mod grader;
mod icons;
mod mistakes;
mod offline;
mod optimize;
mod order;
mod raster;
mod scripts;
mod slim;
mod split;
mod told;

use std::collections::BTreeMap;
use std::fs;
use std::iter;
use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use sha2::{Digest as _, Sha256};

pub use compress::compress;
pub use grader::Grader;
pub use icons::{Icon, manifest};
pub use mistakes::show_mistakes;
pub use offline::offline;
pub use scripts::worded;
pub use told::{phrases, told_of};

use self::scripts::own;
use self::split::Pieces;
use super::cache::Cache;

/// The files that every page loads, by their paths from the site's root. [`Default`] is for tests of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shell {
    /// The style sheet of every page.
    pub style: String,
    /// The style sheet that the front page and the overviews of parts have beside it.
    pub overview_style: String,
    /// The loader: a classic script that brings the labs to life.
    pub loader: String,
    /// The glue that wasm-bindgen wrote.
    pub glue: String,
    /// The module of quizzes and of what all labs share.
    pub wasm: String,
    /// The same module as text in a script, for `file://`.
    pub wasm_text: String,
    /// The piece of the module that each lab has, by its id: as a module, and as text in a script for `file://`.
    pub pieces: BTreeMap<String, (String, String)>,
    /// The texts of the labs and where their pieces of the module are, as a script.
    pub told: String,
    /// The grading room's own files; `None` while the book is written, for its module takes a minute.
    pub grader: Option<Grader>,
    /// The icon.
    pub icon: String,
    /// The icon for the home screens of devices, by size and shape.
    pub icons: Vec<Icon>,
    /// The scripts that a page loads when a reader first asks for what they do (`assets/parts/`), by their names, and the
    /// style sheets of some, by the script's name and `-style`.
    pub parts: BTreeMap<String, String>,
    /// The script that reloads the page under `trunk serve`; `None` otherwise.
    pub reload: Option<String>,
}

const FIRST_STYLES: &[&str] = &["tokens.css", "page.css"];
/// What only the front page and the overviews of parts need: a sheet of its own, which no chapter waits for.
const OVERVIEW_STYLES: &[&str] = &["front.css", "map.css"];
const LAST_STYLE: &str = "print.css";
/// Trunk's own reload script, which is inline, opens this address.
const RELOAD_MARK: &str = ".well-known/trunk/ws";
const RELOAD: &str = include_str!("../../assets/reload.js");
/// The plugin of reveal.js for a deck with labs.
const STEPS: &str = include_str!("../../assets/faultlines-steps.js");
/// Its path from the site's root.
pub const STEPS_PATH: &str = "embed/faultlines-steps.js";

impl Shell {
    /// Takes Trunk's output in the folder `staging`; its scripts speak the language in use. In a release the module is also optimised,
    /// unless `cache` has it optimised already.
    ///
    /// # Errors
    /// When the folder does not hold what `assets/shell.html` asks Trunk for, when a script says what no catalogue has, or when
    /// it cannot be written.
    pub fn take(staging: &Path, release: bool, cache: &Cache) -> anyhow::Result<Self> {
        let page = staging.join("index.html");
        let html =
            fs::read_to_string(&page).with_context(|| format!("no shell page from Trunk in {}", staging.display()))?;
        let folder = Folder { staging };
        fs::create_dir_all(staging.join("assets"))?;

        let fonts = folder.take_fonts()?;
        let wasm = folder.take_bytes(&attribute(&html, "data-wasm")?)?;
        let glue_name = attribute(&html, "data-js")?;
        let glue = String::from_utf8(folder.take_bytes(&glue_name)?)?;
        let module =
            if release { released(staging, cache)? } else { Pieces { glue, labs: Vec::new(), wasm: vec![wasm] } };
        let mut places = Vec::new();
        for (name, wasm) in iter::once("faultlines").chain(module.labs.iter().map(String::as_str)).zip(&module.wasm) {
            places.push(folder.put_module(name, wasm)?);
        }
        let (wasm, wasm_text) = places.remove(0);
        let pieces: BTreeMap<_, _> = module.labs.iter().map(|lab| lab.replace('_', "-")).zip(places).collect();
        folder.put_for_others()?;
        let icon = folder.take_bytes("icon.svg")?;
        let [style, overview_style] = folder.take_styles(&fonts)?;
        let shell = Self {
            style: folder.put("faultlines.css", style.as_bytes())?,
            overview_style: folder.put("overview.css", overview_style.as_bytes())?,
            loader: folder.put("loader.js", own(&String::from_utf8(folder.take_bytes("loader.js")?)?)?.as_bytes())?,
            glue: folder.put("glue.js", module.glue.as_bytes())?,
            wasm,
            wasm_text,
            told: folder.put("labs.js", (told::script(&pieces) + &phrases()).as_bytes())?,
            pieces,
            grader: release.then(|| Grader::build(&folder, cache)).transpose()?,
            icons: icons::draw(&String::from_utf8_lossy(&icon), cache, |name, png| folder.put(name, png))?,
            icon: folder.put("icon.svg", &icon)?,
            parts: folder.take_parts()?,
            reload: html.contains(RELOAD_MARK).then(|| folder.put("reload.js", RELOAD.as_bytes())).transpose()?,
        };
        fs::remove_file(page)?;
        Ok(shell)
    }
}

/// The module of a release: in pieces, each as small as can be.
fn released(staging: &Path, cache: &Cache) -> anyhow::Result<Pieces> {
    let Pieces { glue, labs, wasm } = split::take_apart(&split::built("web")?, staging)?;
    let (wasm, glue) = slim::slim(&wasm, &glue)?;
    let wasm = wasm.into_iter().map(|wasm| optimize::optimize(wasm, staging, cache)).collect::<Result<_, _>>()?;
    Ok(Pieces { glue, labs, wasm })
}

/// Trunk's staging folder, from which files move to `assets/`.
struct Folder<'a> {
    staging: &'a Path,
}

impl Folder<'_> {
    /// Removes a file and returns what it held.
    fn take_bytes(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.staging.join(name);
        let bytes = fs::read(&path).with_context(|| format!("Trunk did not leave {}", path.display()))?;
        fs::remove_file(&path)?;
        Ok(bytes)
    }

    /// Moves a file, unchanged, and returns its new path from the root.
    fn take(&self, name: &str) -> anyhow::Result<String> {
        self.put(name, &self.take_bytes(name)?)
    }

    /// Writes a file under a name that holds its hash, and returns its path from the root.
    fn put(&self, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
        let path = hashed(name, bytes);
        fs::write(self.staging.join(&path), bytes).with_context(|| format!("cannot write {path}"))?;
        Ok(path)
    }

    /// Writes a module, and the same as text in a script for `file://`, where there is no fetch; returns both paths.
    fn put_module(&self, name: &str, wasm: &[u8]) -> anyhow::Result<(String, String)> {
        let text = as_text(&name.replace('_', "-"), wasm);
        Ok((self.put(&format!("{name}.wasm"), wasm)?, self.put(&format!("{name}.wasm.js"), text.as_bytes())?))
    }

    /// Moves the fonts with their licences; returns their old and new names as the style sheet needs them.
    fn take_fonts(&self) -> anyhow::Result<Vec<(String, String)>> {
        let folder = self.staging.join("fonts");
        let mut renamed = Vec::new();
        for file in fs::read_dir(&folder).with_context(|| format!("Trunk did not leave {}", folder.display()))? {
            let name = file?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".woff2") {
                let path = self.take(&format!("fonts/{name}"))?;
                // The style sheet will stand beside the fonts.
                renamed.push((format!("fonts/{name}"), path.trim_start_matches("assets/").to_string()));
            } else if name.starts_with("LICENSE") {
                fs::rename(folder.join(&name), self.staging.join("assets").join(&name))?;
            }
        }
        fs::remove_dir_all(folder)?;
        Ok(renamed)
    }

    /// Moves the scripts for other pages and decks to where the labs' own pages are, under names that never change.
    fn put_for_others(&self) -> anyhow::Result<()> {
        const ELEMENT: &str = "faultlines-lab.js";
        let script = String::from_utf8(self.take_bytes(ELEMENT)?)?;
        fs::create_dir_all(self.staging.join("embed"))?;
        fs::write(self.staging.join(STEPS_PATH), own(STEPS)?)?;
        Ok(fs::write(self.staging.join("embed").join(ELEMENT), own(&script)?)?)
    }

    /// Moves the scripts that are loaded on demand, and their styles.
    fn take_parts(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let folder = self.staging.join("parts");
        let mut parts = BTreeMap::new();
        for file in fs::read_dir(&folder).with_context(|| format!("Trunk did not leave {}", folder.display()))? {
            let name = file?.file_name().to_string_lossy().into_owned();
            let text = String::from_utf8(self.take_bytes(&format!("parts/{name}"))?)?;
            let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
            let (part, text) = match extension {
                "css" => (format!("{stem}-style"), without_comments(&text)),
                "js" => (stem.to_string(), own(&text)?),
                // What others wrote is minified as they published it, and keeps its licence in its first line.
                _ => (stem.to_string(), text),
            };
            parts.insert(part, self.put(&name, text.as_bytes())?);
        }
        fs::remove_dir_all(folder)?;
        Ok(parts)
    }

    /// The style sheet of every page, of the values and the page first, then of the parts by name, print last; and that of the
    /// overviews.
    fn take_styles(&self, fonts: &[(String, String)]) -> anyhow::Result<[String; 2]> {
        let folder = self.staging.join("style");
        let mut names = Vec::new();
        for file in fs::read_dir(&folder).with_context(|| format!("Trunk did not leave {}", folder.display()))? {
            names.push(file?.file_name().to_string_lossy().into_owned());
        }
        names.retain(|name| name.ends_with(".css"));
        names.sort_by_key(|name| {
            (FIRST_STYLES.iter().position(|it| it == name).unwrap_or(2), name == LAST_STYLE, name.clone())
        });
        let mut sheets = [String::new(), String::new()];
        for name in names {
            let sheet = &mut sheets[usize::from(OVERVIEW_STYLES.contains(&name.as_str()))];
            sheet.push_str(&without_comments(&fs::read_to_string(folder.join(name))?));
        }
        for (old, new) in fonts {
            sheets[0] = sheets[0].replace(old, new);
        }
        fs::remove_dir_all(folder)?;
        Ok(sheets)
    }
}

/// A module as text in a script.
fn as_text(name: &str, wasm: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(wasm);
    format!("(self.faultlinesWasm||={{}})[\"{name}\"]=\"{text}\";\n")
}

/// The path from the root of a file that a host may cache for ever: its name holds the hash of its bytes.
pub fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = short_hash(&Sha256::digest(bytes));
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    format!("assets/{stem}-{hash}.{extension}")
}

/// As much of a digest as tells two contents apart in a name.
fn short_hash(digest: &[u8]) -> String {
    digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// The value of the first attribute of this name.
fn attribute(html: &str, name: &str) -> anyhow::Result<String> {
    let (_, rest) = html.split_once(&format!("{name}=\"")).with_context(|| format!("Trunk's shell has no `{name}`"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_string())
}

/// CSS without its comments and indentation: they are for who writes it.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |css, line| css + line + "\n")
}

#[cfg(test)]
mod tests;
