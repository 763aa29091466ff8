//! What leaves the book is read in Firefox too: a lab as one file, a chapter from a disk, a lab in a frame's page.

use std::fs;

use faultlines::labs::views;
use faultlines::scenario::Link;
use faultlines::ui::plate::RunPair;
use serde_json::json;

use super::bidi::{Firefox, in_firefox};
use super::embed::export;
use super::harness::{Host, dist};

const POSITION: &str = "document.querySelector('.scrubber input').value";
const RESULT: &str = "document.querySelector('.plate-result').textContent";

/// What the engine, run natively, makes a plate say at the end of a link's run.
fn said(query: &str) -> String {
    let link = Link::parse(query).0.expect("a link");
    let view = views::find(link.scenario.lab.spec.id).expect("a lab with a picture");
    let (scenario, twin) = (link.scenario.clone(), link.twin());
    let pair = RunPair::run(scenario, twin);
    (view.sentence)(&pair, pair.end((view.pace)(&pair)))
}

/// Plays the one plate of a page, from where it stands to its end, and asks what it says there.
fn play(firefox: &mut Firefox, query: &str) {
    let said = said(query);
    let before = firefox.text(RESULT);
    assert_ne!(before, said, "nothing is left to play");
    firefox.click(".transport-play");
    firefox.until("document.querySelector('.transport-play').textContent === 'Pause'");
    firefox.until(&format!("{POSITION} === '400'"));
    firefox.until(&format!("{RESULT} === {}", json!(said)));
}

#[test]
fn a_lab_as_one_file_is_played_in_firefox_from_a_disk() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("my talk");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("ring.html");
    let state = ["--set", "nodes=12", "--set", "join=1", "--seed", "9", "--at", "0"];
    let (site, path) = (dist(), file.to_str().unwrap());
    export(&[&["lab", "hash-ring"], &state[..], &["-o", path, "--site", site.to_str().unwrap()]].concat());
    let address = url::Url::from_file_path(&file).unwrap();
    assert!(address.as_str().contains("my%20talk"), "{address}");

    in_firefox(None, |firefox| {
        firefox.goto(address.as_str());
        firefox.alive("[data-plate]");
        play(firefox, "v=1&lab=hash-ring&nodes=12&join=1&seed=9");
        // A slider hears its keys.
        firefox.text("document.querySelector('.scrubber input').focus() || ''");
        firefox.press("\u{e011}");
        firefox.until(&format!("{POSITION} === '0'"));

        // Its address takes what a link takes, and keeps it when it is read anew.
        let query = "v=1&lab=hash-ring&nodes=3&join=1&seed=4&vs=strategy:modulo&t=0";
        firefox.goto(&format!("{address}?{query}"));
        for _ in 0..2 {
            firefox.alive("[data-plate]");
            assert_eq!(firefox.text(POSITION), "0");
            play(firefox, query);
            firefox.reload();
        }
    });
}

#[test]
fn a_chapter_lives_and_is_searched_in_firefox_from_a_disk() {
    in_firefox(None, |firefox| {
        let chapter = dist().join("part-10/tail-latency/index.html");
        firefox.goto(url::Url::from_file_path(chapter).unwrap().as_str());
        firefox.alive("[data-plate]");
        firefox.press("/");
        firefox.until("document.querySelector('#search')?.open && self.MiniSearch && self.faultlinesSearch");
        firefox.press("consistant hasing");
        firefox.until("document.querySelector('#found a')?.textContent.startsWith('Consistent hashing')");
        firefox.press("\u{e007}");
        firefox.until("document.querySelector('h1')?.textContent === 'Consistent hashing'");
        assert_eq!(firefox.text("location.protocol"), "file:");
    });
}

#[test]
fn the_page_of_a_lab_is_played_in_firefox_from_a_server() {
    let host = Host::serve(&dist());
    in_firefox(Some(&host.address), |firefox| {
        let query = "v=1&lab=fan-out&fan_out=100&seed=3&t=0";
        firefox.goto(&format!("{}embed/fan-out/index.html?{query}", host.address));
        firefox.alive("[data-plate]");
        play(firefox, query);
    });
}
