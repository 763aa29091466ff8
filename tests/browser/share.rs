//! The dialog "Embed": snippets that hold the state and the settings, and pictures for slides.

use base64::Engine as _;
use fantoccini::Locator;
use serde_json::{Value, json};

use super::accessibility::{axe, violations};
use super::harness::{Browser, Setting, browse};
use super::plates::past_prediction;

const RING: &str = "part-10/consistent-hashing/";

/// What embeds a plate, in the page.
const BUTTON: &str = "document.querySelector('[data-part=share]')";

/// Brings a plate to life, a moment into its run.
async fn stopped_plate(browser: &Browser, id: &str) {
    browser.alive(&format!("#{id}")).await;
    past_prediction(browser, id).await;
    browser
        .script(&format!(
            "const play = document.querySelector('#{id} .transport-play'); if (play.textContent === 'Pause') play.click(); \
             const slider = document.querySelector('#{id} .scrubber input'); slider.value = 240; slider.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ))
        .await;
}

/// Opens the dialog of a plate as a click would.
async fn open(browser: &Browser, id: &str) {
    browser.script(&format!("document.querySelector('#{id} [data-part=share]').click()")).await;
    browser.until("document.querySelector('dialog[open] iframe')").await;
}

/// A key of the keyboard, for whatever has the focus, in a frame too.
async fn key(browser: &Browser, name: &str, code: u32) {
    let text = if name == "Enter" { "\r" } else { "" };
    let event =
        |kind: &str| json!({ "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text });
    browser.devtools("Input.dispatchKeyEvent", event("keyDown")).await;
    browser.devtools("Input.dispatchKeyEvent", event("keyUp")).await;
}

/// Tabs on until an expression is true of what has the focus, `it`.
async fn tab_to(browser: &Browser, wanted: &str) {
    for _ in 0..60 {
        if browser.script(&format!("const it = document.activeElement; return {wanted}")).await == json!(true) {
            return;
        }
        key(browser, "Tab", 9).await;
    }
    panic!("Tab never came to {wanted}");
}

/// The file of this ending that the browser has saved.
async fn saved(browser: &Browser, ending: &str) -> (String, Vec<u8>) {
    for _ in 0..800 {
        for file in std::fs::read_dir(browser.downloads.path()).unwrap().map(|file| file.unwrap()) {
            let name = file.file_name().into_string().unwrap();
            if name.ends_with(ending) {
                let bytes = std::fs::read(file.path()).unwrap();
                std::fs::remove_file(file.path()).unwrap();
                return (name, bytes);
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no {ending} was saved: {}", browser.text("return document.querySelector('.share-said').textContent").await);
}

/// Presses a button of the dialog with the mouse: only a reader's own press may save a second file.
async fn press(browser: &Browser, label: &str) {
    let button = format!("//dialog[@open]//button[.='{label}']");
    browser.client.find(Locator::XPath(&button)).await.unwrap().click().await.unwrap();
}

#[test]
fn by_keyboard_the_snippets_hold_the_state_and_what_was_set() {
    browse(Setting::default(), |browser| async move {
        browser.goto(RING).await;
        stopped_plate(&browser, "ring-join").await;
        let state = browser.text("return wasm_bindgen.address(document.getElementById('ring-join'))").await;
        let bare = state.replace("&plate=ring-join", "");
        browser.script(&format!("{BUTTON}.focus()")).await;
        key(&browser, "Enter", 13).await;
        browser.until("document.querySelector('dialog[open]')").await;
        // A setting is changed as one does it without a mouse; steps are gathered and typed.
        tab_to(&browser, "it.labels?.[0]?.textContent === 'Type'").await;
        key(&browser, "ArrowDown", 40).await;
        tab_to(&browser, "it.textContent === 'Add this moment'").await;
        key(&browser, "Enter", 13).await;
        key(&browser, "Enter", 13).await;
        let moment = state.split("t=").nth(1).unwrap().split('&').next().unwrap();
        let steps = "document.querySelector('dialog [placeholder]')";
        assert_eq!(browser.text(&format!("return {steps}.value")).await, moment, "one moment is one step");
        browser
            .script(&format!(
                "{steps}.value += ', soon, end'; for (const name of ['input', 'change']) {steps}.dispatchEvent(new Event(name))"
            ))
            .await;
        let wrong = browser.text("return document.querySelector('.share-wrong').textContent").await;
        assert!(wrong.contains("soon") && !wrong.contains("end,"), "{wrong}");

        let title = "document.querySelector('#ring-join .plate-title').lastChild.data";
        let caption = "document.querySelector('#ring-join .plate-caption').textContent.trim()";
        let words =
            format!("return 'title=' + encodeURIComponent({title}) + '&caption=' + encodeURIComponent({caption})");
        let set = format!("&text=large&steps={moment}%2Cend&{}", browser.text(&words).await);
        let page = format!("{}embed/hash-ring/index.html?{bare}{set}", browser.address);
        let read = "const texts = [...document.querySelectorAll('dialog[open] textarea')].map(it => it.value); \
             const [frame, element] = texts.map(it => new DOMParser().parseFromString(it.replace(' style=\"border:0\"', ''), 'text/html')); \
             const all = it => Object.fromEntries([...it.attributes].map(({ name, value }) => [name, value])); \
             return [frame.querySelector('iframe').getAttribute('src'), document.querySelector('dialog iframe').src, \
             element.querySelector('script').getAttribute('src'), all(element.querySelector('faultlines-lab')), texts[2]]";
        let read = browser.script(read).await;
        assert_eq!((&read[0], &read[1]), (&json!(page), &json!(page)));
        assert_eq!(read[2], json!(format!("{}embed/faultlines-lab.js", browser.address)));
        let (set, seed) = (read[3]["set"].as_str().unwrap(), read[3]["seed"].as_str().unwrap());
        let rebuilt: Vec<String> = ["v=1".into(), "lab=hash-ring".into(), format!("seed={seed}")]
            .into_iter()
            .chain(set.split("; ").map(String::from))
            .collect();
        let sorted = |mut pairs: Vec<String>| {
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(rebuilt), sorted(bare.split('&').map(String::from).collect()), "{set}");
        assert_eq!(
            (&read[3]["text"], &read[3]["steps"], &read[3]["theme"]),
            (&json!("large"), &json!(format!("{moment},end")), &Value::Null)
        );
        let title = browser.text(&format!("return {title}")).await;
        assert_eq!(read[4], json!(format!("[{title}]({}{RING}?{state}#ring-join)", browser.address)));

        // On through the preview to the last button; what it saves is named after the moment.
        tab_to(&browser, "it.textContent === 'Save SVG'").await;
        key(&browser, "Enter", 13).await;
        let name = saved(&browser, ".svg").await.0;
        let seconds = name.strip_prefix("hash-ring-t").and_then(|rest| rest.strip_suffix("s.svg"));
        let near =
            |seconds: &str| (seconds.parse::<f64>().unwrap() - moment.parse::<f64>().unwrap() / 1e3).abs() < 0.01;
        assert!(seconds.is_some_and(near), "{name} of {moment} ms");
        key(&browser, "Escape", 27).await;
        browser.until(&format!("!document.querySelector('dialog[open]') && document.activeElement === {BUTTON}")).await;
    });
}

/// The words that are seen in a plate's picture, apart from those that a canvas paints.
fn words(id: &str) -> String {
    format!(
        "const found = []; const walk = document.createTreeWalker(document.querySelector('#{id} .plate-picture'), NodeFilter.SHOW_TEXT); \
         while (walk.nextNode()) {{ const at = walk.currentNode.parentElement; \
         if (walk.currentNode.data.trim() && !at.closest('.sr-only, title, [hidden]') && at.checkVisibility()) found.push(walk.currentNode.data.trim()) }} return found"
    )
}

/// What a stopped plate shows and says once neither changes any more: its sentence is renewed at most once a second, on a busy
/// machine later. No other plate of the page is on its way then either, which would move this one.
async fn at_rest(browser: &Browser, id: &str) -> (Value, String) {
    let said = format!("return document.querySelector('#{id} .plate-result').textContent");
    let mut last = (Value::Null, String::new());
    for _ in 0..20 {
        browser.until("!document.querySelector('[data-state=loading]')").await;
        let now = (browser.script(&words(id)).await, browser.text(&said).await);
        if now == last {
            return now;
        }
        last = now;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    }
    panic!("{id} never came to rest: {last:?}");
}

/// What is to be asked of an SVG, and of the PNG beside it.
async fn look(browser: &Browser, svg: &str, png: &[u8]) -> Value {
    let png = base64::engine::general_purpose::STANDARD.encode(png);
    let body = format!(
        "const svg = new DOMParser().parseFromString({svg}, 'image/svg+xml'); \
         const image = new Image(); image.src = 'data:image/png;base64,{png}'; \
         return image.decode().then(() => {{ const canvas = document.createElement('canvas'); canvas.width = image.naturalWidth; canvas.height = image.naturalHeight; \
         const pen = canvas.getContext('2d', {{ willReadFrequently: true }}); pen.drawImage(image, 0, 0); \
         const inks = new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer)); \
         const ground = [...pen.getImageData(3, 3, 1, 1).data]; \
         return {{ root: svg.documentElement.localName, tags: [...new Set([...svg.querySelectorAll('*')].map(it => it.localName))].sort(), \
         told: svg.querySelector('desc').textContent, texts: [...svg.querySelectorAll('text')].map(it => it.textContent), size: [canvas.width, canvas.height], inks: inks.size, ground, \
         beyond: [...svg.querySelectorAll('*')].flatMap(it => [...it.attributes]).filter(it => /href|^style$|^on/.test(it.name) || /url\\((?!#)|NaN|undefined/.test(it.value)).map(it => it.name + it.value) }} }})",
        svg = json!(svg)
    );
    browser.script(&body).await
}

#[test]
fn a_picture_for_slides_has_all_words_and_stands_alone() {
    let plates = [
        (RING, "ring-join", Some("keys per node")),
        ("part-10/vector-clocks/", "race-clocks", Some("wall clocks")),
        ("part-10/vector-clocks/", "merge-text", Some("metadata")),
        ("part-10/dual-writes/", "crash-it", Some("database: ")),
    ];
    browse(Setting { dark: true, ..Setting::default() }, |browser| async move {
        for (page, id, painted) in plates {
            browser.goto(page).await;
            stopped_plate(&browser, id).await;
            let (seen, said) = at_rest(&browser, id).await;
            let before = browser.script("return scrollY").await;
            open(&browser, id).await;
            press(&browser, "Save SVG").await;
            let (_, svg) = saved(&browser, ".svg").await;
            press(&browser, "Save PNG").await;
            let (_, png) = saved(&browser, ".png").await;
            let svg = String::from_utf8(svg).unwrap();
            let look = look(&browser, &svg, &png).await;
            assert_eq!(look["root"], "svg", "{id} is no well-formed XML: {svg}");
            assert_eq!(look["beyond"], json!([]), "{id}");
            let plain = ["svg", "title", "desc", "g", "rect", "path", "circle", "line", "text", "tspan", "clipPath"];
            let odd: Vec<&Value> =
                look["tags"].as_array().unwrap().iter().filter(|tag| !plain.contains(&tag.as_str().unwrap())).collect();
            assert!(odd.is_empty(), "{id}: {odd:?}");
            // Lines are broken elsewhere than in the page.
            let text: String = look["texts"].to_string().replace("\",\"", " ");
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let all = [said.as_str(), painted.unwrap_or_default()];
            let missing: Vec<&str> = seen
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .chain(all)
                .filter(|words| !squeezed(&text).contains(&squeezed(words).replace('"', "\\\"")))
                .collect();
            assert!(missing.is_empty(), "{id}: {missing:?} is not in {text}");
            let told = look["told"].to_string();
            let clock = browser.text(&format!("return document.querySelector('#{id} .clock').textContent")).await;
            assert!(
                [&said, &clock].iter().all(|words| squeezed(&told).contains(&squeezed(words).replace('"', "\\\""))),
                "{id}: {told}"
            );
            assert_eq!(look["size"], json!([2240, 1260]), "{id}");
            assert!(look["inks"].as_u64().unwrap() > 100, "{id} is blank");
            // Light inks on paper, in a dark page too.
            assert_eq!(look["ground"], json!([0xfb, 0xfa, 0xf6, 255]), "{id}");
            // The page is as it was.
            let after = browser.script("return scrollY").await;
            let left = format!(
                "return [document.querySelector('#{id} .plate-picture'), document.getElementById('{id}'), document.documentElement].map(it => it.style.length)"
            );
            assert_eq!((after, browser.script(&left).await), (before, json!([0, 0, 0])), "{id}");
            assert_eq!(browser.script("return document.documentElement.dataset.scheme || null").await, Value::Null);
        }
    });
}

#[test]
fn axe_finds_nothing_in_the_dialog_and_a_phone_has_room_for_it() {
    let axe = axe();
    for (dark, width) in [(false, 390), (true, 1280)] {
        let axe = &axe;
        browse(
            Setting { dark, width, height: 844, reduced_motion: true, ..Setting::default() },
            |browser| async move {
                browser.goto(RING).await;
                stopped_plate(&browser, "ring-join").await;
                open(&browser, "ring-join").await;
                // What lies under it is the concern of other tests.
                browser.script("document.querySelector('main').hidden = true").await;
                assert_eq!(violations(&browser, axe).await, "");
                let over = "const it = document.querySelector('dialog[open] .over-body'); return [it.scrollWidth - it.clientWidth, it.getBoundingClientRect().left >= 0]";
                assert_eq!(browser.script(over).await, json!([0, true]));
            },
        );
    }
}
