//! A real Firefox, driven over WebDriver BiDi, which it speaks itself, without a driver beside it.

use std::fs;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::harness::{Guarded, beside_others};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// A Firefox with an empty profile and one window.
pub(crate) struct Firefox {
    socket: WebSocket<TcpStream>,
    commands: u64,
    window: Value,
    /// Errors and warnings of the console, and requests to anything but a file: what a test asks to be empty.
    complaints: Vec<String>,
    /// What may be asked for beside files.
    host: Option<String>,
    _process: Guarded,
    _profile: tempfile::TempDir,
}

/// Runs a test's steps in a Firefox, and then asks that it had nothing to complain of. Beside files it may ask this host for
/// something.
pub(crate) fn in_firefox(host: Option<&str>, steps: impl FnOnce(&mut Firefox)) {
    let _turn = beside_others();
    let mut firefox = Firefox::start(host);
    steps(&mut firefox);
    firefox.ask("browsingContext.getTree", json!({}));
    assert!(firefox.complaints.is_empty(), "Firefox complains:\n{}", firefox.complaints.join("\n"));
}

impl Firefox {
    fn start(host: Option<&str>) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let process = Guarded(spawn(profile.path()));
        let stream = TcpStream::connect(("127.0.0.1", port(profile.path()))).expect("Firefox listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let address = format!("ws://{}/session", stream.peer_addr().unwrap());
        let (socket, _) = tungstenite::client(address, stream).expect("Firefox speaks WebDriver BiDi");
        let (window, complaints, host) = (Value::Null, Vec::new(), host.map(String::from));
        let mut firefox = Self { socket, commands: 0, window, complaints, host, _process: process, _profile: profile };
        firefox.ask("session.new", json!({ "capabilities": {} }));
        firefox.ask("session.subscribe", json!({ "events": ["log.entryAdded", "network.beforeRequestSent"] }));
        firefox.window = firefox.ask("browsingContext.getTree", json!({}))["contexts"][0]["context"].clone();
        let size = json!({ "width": 1280, "height": 800 });
        firefox.ask("browsingContext.setViewport", json!({ "context": firefox.window, "viewport": size }));
        firefox
    }

    /// Gives a command, and its result once it comes; hears what comes before it.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.commands += 1;
        let command = json!({ "id": self.commands, "method": method, "params": params });
        self.socket.send(Message::text(command.to_string())).expect("Firefox is there");
        loop {
            let Message::Text(text) = self.socket.read().unwrap_or_else(|error| panic!("{method}: {error}")) else {
                continue;
            };
            let mut message: Value = serde_json::from_str(&text).unwrap();
            if message["type"] == "event" {
                self.hear(&message["method"], &message["params"]);
            } else if message["id"] == self.commands {
                assert_eq!(message["type"], "success", "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    fn hear(&mut self, event: &Value, params: &Value) {
        if event == "log.entryAdded" {
            if params["level"] == "error" || params["level"] == "warn" {
                self.complaints.push(format!("{}: {}", params["level"], params["text"]));
            }
            return;
        }
        let url = params["request"]["url"].as_str().unwrap_or_default();
        let own = ["file:", "data:", "blob:", "about:"].iter().any(|scheme| url.starts_with(scheme));
        if !own && !self.host.as_ref().is_some_and(|host| url.starts_with(host)) {
            self.complaints.push(format!("a request to {url}"));
        }
    }

    pub(crate) fn goto(&mut self, address: &str) {
        self.ask("browsingContext.navigate", json!({ "context": self.window, "url": address, "wait": "complete" }));
    }

    pub(crate) fn reload(&mut self) {
        self.ask("browsingContext.reload", json!({ "context": self.window, "wait": "complete" }));
    }

    fn evaluate(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "target": { "context": self.window }, "awaitPromise": true });
        let mut answer = self.ask("script.evaluate", params);
        assert_eq!(answer["type"], "success", "{expression}: {answer}");
        answer["result"].take()
    }

    /// The text that a script's expression gives.
    pub(crate) fn text(&mut self, expression: &str) -> String {
        let value = self.evaluate(expression);
        value["value"].as_str().unwrap_or_else(|| panic!("{expression} gave {value}, not a text")).to_string()
    }

    /// Waits until a script's expression is true.
    pub(crate) fn until(&mut self, expression: &str) {
        let start = Instant::now();
        while self.evaluate(&format!("Boolean({expression})"))["value"] != true {
            assert!(start.elapsed() < PATIENCE, "never became true: {expression}");
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Brings a plate into view and waits until it is alive.
    pub(crate) fn alive(&mut self, selector: &str) {
        let plate = format!("document.querySelector('{selector}')");
        self.until(&plate);
        self.evaluate(&format!("{plate}.scrollIntoView({{ block: 'start', behavior: 'instant' }})"));
        self.until(&format!("{plate}.dataset.state === 'ready'"));
    }

    /// A press of the mouse in the middle of an element.
    pub(crate) fn click(&mut self, selector: &str) {
        let element = self.evaluate(&format!("document.querySelector('{selector}')"));
        let origin = json!({ "type": "element", "element": { "sharedId": element["sharedId"] } });
        self.act(
            "pointer",
            json!([
                { "type": "pointerMove", "x": 0, "y": 0, "origin": origin },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ]),
        );
    }

    /// Types keys into what has the focus.
    pub(crate) fn press(&mut self, keys: &str) {
        let strokes =
            keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })));
        self.act("key", strokes.collect());
    }

    fn act(&mut self, kind: &str, actions: Value) {
        let source = json!({ "type": kind, "id": kind, "actions": actions });
        self.ask("input.performActions", json!({ "context": self.window, "actions": [source] }));
    }
}

/// Debian's Firefox, or another by its plain name.
fn spawn(profile: &Path) -> Child {
    let start = |name: &str| {
        let mut command = Command::new(name);
        command.args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"]).arg(profile);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    };
    let missing =
        |error: io::Error| panic!("Firefox does not start ({error}): it is installed by `scripts/setup tests`");
    start("firefox-esr").or_else(|_| start("firefox")).unwrap_or_else(missing)
}

/// The port that Firefox took, which it writes into its profile.
fn port(profile: &Path) -> u16 {
    let start = Instant::now();
    loop {
        let told = fs::read_to_string(profile.join("WebDriverBiDiServer.json")).unwrap_or_default();
        let told: Value = serde_json::from_str(&told).unwrap_or_default();
        if let Some(port) = told["ws_port"].as_u64() {
            return u16::try_from(port).expect("a port");
        }
        assert!(start.elapsed() < PATIENCE, "Firefox does not say where it listens");
        std::thread::sleep(Duration::from_millis(40));
    }
}
