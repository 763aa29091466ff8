//! A browser, a server for `dist/`, and what a test asks of them.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// Every chapter that is written, as its folder in the site: those of `book.toml` that are not planned, each followed by
/// its further pages.
pub(crate) fn chapters() -> Vec<String> {
    parts().into_iter().flat_map(|(_, chapters)| chapters).collect()
}

/// Every page of the built site but those with nothing but a plate (`embed.rs`).
pub(crate) fn pages() -> Vec<String> {
    let site = dist();
    let (mut folders, mut pages) = (vec![site.clone()], vec!["404.html".to_string()]);
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        folders.extend(entries.filter(|path| path.is_dir() && !path.ends_with("embed")));
        if folder.join("index.html").exists() {
            let path = folder.strip_prefix(&site).unwrap().to_str().unwrap();
            pages.push(if path.is_empty() { String::new() } else { format!("{path}/") });
        }
    }
    pages.sort();
    assert!(chapters().iter().all(|chapter| pages.contains(&format!("{chapter}/"))), "{pages:?}");
    pages
}

/// The parts of the book, each with the folders of its written chapters.
fn parts() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/book.toml");
    let book: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let list = |table: &toml::Table, key: &str| table[key].as_array().unwrap().clone();
    let id = |value: &toml::Value| value["id"].as_str().unwrap().to_string();
    let mut parts = Vec::new();
    for part in list(&book, "parts") {
        let written = |chapter: &toml::Value| chapter.get("planned").and_then(toml::Value::as_bool) != Some(true);
        let chapters = list(part.as_table().unwrap(), "chapters").into_iter().filter(written);
        let folders = chapters.flat_map(|chapter| {
            let folder = format!("{}/{}", id(&part), id(&chapter));
            let pages = chapter.get("pages").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            let pages: Vec<String> = pages.iter().map(|page| format!("{folder}/{}", page.as_str().unwrap())).collect();
            [folder].into_iter().chain(pages)
        });
        parts.push((id(&part), folders.collect()));
    }
    assert!(parts.iter().any(|(_, chapters): &(String, Vec<String>)| !chapters.is_empty()), "no chapter is written");
    parts
}

/// Browsers run beside each other, as many as there are threads of tests; one in which something is timed runs alone.
static TURNS: RwLock<()> = RwLock::new(());

/// Holds off what must run alone. A test that failed has poisoned nothing: the lock holds no data.
pub(crate) fn beside_others() -> RwLockReadGuard<'static, ()> {
    TURNS.read().unwrap_or_else(PoisonError::into_inner)
}

/// Holds off every other browser.
pub(crate) fn alone() -> RwLockWriteGuard<'static, ()> {
    TURNS.write().unwrap_or_else(PoisonError::into_inner)
}

/// A child process that ends with its owner.
pub(crate) struct Guarded(pub(crate) Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How a browser is started.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    pub width: u32,
    pub height: u32,
    pub dark: bool,
    pub scripts: bool,
    pub reduced_motion: bool,
    /// The size of text that the reader set in the browser, in pixels.
    pub font_size: u32,
    /// Whether something is timed, so that no other browser may run meanwhile.
    pub timed: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 800,
            dark: false,
            scripts: true,
            reduced_motion: false,
            font_size: 16,
            timed: false,
        }
    }
}

/// A browser at a served book.
pub(crate) struct Browser {
    pub client: Client,
    pub address: String,
    pub downloads: tempfile::TempDir,
    _profile: tempfile::TempDir,
    _driver: Guarded,
    host: RefCell<Option<Guarded>>,
}

/// That the page has its style and its font, and its loader has run.
pub(crate) const LOADED: &str = "getComputedStyle(document.querySelector('h1')).fontFamily.includes('Source Serif') \
     && document.fonts.check('1em \"Source Serif 4\"') && !document.querySelector('.scheme').hidden";

/// A server, and the address of the book on it.
pub(crate) struct Host {
    pub process: Guarded,
    pub address: String,
}

impl Host {
    /// `faultlines serve`.
    pub(crate) fn serve(site: &Path) -> Self {
        let (process, port) = serve(site);
        Self { process, address: format!("http://127.0.0.1:{port}/") }
    }

    /// A program that listens on a port that was given to it, once it answers there.
    pub(crate) fn start(command: &mut Command, port: u16, path: &str) -> Self {
        let process = Guarded(command.spawn().expect("the program starts"));
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(20), "nothing answers on port {port}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, address: format!("http://127.0.0.1:{port}{path}") }
    }
}

pub(crate) fn dist() -> PathBuf {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    assert!(dist.join("index.html").exists(), "there is no dist/: run `make build` first");
    dist
}

/// Starts a program that takes a free port itself, and waits until it says which, behind these words.
fn on_a_port(command: &mut Command, words: &str) -> (Guarded, u16) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let guarded = Guarded(child);
    let port = |line: String| {
        let digits = line.split_once(words)?.1.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    let port = lines.find_map(port).expect("it says its port");
    // The pipe must stay drained, or a talkative program would block.
    std::thread::spawn(move || lines.for_each(drop));
    (guarded, port)
}

/// `faultlines serve`.
fn serve(site: &Path) -> (Guarded, u16) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultlines"));
    on_a_port(command.arg("serve").arg(site).args(["--port", "0"]), "http://127.0.0.1:")
}

/// Runs a test's steps at the built book, in a browser of its own.
pub(crate) fn browse<F, Fut>(setting: Setting, steps: F)
where
    F: FnOnce(std::rc::Rc<Browser>) -> Fut,
    Fut: Future<Output = ()>,
{
    browse_at(&dist(), setting, steps);
}

/// Runs a test's steps at a built site.
pub(crate) fn browse_at<F, Fut>(site: &Path, setting: Setting, steps: F)
where
    F: FnOnce(std::rc::Rc<Browser>) -> Fut,
    Fut: Future<Output = ()>,
{
    browse_on(|| Host::serve(site), setting, steps);
}

/// Runs a test's steps at a host, and then asks that the browser had nothing to complain of.
pub(crate) fn browse_on<F, Fut>(host: impl FnOnce() -> Host, setting: Setting, steps: F)
where
    F: FnOnce(std::rc::Rc<Browser>) -> Fut,
    Fut: Future<Output = ()>,
{
    let _turn = match setting.timed {
        true => (Some(alone()), None),
        false => (None, Some(beside_others())),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let browser = std::rc::Rc::new(Browser::start(host(), setting).await);
        steps(browser.clone()).await;
        let complaints = browser.console().await;
        assert!(complaints.is_empty(), "the console is not empty:\n{}", complaints.join("\n"));
        let foreign = browser.foreign_requests().await;
        assert!(foreign.is_empty(), "requests to other hosts:\n{}", foreign.join("\n"));
        let _ = browser.client.clone().close().await;
    });
}

impl Browser {
    async fn start(Host { process, address }: Host, setting: Setting) -> Self {
        // (`scripts/setup tests` installs it.)
        let (driver, driver_port) =
            on_a_port(Command::new("chromedriver").arg("--port=0"), "started successfully on port ");
        let profile = tempfile::tempdir().unwrap();
        let downloads = tempfile::tempdir().unwrap();
        let mut arguments: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ]
        .map(String::from)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--window-size={},{}", setting.width, setting.height));
        if setting.reduced_motion {
            arguments.push("--force-prefers-reduced-motion".into());
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {
                    "download.default_directory": downloads.path(),
                    "webkit.webprefs.default_font_size": setting.font_size,
                    "profile.managed_default_content_settings.javascript": if setting.scripts { 1 } else { 2 },
                },
            },
        });
        let client = connect(driver_port, capabilities).await;
        let host = RefCell::new(Some(process));
        let browser = Self { client, address, downloads, _profile: profile, _driver: driver, host };
        // In a fresh profile the page may be without the focus that a reader's window has: no element hears of its own then.
        browser.devtools("Page.bringToFront", json!({})).await;
        browser.emulate(setting).await;
        browser
    }

    /// Ends the server: from now on there is no network.
    pub(crate) fn stop_host(&self) {
        self.host.take();
    }

    /// The exact size of the page (a window has a least width) and the colour scheme.
    pub(crate) async fn emulate(&self, setting: Setting) {
        let size = json!({ "width": setting.width, "height": setting.height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let motion = if setting.reduced_motion { "reduce" } else { "no-preference" };
        let scheme = if setting.dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": motion },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Shows the page as on another medium: `print`, or a screen with such features.
    pub(crate) async fn medium(&self, medium: &str, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await;
    }

    pub(crate) async fn goto(&self, path: &str) {
        let address = if path.contains("://") { path.to_string() } else { format!("{}{path}", self.address) };
        self.client.goto(&address).await.unwrap();
    }

    /// Runs a script's body and returns what it returns.
    pub(crate) async fn script(&self, body: &str) -> Value {
        self.client.execute(body, Vec::new()).await.unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    pub(crate) async fn text(&self, body: &str) -> String {
        let value = self.script(body).await;
        value.as_str().unwrap_or_else(|| panic!("{body} gave {value}, not a text")).to_string()
    }

    /// Waits until a script's expression is true.
    pub(crate) async fn until(&self, expression: &str) {
        let start = Instant::now();
        let body = format!("return Boolean({expression})");
        while self.script(&body).await != json!(true) {
            assert!(start.elapsed() < Duration::from_secs(40), "never became true: {expression}");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Brings an element into view and waits until it is alive.
    pub(crate) async fn alive(&self, selector: &str) {
        self.until(&format!("document.querySelector('{selector}')")).await;
        self.script(&format!(
            "document.querySelector('{selector}').scrollIntoView({{ block: 'start', behavior: 'instant' }})"
        ))
        .await;
        self.until(&format!("document.querySelector('{selector}').dataset.state === 'ready'")).await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element =
            self.client.find(Locator::Css(selector)).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.script(&format!(
            "document.querySelector(`{selector}`).scrollIntoView({{ block: 'center', behavior: 'instant' }})"
        ))
        .await;
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Types keys into the element that has the focus.
    pub(crate) async fn press(&self, keys: &str) {
        let focus = self.client.active_element().await.unwrap();
        focus.send_keys(keys).await.unwrap();
    }

    /// Presses a key in an element, which a script's expression gives once it is there, without scrolling to it.
    pub(crate) async fn press_in(&self, element: &str, keys: &str) {
        self.until(element).await;
        self.script(&format!("{element}.focus({{ preventScroll: true }})")).await;
        self.press(keys).await;
    }

    /// Presses the button with this label in the plate with this id, by keyboard.
    pub(crate) async fn press_button(&self, id: &str, label: &str) {
        let button =
            format!("[...document.querySelectorAll('#{id} button')].find(button => button.textContent === '{label}')");
        self.press_in(&button, &Key::Enter.to_string()).await;
    }

    /// What the console says: errors, warnings and violations of the policy.
    pub(crate) async fn console(&self) -> Vec<String> {
        let entries = self.log("browser").await;
        let text =
            |entry: &Value| format!("{}: {}", entry["level"].as_str().unwrap(), entry["message"].as_str().unwrap());
        entries.iter().map(text).collect()
    }

    /// Requests to anything but the served book.
    pub(crate) async fn foreign_requests(&self) -> Vec<String> {
        let requests = self.network("Network.requestWillBeSent").await;
        let urls = requests.iter().map(|event| event["request"]["url"].as_str().unwrap().to_string());
        let own = |url: &String| {
            ["data:", "blob:", "chrome", "about:", "file:"].iter().any(|scheme| url.starts_with(scheme))
                || url.starts_with(&self.address)
        };
        urls.filter(|url| !own(url)).collect()
    }

    /// The parameters of every network event of a kind since the log was last read.
    pub(crate) async fn network(&self, kind: &str) -> Vec<Value> {
        let entries = self.log("performance").await;
        let messages = entries.iter().map(|entry| {
            let tree: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            tree["message"].clone()
        });
        messages.filter(|message| message["method"] == kind).map(|message| message["params"].clone()).collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.client.issue_cmd(Raw { path: "se/log", body: json!({ "type": kind }) }).await.unwrap();
        entries.as_array().cloned().unwrap_or_default()
    }

    /// A command of the browser's own protocol, beyond WebDriver.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Raw { path: "goog/cdp/execute", body }).await.unwrap()
    }
}

async fn connect(port: u16, capabilities: Value) -> Client {
    let capabilities = capabilities.as_object().unwrap().clone();
    let start = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(20), "no browser: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A WebDriver command that fantoccini has no name for.
#[derive(Debug)]
struct Raw {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
