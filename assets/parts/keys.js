// The sheet of keys: every key that a page listens to, in one place, and the switch of those that are a single character.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  const SHORTCUTS = `faultlines:${base.pathname}:shortcuts`;

  const KEYS = [
    ["Anywhere but in a field", [
      ["/", "Search the book"],
      ["?", "This sheet"],
    ]],
    ["In the search", [
      ["↓ ↑", "Go through the results, and back to the field"],
      ["Home End", "The first result, the last"],
      ["Enter", "Open the result; in the field, the first one"],
      ["Esc", "Close the search"],
    ]],
    ["In the text", [
      ["Tab", "Go to the next link or control; at a term its definition shows"],
      ["Esc", "Hide the definition of a term, or close the list of chapters"],
    ]],
    ["In a plate, and not in a field", [
      ["k", "Play or pause"],
      [".", "Step"],
      [",", "Step back"],
      ["Tab", "Go to the next control"],
      ["Arrow keys", "Move the slider or the selection that has the focus"],
      ["Enter", "Choose what has the focus in the picture"],
      ["Esc", "Let go of what was chosen in the picture; on a slide, give the keys back to the slides"],
    ]],
    ["In a quiz", [
      ["Arrow keys", "Choose among options of which one is right"],
      ["Space", "Choose or leave an option; press a button"],
      ["Enter", "Check the answer of a field"],
    ]],
  ];

  const stored = (act) => { try { return act(localStorage); } catch { return null; } };

  const build = () => {
    const { make, styled, dialog } = self.faultlines;
    const line = ([keys, does]) => {
      const caps = keys === "Arrow keys" ? [keys] : keys.split(" ");
      const dt = make("dt", {}, ...caps.flatMap((cap, index) => [index ? " " : "", make("kbd", {}, cap)]));
      return make("div", {}, dt, make("dd", {}, does));
    };
    const sections = KEYS.map(([title, keys]) => make("section", {}, make("h3", {}, title), make("dl", {}, ...keys.map(line))));
    const box = make("input", { type: "checkbox" });
    const note = make("p", { role: "status" });
    box.checked = stored((it) => it.getItem(SHORTCUTS)) !== "off";
    box.addEventListener("change", () => {
      const isKept = stored((it) => { it.setItem(SHORTCUTS, box.checked ? "on" : "off"); return true; });
      note.textContent = isKept ? "" : "This browser keeps nothing for this page, so that the choice could not be kept.";
    });
    sections[0].append(make("label", {}, box, "Listen to / and ?"), note);
    styled(`
      #keys .over-body { columns: 2 16rem; column-gap: calc(4 * var(--u)); }
      #keys section { break-inside: avoid; padding-block-end: calc(2 * var(--u)); }
      #keys h3 { margin: 0 0 4px; font: 600 var(--size--1) / 1.45 var(--sans); }
      #keys dl { margin: 0; }
      #keys dl > div { display: grid; grid-template-columns: 6.5em 1fr; gap: var(--u); padding-block: 3px; border-block-start: 1px solid var(--rule); }
      #keys dd { margin: 0; }
      #keys label { display: flex; gap: var(--u); align-items: center; min-block-size: 44px; }
      #keys input { inline-size: 1.2em; block-size: 1.2em; accent-color: var(--accent); }
      #keys p { margin: 0; }
    `);
    return dialog("keys", "Keys", make("div", { class: "over-body", tabindex: "0", role: "group", "aria-label": "All keys" }, ...sections));
  };

  let sheet;
  parts.keys = async () => {
    await script(names.over);
    sheet ||= build();
    if (!sheet.open) sheet.showModal();
  };
})();
