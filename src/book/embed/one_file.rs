//! A lab as one HTML file: module, styles, fonts and scripts are in it, so that it opens from a disk and asks for nothing. The
//! module is gzipped and in base64, and the browser unpacks it (`DecompressionStream`).

use std::fs;
use std::io::Write as _;
use std::iter;
use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::path as page_path;
use crate::book::parallel;
use crate::book::render::escaped;
use crate::book::site::{Shell, told_of};
use crate::labs::views::VIEWS;
use crate::ui::phrases::catalogue;

/// What such a file may run and load: what is in it.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; \
     img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

/// The path of a lab's file from the site's root: a name that a download may keep.
pub fn path(lab: &str) -> String {
    format!("embed/{lab}/{lab}.html")
}

/// Writes every lab as one file, into a folder that holds the built book.
///
/// # Errors
/// When a file of the book cannot be read, or one cannot be written.
pub fn one_files(site: &Path, shell: &Shell) -> anyhow::Result<()> {
    let module = packed("faultlines", &fs::read(site.join(&shell.wasm))?)?;
    let style = style(site, shell)?;
    let language = catalogue::current();
    let written = parallel::map(VIEWS, |(lab, _)| {
        let page = fs::read_to_string(site.join(page_path(lab)))?;
        let piece = shell.pieces.get(*lab).map(|(wasm, _)| anyhow::Ok(packed(lab, &fs::read(site.join(wasm))?)?));
        let modules = format!("{module}{}", piece.transpose()?.unwrap_or_default());
        let texts = language.within(|| told_of(lab));
        let file = inlined(&page, site, shell, &style, &format!("{modules}<script>{texts}</script>\n"))?;
        fs::write(site.join(path(lab)), file).with_context(|| format!("cannot write {}", path(lab)))
    });
    written.into_iter().collect()
}

/// The page with all that it links to in it.
fn inlined(page: &str, site: &Path, shell: &Shell, style: &str, before: &str) -> anyhow::Result<String> {
    let script = |path: &str| anyhow::Ok(format!("<script>{}</script>\n", safe(&fs::read_to_string(site.join(path))?)));
    let (head, body) = page.split_once("</head>").context("a page without a head")?;
    let from = head.find("<link rel=\"icon\"").context("a page without an icon")?;
    let policy =
        head.find("<meta http-equiv").zip(head.find("<meta name=\"referrer\"")).context("a page without a policy")?;
    let head = format!(
        "{}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{}<style>{style}</style>\n{}<meta name=\"wasm-labs\" \
         content=\"lazy\">",
        &head[..policy.0],
        &head[policy.1..from],
        script(&shell.parts["embed"])?,
    );
    let (main, end) = body.split_once("</body>").context("a page without an end")?;
    let loader = format!("{before}{}{}", script(&shell.glue)?, script(&shell.loader)?);
    let head = head.replacen("<html ", "<html data-one-file ", 1);
    Ok(format!("{head}</head>{main}{loader}</body>{end}"))
}

/// The styles with the fonts in them; that of the page itself last, as it is linked.
fn style(site: &Path, shell: &Shell) -> anyhow::Result<String> {
    let mut css = String::new();
    for path in iter::once(&shell.style).chain(shell.parts.get("embed-style")) {
        css.push_str(&fs::read_to_string(site.join(path))?);
    }
    let mut out = String::with_capacity(css.len());
    let mut rest = css.as_str();
    while let Some((before, after)) = rest.split_once("url(\"") {
        let (name, after) = after.split_once('"').context("an address without an end in the style sheet")?;
        let font = fs::read(site.join("assets").join(name)).with_context(|| format!("cannot read the font {name}"))?;
        out.push_str(before);
        out.push_str(&format!("url(\"data:font/woff2;base64,{}\"", STANDARD.encode(font)));
        rest = after;
    }
    Ok(out + rest)
}

/// A module as the loader finds it in a page.
fn packed(name: &str, wasm: &[u8]) -> std::io::Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(wasm)?;
    let text = STANDARD.encode(gzip.finish()?);
    Ok(format!("<script type=\"application/gzip\" id=\"module-{name}\">{text}</script>\n"))
}

/// A script that may stand in a page.
fn safe(script: &str) -> String {
    script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

/// The file with another state: what its address would say, and the still picture of it.
pub(super) fn with_state(page: &str, query: &str, still: &str) -> String {
    let state = format!("<meta name=\"state\" content=\"{}\">", escaped(query));
    let page = page.replacen("<meta name=\"state\" content=\"\">", &state, 1);
    let figure = page.find("<figure ").zip(page.rfind("</figure>"));
    match figure {
        Some((from, to)) => format!("{}{still}{}", &page[..from], &page[to + "</figure>".len()..]),
        None => page,
    }
}
