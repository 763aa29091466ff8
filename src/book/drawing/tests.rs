use super::*;

fn read(text: &str) -> (Drawing, Vec<String>) {
    let (drawing, mistakes) = Drawing::read(&Source::new("a.svg", text));
    (drawing, mistakes.iter().map(ToString::to_string).collect())
}

#[test]
fn a_drawing_keeps_its_shape_and_its_ids_do_not_clash() {
    let text = "<?xml version=\"1.0\"?>\n<!-- by hand --><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9px\" height='9'>\
        <defs><linearGradient id=\"g\"/></defs><!-- x --><rect fill=\"url(#g)\" stroke=\"var(--good)\"/>\
        <use href=\"#g\"/></svg>\n";
    let (drawing, mistakes) = read(text);
    assert_eq!(mistakes, [""; 0]);
    assert_eq!(
        drawing.html("ring", "A \"ring\"", &[]),
        "<svg role=\"img\" aria-label=\"A &quot;ring&quot;\" width=\"9px\" height=\"9\" viewbox=\"0 0 9 9\" \
         fill=\"currentColor\"><defs><lineargradient id=\"ring-g\"/></defs><rect fill=\"url(#ring-g)\" \
         stroke=\"var(--good)\"/><use href=\"#ring-g\"/></svg>"
    );
}

#[test]
fn a_drawing_takes_over_what_is_said_of_it_in_the_chapter() {
    let (drawing, _) = read("<svg viewBox=\"0 0 9 9\" width=\"9\" fill=\"none\"></svg>");
    let extra = ["id", "width", "loading", "role", "title"].map(|name| (name.to_string(), "5".to_string()));
    assert_eq!(
        drawing.html("ring", "x", &extra),
        "<svg role=\"img\" aria-label=\"x\" viewbox=\"0 0 9 9\" fill=\"none\" id=\"5\" width=\"5\">\
         <title>5</title></svg>"
    );
}

#[test]
fn what_cannot_stand_in_a_page_is_said() {
    let said = |inside: &str| read(&format!("<svg viewBox=\"0 0 9 9\">{inside}</svg>")).1.join("\n");
    assert!(said("<script>x</script>").contains("a.svg:1:24: `<script>` cannot stand in a drawing"));
    assert!(said("<g onclick=\"x\"></g>").contains("`onclick`"));
    assert!(said("<use href=\"http://x/#a\"/>").contains("leads out of the drawing"));
    assert!(said("<g filter=\"url(b.svg#a)\"/>").contains("leads out of the drawing"));
    assert!(said("<g mask=\"url(#a)\"/>").contains("unknown id `a`"));
    assert!(said("<rect fill=\"#123456\"/>").contains("(use `currentColor` or a token"));
    assert!(said("<rect fill=\"var(--goood)\"/>").contains("did you mean `--good`?"));
    assert!(said("<g>").contains("`<g>` is never closed"));
    assert!(said("<p>x</p>").contains("a drawing holds the elements of SVG alone"));
    assert!(read("<p>").1.join("\n").contains("a drawing is one `<svg>`"));
    assert!(read("<svg></svg>").1.join("\n").contains("has no size"));
}
