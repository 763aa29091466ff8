use std::fs;

use super::*;
use crate::book::Book;
use crate::ui::phrases::catalogue;

/// A folder as Trunk leaves it.
fn staging(shell: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("fonts")).unwrap();
    fs::create_dir(folder.path().join("style")).unwrap();
    fs::create_dir(folder.path().join("parts")).unwrap();
    write("index.html", shell);
    write("fonts/source-serif-4.woff2", "serif");
    write("fonts/LICENSE.txt", "licence");
    write("style/print.css", "@page {}");
    write("style/lab.css", ".plate {}");
    write("style/front.css", ".front {}\n");
    write("style/tokens.css", "/* values */\n:root {\n  --u: 8px;\n}\n");
    write("style/page.css", "@font-face { src: url(\"fonts/source-serif-4.woff2\"); }\n");
    write("parts/keys.js", "  // A remark.\n  keys();\n");
    write("parts/keys.css", "/* A remark. */\n  dl {}\n");
    write("parts/their.min.js", "// Licence\ntheir();\n");
    write("faultlines-lab.js", "// A remark.\n  element();\n");
    write("loader.js", "// A remark.\n  load();\n");
    write("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"></svg>");
    write("web.js", "let wasm_bindgen;");
    write("web_bg.wasm", "\0asm");
    folder
}

const SHELL: &str = r#"<html><head><link rel="icon" href="./icon.svg"><meta name="wasm-labs" data-js="web.js" data-wasm="web_bg.wasm"></head></html>"#;

#[test]
fn every_file_is_named_by_its_content_and_nothing_of_the_shell_stays() {
    let folder = staging(SHELL);
    let shell = Shell::take(folder.path(), false, &Cache::default()).unwrap();
    for (path, text) in [(&shell.loader, "load();\n"), (&shell.glue, "let wasm_bindgen;")] {
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), text, "{path}");
    }
    for (part, text) in [("keys", "keys();\n"), ("keys-style", "dl {}\n"), ("their", "// Licence\ntheir();\n")] {
        assert_eq!(fs::read_to_string(folder.path().join(&shell.parts[part])).unwrap(), text, "{part}");
    }
    let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["assets", "embed"]);
    assert_eq!(fs::read_to_string(folder.path().join("embed/faultlines-lab.js")).unwrap(), "element();\n");
    assert_eq!(fs::read_to_string(folder.path().join("assets/LICENSE.txt")).unwrap(), "licence");

    let changed = staging(SHELL);
    fs::write(changed.path().join("loader.js"), "another();").unwrap();
    let changed = Shell::take(changed.path(), false, &Cache::default()).unwrap();
    assert_ne!(changed.loader, shell.loader);
    assert_eq!(changed.style, shell.style);
}

#[test]
fn the_style_sheets_become_one_in_order_and_name_the_fonts_beside_them() {
    let folder = staging(SHELL);
    let shell = Shell::take(folder.path(), false, &Cache::default()).unwrap();
    let css = fs::read_to_string(folder.path().join(&shell.style)).unwrap();
    let font = css.split('"').nth(1).unwrap();
    let expected =
        format!(":root {{\n--u: 8px;\n}}\n@font-face {{ src: url(\"{font}\"); }}\n.plate {{}}\n@page {{}}\n");
    assert_eq!(css, expected);
    assert_eq!(fs::read_to_string(folder.path().join("assets").join(font)).unwrap(), "serif");
    let overview = fs::read_to_string(folder.path().join(&shell.overview_style)).unwrap();
    assert_eq!(overview, ".front {}\n", "which no chapter waits for");
}

#[test]
fn the_module_as_text_decodes_to_the_module() {
    let folder = staging(SHELL);
    let shell = Shell::take(folder.path(), false, &Cache::default()).unwrap();
    let script = fs::read_to_string(folder.path().join(&shell.wasm_text)).unwrap();
    let text = script.split('"').nth(3).unwrap();
    assert_eq!(base64::engine::general_purpose::STANDARD.decode(text).unwrap(), b"\0asm");
}

#[test]
fn pages_reload_themselves_only_under_trunk_serve() {
    assert_eq!(Shell::take(staging(SHELL).path(), false, &Cache::default()).unwrap().reload, None);
    let serving = SHELL.replace("</head>", "</head><script>'/.well-known/trunk/ws'</script>");
    assert!(Shell::take(staging(&serving).path(), false, &Cache::default()).unwrap().reload.is_some());
}

#[test]
fn a_folder_without_the_module_is_an_error_that_names_it() {
    let folder = staging(SHELL);
    fs::remove_file(folder.path().join("web_bg.wasm")).unwrap();
    let error = Shell::take(folder.path(), false, &Cache::default()).unwrap_err();
    assert!(error.to_string().contains("web_bg.wasm"), "{error}");
}

#[test]
fn each_file_that_shrinks_has_both_compressed_forms_and_they_unpack_to_it() {
    use std::io::Read as _;
    let folder = tempfile::tempdir().unwrap();
    let text = "a fault line runs through it. ".repeat(100);
    for name in ["index.html", "small.html", "faultlines.wasm.js", "font.woff2"] {
        fs::write(folder.path().join(name), if name == "small.html" { "x" } else { &text }).unwrap();
    }
    compress(folder.path(), &Cache::default()).unwrap();
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let expected = ["faultlines.wasm.js", "font.woff2", "index.html", "index.html.br", "index.html.gz", "small.html"];
    assert_eq!(names, expected);
    let mut unpacked = String::new();
    let packed = fs::read(folder.path().join("index.html.gz")).unwrap();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked, text);
    let packed = fs::read(folder.path().join("index.html.br")).unwrap();
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
    assert_eq!(unpacked, text.as_bytes());
}

#[test]
fn while_the_content_is_wrong_every_page_of_the_site_lists_the_mistakes_and_listens_for_the_next_build() {
    let (published, staging) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::create_dir_all(published.path().join("part-10/tail")).unwrap();
    fs::create_dir_all(published.path().join(".stage")).unwrap();
    for name in ["part-10/tail/index.html", ".stage/index.html", "faultlines.css"] {
        fs::write(published.path().join(name), "").unwrap();
    }
    let shell = Shell { reload: Some("assets/reload-1.js".into()), ..Shell::default() };
    let lines = ["content/x.md:3:7: unknown lab `hsh` (did you mean `hash-ring`?)".to_string(), "b.md:1:1: <b>".into()];
    let mut now = Book::default();
    now.pages.push(("part-10/new/index.html".into(), String::new()));
    show_mistakes(&lines, published.path(), &now, staging.path(), &shell).unwrap();
    let chapter = fs::read_to_string(staging.path().join("part-10/tail/index.html")).unwrap();
    assert!(chapter.contains("2 mistakes in the content"), "{chapter}");
    assert!(chapter.contains("content/x.md:3:7: unknown lab `hsh` (did you mean `hash-ring`?)"), "{chapter}");
    assert!(chapter.contains("b.md:1:1: &lt;b&gt;"), "{chapter}");
    assert!(chapter.contains("src=\"../../assets/reload-1.js\""), "{chapter}");
    assert!(staging.path().join("index.html").is_file());
    assert!(staging.path().join("part-10/new/index.html").is_file());
    assert!(!staging.path().join(".stage").exists());
}

#[test]
fn a_script_says_its_phrases_in_the_language_in_use() {
    let script = "note(\"%script.try-again%\"); style = \"%\"; part(\"%\" + \"5%\");";
    assert_eq!(worded(script).unwrap(), script.replace("%script.try-again%", "Try again"));
    let accented = std::sync::Arc::new(catalogue::Catalogue::own(&"en-XA".parse().unwrap()).unwrap());
    assert!(accented.within(|| worded(script)).unwrap().contains("note(\"⟦Ţŕý áĝáîñ one⟧\");"));
    let unknown = worded("note(\"%script.no-such%\")").unwrap_err();
    assert_eq!(unknown.to_string(), "assets/strings/en.toml has no `script.no-such`");
    // A number decides the form where the script is run.
    assert_eq!(
        worded("say(\"%search.results%\", { count })").unwrap(),
        r#"say({"one":"{count} result","other":"{count} results"}, { count })"#
    );
    assert_eq!(worded(include_str!("../../../assets/loader.js")).unwrap().matches("\"%").count(), 0);
}
