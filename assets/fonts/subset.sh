#!/usr/bin/env bash
# Makes the fonts of the book from their public packages. The results are committed; run this only to change what they
# hold. Needs npm, and pip's fonttools with brotli.
#
#   npm: @fontsource-variable/source-serif-4, @fontsource/source-code-pro (SIL Open Font License 1.1)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-save @fontsource-variable/source-serif-4@5 @fontsource/source-code-pro@5
serif=node_modules/@fontsource-variable/source-serif-4
mono=node_modules/@fontsource/source-code-pro

# ASCII, the accents of western names, typographic punctuation, the maths signs of prose.
latin="U+0020-007E,U+00A0,U+00A7,U+00B0-00B3,U+00B5,U+00B7,U+00BD,U+00D7,U+00F7,U+00C9,U+00D6,U+00DC,U+00E0-00EF"
latin+=",U+00F1-00F6,U+00F8-00FC,U+2010-2014,U+2018-201D,U+2022,U+2026,U+2032,U+2033,U+2190-2193,U+2212"
# ASCII, arrows and box drawing.
code="U+0020-007E,U+00A0,U+00B7,U+00D7,U+2013,U+2014,U+2026,U+2190-2193,U+2500-257F"

# subset FROM TO UNICODES FEATURES
subset() {
  pyftsubset "$1" --output-file="$here/$2.woff2" --flavor=woff2 --unicodes="$3" --layout-features="$4"
}
# instance FROM TO WEIGHT: keeps only the weights that the book sets.
instance() {
  fonttools varLib.instancer --quiet "$serif/files/source-serif-4-$1.woff2" "wght=$3" --output "$2"
}

instance latin-wght-normal upright.ttf 400:700
instance latin-wght-italic italic.ttf 400
instance greek-wght-normal greek.ttf 400
# No combining accents are among them, so nothing need place such.
subset upright.ttf source-serif-4 "$latin" kern,liga,tnum
subset italic.ttf source-serif-4-italic "$latin" kern,liga
# The letters of formulas: no capitals that look like Latin ones, and nothing to kern, for they stand alone.
greek="U+0393,U+0394,U+0398,U+039B,U+039E,U+03A0,U+03A3,U+03A6,U+03A8,U+03A9,U+03B1-03C9"
subset greek.ttf source-serif-4-greek "$greek" ""
subset "$mono/files/source-code-pro-latin-400-normal.woff2" source-code-pro "$code" ""
cp "$serif/LICENSE" "$here/LICENSE-source-serif-4.txt"
cp "$mono/LICENSE" "$here/LICENSE-source-code-pro.txt"
ls -l "$here"/*.woff2
