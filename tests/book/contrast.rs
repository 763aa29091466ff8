//! The colours of style/tokens.css can be told from the ground, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11).

/// Colours of text.
const TEXT: &[&str] = &["ink", "ink-2", "accent", "good", "bad", "ok", "idle"];
/// Colours of graphics and of the edges of controls; the nodes are added.
const GRAPHICS: &[&str] = &["edge", "focus", "p50", "p99", "p999"];
/// Grounds, ornament, and text on a filled ground.
const OTHERS: &[&str] = &["paper", "paper-2", "rule", "on-accent"];

/// A token's colours in the light and in the dark scheme, each part 0 to 1.
type RunPair = [[f64; 3]; 2];

fn tokens() -> Vec<(String, RunPair)> {
    let css = include_str!("../../style/tokens.css");
    let colours = css.lines().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = rest.split_once(')')?.0.split_once(", ")?;
        Some((name.to_string(), [rgb(light), rgb(dark)]))
    });
    colours.collect()
}

fn rgb(hex: &str) -> [f64; 3] {
    let value = u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap();
    [16, 8, 0].map(|shift| f64::from((value >> shift) & 0xff) / 255.0)
}

/// Relative luminance, WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// Contrast ratio, WCAG 2.2: 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn token(name: &str) -> RunPair {
    let found = tokens().into_iter().find(|(token, _)| token == name);
    found.unwrap_or_else(|| panic!("no colour --{name} in tokens.css")).1
}

/// Holds the contrast of each token on both grounds in both schemes to `least`.
fn hold<'a>(names: impl IntoIterator<Item = &'a str>, least: f64) {
    for name in names {
        for ground in ["paper", "paper-2"] {
            for (of, scheme) in ["light", "dark"].into_iter().enumerate() {
                let found = contrast(token(name)[of], token(ground)[of]);
                assert!(found >= least, "--{name} on --{ground}, {scheme}: {found:.2} < {least}");
            }
        }
    }
}

#[test]
fn the_ratio_is_that_of_the_standard() {
    assert!((contrast(rgb("#000000"), rgb("#ffffff")) - 21.0).abs() < 1e-9);
    assert!((contrast(rgb("#767676"), rgb("#ffffff")) - 4.54).abs() < 0.01);
}

#[test]
fn text_stands_out_on_both_grounds_in_both_schemes() {
    hold(TEXT.iter().copied(), 4.5);
    for (text, ground) in token("on-accent").into_iter().zip(token("accent")) {
        assert!(contrast(text, ground) >= 4.5);
    }
}

#[test]
fn graphics_and_controls_stand_out_on_both_grounds_in_both_schemes() {
    hold(GRAPHICS.iter().copied(), 3.0);
    for node in 0..10 {
        hold([format!("node-{node}").as_str()], 3.0);
    }
}

#[test]
fn every_colour_is_held_to_something() {
    for (name, _) in tokens() {
        let held = name.starts_with("node-") || [TEXT, GRAPHICS, OTHERS].concat().contains(&name.as_str());
        assert!(held, "--{name} is a colour that no test looks at");
    }
}
