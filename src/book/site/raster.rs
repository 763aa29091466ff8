//! SVG to PNG, with the book's own fonts.

use std::sync::{Arc, LazyLock};

use anyhow::Context as _;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::book::cache::Cache;

/// The text of pictures stands in the one serif, whatever they ask for: no font of this machine has a say in the result.
pub(super) const SERIF: &str = "Source Serif 4";
const FONT: &[u8] = include_bytes!("../../../assets/fonts/source-serif-4.woff2");

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    // A font that cannot be unpacked leaves pictures without words; the tests see that.
    fonts.load_font_data(sfnt(FONT).unwrap_or_default());
    fonts.set_sans_serif_family(SERIF);
    fonts.set_serif_family(SERIF);
    fonts.set_monospace_family(SERIF);
    Arc::new(fonts)
});

/// A font of the web as a plain one.
fn sfnt(woff2: &[u8]) -> Option<Vec<u8>> {
    let mut unpack = |packed: &[u8], size: usize| {
        let mut plain = Vec::with_capacity(size);
        brotli::BrotliDecompress(&mut &packed[..], &mut plain)?;
        Ok(plain)
    };
    wuff::decompress_woff2_with_custom_brotli(woff2, &mut unpack).ok()
}

/// A picture in pixels, remembered from one build to the next.
///
/// # Errors
/// When the picture cannot be read.
pub(super) fn png(svg: &str, size: (u32, u32), cache: &Cache) -> anyhow::Result<Vec<u8>> {
    let settings = format!("{size:?}");
    cache.get_or_make("png", &[settings.as_bytes(), FONT, svg.as_bytes()], || draw(svg, size))
}

fn draw(svg: &str, (width, height): (u32, u32)) -> anyhow::Result<Vec<u8>> {
    let tree = read(svg)?;
    let mut pixels = Pixmap::new(width, height).context("a picture has no size")?;
    let scale = |pixels: u32, units: f32| pixels as f32 / units;
    let fit = Transform::from_scale(scale(width, tree.size().width()), scale(height, tree.size().height()));
    resvg::render(&tree, fit, &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}

fn read(svg: &str) -> anyhow::Result<Tree> {
    let options = Options { fontdb: FONTS.clone(), font_family: SERIF.into(), ..Options::default() };
    Tree::from_str(svg, &options).context("a picture cannot be read")
}

/// How wide a piece of text is drawn, in the units of its drawing.
///
/// # Errors
/// When the text cannot be read.
pub(super) fn width(text: &str) -> anyhow::Result<f32> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{text}</svg>");
    Ok(read(&svg)?.root().bounding_box().width())
}
