//! Any host: the book through a real nginx with the configuration that `hosts/` publishes, read and played as through
//! `faultlines serve`; and in the frame of a learning platform, which has no origin.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use faultlines::book::template::POLICY;
use serde_json::{Value, json};

use super::harness::{Browser, Host, LOADED, Setting, browse, browse_on, chapters, dist, pages};
use super::quiz::{answer, questions};

const PATH: &str = "/a/book/";

/// The nginx of `scripts/setup tests`, or the machine's.
fn program() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/nginx/usr/sbin/nginx");
    if own.exists() { own } else { "/usr/sbin/nginx".into() }
}

fn module() -> PathBuf {
    program().with_file_name("../lib/nginx/modules/ngx_http_brotli_static_module.so")
}

fn has_brotli() -> bool {
    module().exists()
}

/// The published configuration with its three places changed, and what a server needs around it: one process, on this
/// machine's own address, everything that it writes in one folder.
fn nginx(folder: &Path) -> Host {
    let published = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("hosts/nginx.conf")).unwrap();
    assert!(published.contains(POLICY) && published.contains("listen 80;"), "hosts/nginx.conf is out of date");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let book = published
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("/book", PATH.trim_end_matches('/'))
        .replace("/var/www/faultlines/", &format!("{}/", dist().display()));
    let book = if has_brotli() { book.replace("# brotli_static on;", "brotli_static on;") } else { book };
    let brotli = if has_brotli() { format!("load_module {};\n", module().display()) } else { String::new() };
    let own = folder.display();
    let kept: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {own}/{kind};\n"))
        .concat();
    let main = format!(
        "{brotli}daemon off;\nmaster_process off;\npid {own}/pid;\nerror_log stderr crit;\nevents {{}}\n\
         http {{\naccess_log off;\n{kept}{book}}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, main).unwrap();
    let mut command = Command::new(program());
    Host::start(command.arg("-e").arg("stderr").arg("-c").arg(file), port, PATH)
}

/// Reads every page, plays one plate of each chapter, and gives the answers that came.
async fn walk(browser: &Browser) -> Vec<Value> {
    let chapters = chapters();
    // That for a missing address looks for its style outside of the book too.
    for page in pages().iter().filter(|page| *page != "404.html") {
        browser.goto(page).await;
        browser.until(LOADED).await;
        if chapters.iter().any(|chapter| page.trim_end_matches('/') == chapter) {
            let plate = browser.text("return document.querySelector('[data-plate]').id").await;
            browser.alive(&format!("#{plate}")).await;
        }
    }
    let answers = browser.network("Network.responseReceived").await;
    answers.into_iter().map(|event| event["response"].clone()).collect()
}

/// What is wrong with an answer.
fn faults(answer: &Value, compressed: &str) -> Vec<String> {
    let url = answer["url"].as_str().unwrap_or_default();
    let headers = answer["headers"].as_object().cloned().unwrap_or_default();
    let header = |name: &str| {
        let found = headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str());
        found.unwrap_or_default().to_string()
    };
    let name = url.split(['?', '#']).next().unwrap_or_default();
    let ending = if name.ends_with('/') { "html" } else { name.rsplit('.').next().unwrap_or_default() };
    let kind = match ending {
        "html" => "text/html",
        "css" => "text/css",
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        other => other,
    };
    let hashed = name.contains("/assets/");
    let packs = ["html", "css", "js", "wasm"].contains(&ending);
    let wanted = [
        ("status", answer["status"].to_string(), "200".to_string()),
        ("content-type", header("content-type").split(';').next().unwrap_or_default().into(), kind.into()),
        (
            "cache-control",
            header("cache-control"),
            if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }.into(),
        ),
        (
            "content-encoding",
            if packs { header("content-encoding") } else { String::new() },
            if packs { compressed } else { "" }.into(),
        ),
        ("content-security-policy", header("content-security-policy"), POLICY.into()),
        ("x-content-type-options", header("x-content-type-options"), "nosniff".into()),
        ("access-control-allow-origin", header("access-control-allow-origin"), "*".into()),
        ("x-frame-options", header("x-frame-options"), String::new()),
    ];
    let wrong = wanted.into_iter().filter(|(_, found, wanted)| found != wanted);
    wrong.map(|(name, found, wanted)| format!("{url}: {name} is `{found}`, not `{wanted}`")).collect()
}

#[test]
fn through_nginx_the_book_is_read_and_played_as_through_serve() {
    let folder = tempfile::tempdir().unwrap();
    let mut both = Vec::new();
    for host in [true, false] {
        let start = || if host { nginx(folder.path()) } else { Host::serve(&dist()) };
        let compressed = if host && !has_brotli() { "gzip" } else { "br" };
        let (paths, wrong) = (RefCell::new(BTreeSet::new()), RefCell::new(Vec::new()));
        browse_on(start, Setting::default(), |browser| {
            let (paths, wrong) = (&paths, &wrong);
            async move {
                for answer in walk(&browser).await {
                    let url = answer["url"].as_str().unwrap_or_default();
                    if !url.starts_with("http") {
                        continue;
                    }
                    wrong.borrow_mut().extend(faults(&answer, compressed));
                    // Which labs beside the one that was played came near in time is chance.
                    if !url.ends_with(".wasm") {
                        paths.borrow_mut().insert(url.replace(&browser.address, ""));
                    }
                }
            }
        });
        assert!(wrong.borrow().is_empty(), "{}", wrong.borrow().join("\n"));
        both.push(paths.into_inner());
    }
    let apart: Vec<_> = both[0].symmetric_difference(&both[1]).collect();
    assert!(apart.is_empty() && both[0].len() > pages().len(), "{apart:?}");
}

#[test]
fn an_address_that_is_not_there_is_told_under_a_path_of_nginx_too() {
    let folder = tempfile::tempdir().unwrap();
    browse_on(
        || nginx(folder.path()),
        Setting::default(),
        |browser| async move {
            for address in ["nowhere.html", "part-10/no/where.html", "assets/gone-0123456789.js"] {
                browser.goto(address).await;
                let home = format!("{}index.html", browser.address);
                browser.until(&format!("document.querySelector('main a')?.href === '{home}'")).await;
                browser.until(LOADED).await;
                let answers = browser.network("Network.responseReceived").await;
                let answer = answers.iter().map(|it| &it["response"]);
                let asked = format!("{}{address}", browser.address);
                let answer = answer.into_iter().find(|it| it["url"] == asked.as_str()).expect("an answer");
                assert_eq!(answer["status"], 404, "{address}");
                let kept = answer["headers"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case("cache-control"));
                assert_eq!(kept.unwrap().1, "no-cache", "{address}");
            }
            browser.goto("part-10").await;
            assert_eq!(browser.text("return location.href").await, format!("{}part-10/", browser.address));
            // That nothing is there is said of the page, and of the places where it looked for its style in vain.
            browser.console().await;
        },
    );
}

#[test]
fn in_a_frame_without_an_origin_pages_are_read_and_played() {
    browse(Setting::default(), |browser| async move {
        let chapter = &chapters()[0];
        browser.goto("reference/").await;
        let frame = format!(
            "const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts'; frame.width = 1000; \
             frame.height = 700; frame.src = '{}{chapter}/'; document.body.replaceChildren(frame)",
            browser.address
        );
        browser.script(&frame).await;
        browser.client.clone().enter_frame(0).await.unwrap();
        browser.until("self.origin === 'null' && document.querySelector('.chapter')").await;
        browser.until(LOADED).await;
        browser.alive("#ring-join").await;
        browser.alive("#quiz").await;
        // An answer is checked where no form may be sent, and said not to be kept.
        answer(&browser, &questions(chapter)[0]).await;
        browser.until("/ 1 of \\d+ questions/.test(document.querySelector('#quiz .quiz-score').textContent)").await;
        browser.until("document.querySelector('.unkept')?.textContent.includes('closed to this page')").await;
        browser.until("!document.querySelector('.scheme').hidden").await;
        browser.script("document.querySelector('.scheme').click()").await;
        browser.until("document.documentElement.dataset.scheme === 'light'").await;
        browser.script("document.querySelector('.site-footer [data-part=offline]').click()").await;
        browser.until("document.querySelector('.offline')?.textContent.includes('window of its own')").await;
        assert_eq!(browser.script("return document.querySelectorAll('.failed').length").await, json!(0));
    });
}
