//! The page as it is read: without scripts, within its budget, on a phone, from any folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use faultlines::labs::views::VIEWS;
use serde_json::json;

use super::harness::{Browser, Setting, browse, chapters, dist, pages};

/// What the module of a page may weigh, brotli, in bytes: with the piece of every lab that is on it.
const PAGE_BUDGET: u64 = 320_000;

/// What the module of the grading room may weigh, brotli, in bytes.
const GRADER_BUDGET: u64 = 700_000;

/// What the module may weigh in all its pieces: what plate, charts, quiz and kernel weigh, and so much for each pictured lab.
fn module_budget() -> u64 {
    145_000 + 20_000 * VIEWS.len() as u64
}

/// What brings labs to life, if the page has fetched it: the number of its files, how many of them were asked for before the
/// page had loaded, and their bytes. Nothing is fetched unless a lab or a quiz is near the first screen, or in it.
async fn module(browser: &Browser, page: &str) -> f64 {
    browser.until("!document.querySelector('[data-state=loading]')").await;
    let fetched = browser.script(
        "const names = document.querySelector('meta[name=wasm-labs]').dataset; \
         const ours = name => new URL(name, location.href).href; \
         const files = [ours(names.js), ours(names.told), ours(names.wasm)]; \
         const root = new URL('../', document.querySelector('script[src*=loader]').src); \
         const pieces = Object.values(self.faultlinesPieces || {}).map(([wasm]) => new URL(wasm, root).href); \
         const fetched = performance.getEntriesByType('resource'); \
         const found = fetched.filter(entry => files.includes(entry.name)); \
         const all = fetched.filter(entry => files.includes(entry.name) || pieces.includes(entry.name)); \
         const loaded = performance.getEntriesByType('navigation')[0].loadEventStart; \
         const near = [...document.querySelectorAll('[data-plate], [data-quiz]')].some(lab => lab.getBoundingClientRect().top < innerHeight + 400); \
         return [near ? 3 : 0, found.length, all.filter(entry => entry.startTime < loaded).length, all.reduce((sum, entry) => sum + entry.encodedBodySize, 0)]",
    ).await;
    assert_eq!(
        fetched[1], fetched[0],
        "{page}: files of the labs, against those that a lab near the first screen needs"
    );
    assert_eq!(fetched[2], json!(0), "{page} fetches the labs before it has loaded");
    fetched[3].as_f64().unwrap()
}

/// The bytes that crossed the wire for a page before any lab starts.
async fn transferred(browser: &Browser, page: &str) -> f64 {
    browser.devtools("Network.clearBrowserCache", json!({})).await;
    browser.network("Network.loadingFinished").await;
    browser.goto(page).await;
    browser.script("return document.fonts.ready.then(() => true)").await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let module = module(browser, page).await;
    let finished = browser.network("Network.loadingFinished").await;
    finished.iter().map(|event| event["encodedDataLength"].as_f64().unwrap()).sum::<f64>() - module
}

#[test]
fn a_page_costs_at_most_100_kilobytes_before_a_lab_starts() {
    browse(Setting::default(), |browser| async move {
        for page in pages().iter().filter(|page| !page.ends_with(".html")) {
            let bytes = transferred(&browser, page).await;
            println!("{page:30} {:.1} kB", bytes / 1000.0);
            assert!(bytes > 10_000.0, "{page}: {bytes} bytes: the measure is broken");
            assert!(bytes <= 100_000.0, "{page}: {bytes} bytes before any lab starts");
        }
    });
}

#[test]
fn no_script_blocks_the_page() {
    browse(Setting::default(), |browser| async move {
        for page in &pages() {
            browser.goto(page).await;
            let blocking = "return [...document.querySelectorAll('script')].filter(s => !s.src || !(s.defer || s.async)).map(s => s.outerHTML)";
            assert_eq!(browser.script(blocking).await, json!([]), "{page}");
        }
    });
}

#[test]
fn a_chapter_is_whole_without_scripts() {
    whole_without_scripts(Setting { scripts: false, ..Setting::default() });
}

#[test]
fn a_chapter_is_whole_without_scripts_on_a_phone() {
    whole_without_scripts(Setting { scripts: false, width: 390, height: 844, ..Setting::default() });
}

fn whole_without_scripts(setting: Setting) {
    browse(setting, |browser| async move {
        for chapter in &chapters() {
            browser.goto(&format!("{chapter}/")).await;
            let plates = browser.client.find_all(fantoccini::Locator::Css("figure.plate")).await.unwrap();
            assert!(plates.len() >= 2, "{chapter} has {} plates", plates.len());
            for plate in plates {
                let id = plate.attr("id").await.unwrap().unwrap();
                assert_eq!(plate.attr("data-state").await.unwrap().as_deref(), Some("still"));
                // A picture may be of lanes in HTML with a drawing beside them.
                assert!(plate.find(fantoccini::Locator::Css(".plate-picture svg")).await.is_ok(), "{id} draws nothing");
                let picture = plate.find(fantoccini::Locator::Css(".plate-picture :is(.run, svg)")).await;
                let (_, _, width, height) =
                    picture.unwrap_or_else(|_| panic!("{id} has no still picture")).rectangle().await.unwrap();
                assert!(width > 200.0 && height > 100.0, "{id}: the picture is {width} by {height}");
                assert!(plate.find(fantoccini::Locator::Css("table")).await.is_ok(), "{id} has no table");
            }
            let questions = browser.client.find_all(fantoccini::Locator::Css("#quiz fieldset")).await.unwrap();
            assert!(questions.len() >= 8, "{chapter} shows {} questions", questions.len());
            for question in questions {
                assert!(question.text().await.unwrap().len() > 20);
            }
            for button in browser.client.find_all(fantoccini::Locator::Css("main button")).await.unwrap() {
                let name = button.text().await.unwrap();
                assert!(!button.is_displayed().await.unwrap(), "{chapter}: nothing happens at “{name}”");
            }
            let words = browser.client.find(fantoccini::Locator::Css("main")).await.unwrap().text().await.unwrap();
            assert!(words.split_whitespace().count() > 2000, "{chapter} has too little text");
        }
    });
}

#[test]
fn nothing_scrolls_sideways_on_a_phone() {
    browse(Setting { width: 390, height: 844, ..Setting::default() }, |browser| async move {
        for page in &pages() {
            browser.goto(page).await;
            for (index, _) in
                browser.client.find_all(fantoccini::Locator::Css("[data-plate]")).await.unwrap().iter().enumerate()
            {
                browser
                    .script(&format!("document.querySelectorAll('[data-plate]')[{index}].id ||= 'plate-{index}'"))
                    .await;
                let id = browser.text(&format!("return document.querySelectorAll('[data-plate]')[{index}].id")).await;
                browser.alive(&format!("#{id}")).await;
            }
            let width = browser.script("return document.documentElement.scrollWidth").await;
            assert_eq!(width, json!(390), "{page} is wider than the screen");
        }
    });
}

#[test]
fn the_book_works_from_any_folder_and_from_a_stick() {
    let stick = tempfile::tempdir().unwrap();
    let copy = stick.path().join("a folder");
    let copied = Command::new("cp").arg("-r").arg(dist()).arg(&copy).status().unwrap();
    assert!(copied.success());
    browse(Setting::default(), |browser| async move {
        let base = format!("file://{}/", copy.display()).replace(' ', "%20");
        for chapter in &chapters() {
            browser.goto(&format!("{base}{chapter}/index.html")).await;
            let id = browser.text("return document.querySelector('figure.plate').id").await;
            browser.alive(&format!("#{id}")).await;
            browser.alive("#quiz").await;
            let font = browser
                .script("return document.fonts.ready.then(() => document.fonts.check('16px \"Source Serif 4\"'))")
                .await;
            assert_eq!(font, json!(true));
        }
    });
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let mut checked = 0;
    for entry in walkdir::WalkDir::new(dist()) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let page = scraper::Html::parse_document(&std::fs::read_to_string(&path).unwrap());
        let links = scraper::Selector::parse("[href], [src]").unwrap();
        for element in page.select(&links) {
            let target = element.value().attr("href").or(element.value().attr("src")).unwrap();
            checked += 1;
            assert_leads_somewhere(&path, target, &page);
        }
    }
    assert!(checked > 100, "only {checked} links were found");
}

fn assert_leads_somewhere(page: &Path, target: &str, html: &scraper::Html) {
    let place = format!("{}: {target}", page.display());
    if target.starts_with("https://")
        || target.starts_with("http://")
        || target.starts_with("mailto:")
        || target.starts_with("data:")
    {
        return;
    }
    // The page for missing pages is shown at any depth, so it alone starts from the host's root, and looks above itself.
    let anywhere = page.ends_with("404.html").then(|| target.trim_start_matches("../").trim_start_matches('/'));
    let target = anywhere.unwrap_or(target);
    assert!(!target.starts_with('/'), "{place}: not relative");
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = file.split('?').next().unwrap();
    let found = if file.is_empty() { page.to_path_buf() } else { page.parent().unwrap().join(file) };
    assert!(found.is_file(), "{place}: there is no such file");
    if !anchor.is_empty() {
        let other = if file.is_empty() {
            html.clone()
        } else {
            scraper::Html::parse_document(&std::fs::read_to_string(&found).unwrap())
        };
        let id = scraper::Selector::parse(&format!("[id=\"{anchor}\"]")).unwrap();
        assert!(other.select(&id).next().is_some(), "{place}: there is no such anchor");
    }
}

#[test]
fn the_labs_module_keeps_its_budget() {
    let (mut shared, mut grader, mut pieces) = (0, 0, BTreeMap::new());
    for file in std::fs::read_dir(dist().join("assets")).unwrap().map(|entry| entry.unwrap()) {
        let name = file.file_name().to_string_lossy().into_owned();
        let Some((lab, _)) = name.strip_suffix(".wasm.br").and_then(|name| name.rsplit_once('-')) else { continue };
        let bytes = file.metadata().unwrap().len();
        match lab {
            "faultlines" => shared = bytes,
            "grader" => grader = bytes,
            lab => drop(pieces.insert(lab.replace('_', "-"), bytes)),
        }
    }
    let labs: Vec<&str> = pieces.keys().map(String::as_str).collect();
    let mut pictured: Vec<&str> = VIEWS.iter().map(|(lab, _)| *lab).collect();
    pictured.sort_unstable();
    assert_eq!(labs, pictured, "a piece for each lab that has a picture");
    let whole = shared + pieces.values().sum::<u64>();
    println!("in all its pieces {:.1} kB brotli, what labs share {:.1}", whole as f64 / 1000.0, shared as f64 / 1000.0);
    println!("what grades, on a page of its own, {:.1} kB", grader as f64 / 1000.0);
    assert!((100_000..GRADER_BUDGET).contains(&grader), "{grader} bytes, brotli");
    assert!(shared > 50_000 && whole <= module_budget(), "{shared} of {whole} bytes, brotli");
    let lab = scraper::Selector::parse("[data-plate][data-lab]").unwrap();
    for page in &pages() {
        let file = if page.ends_with(".html") { dist().join(page) } else { dist().join(page).join("index.html") };
        let html = scraper::Html::parse_document(&std::fs::read_to_string(file).unwrap());
        let here: BTreeSet<&str> = html.select(&lab).filter_map(|plate| plate.attr("data-lab")).collect();
        let bytes = shared + here.iter().map(|lab| pieces[*lab]).sum::<u64>();
        println!("{page:30} {:.1} kB for {} labs", bytes as f64 / 1000.0, here.len());
        assert!(bytes <= PAGE_BUDGET, "{page}: its labs are {bytes} bytes, brotli");
    }
}
