// The sheet of keys: every key that a page listens to, in one place, and the switch of those that are a single character.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  const SHORTCUTS = `faultlines:${base.pathname}:shortcuts`;

  const [TAB, ARROWS] = ["%plate.key-tab%", "%plate.key-arrows%"];
  const [ENTER, ESCAPE, SPACE] = ["%keys.enter%", "%keys.escape%", "%keys.space%"];
  const KEYS = [
    ["%keys.anywhere%", [
      [["/"], "%search.title%"],
      [["?"], "%keys.sheet%"],
    ]],
    ["%keys.in-search%", [
      [["↓", "↑"], "%keys.through-results%"],
      [["%keys.home%", "%keys.end%"], "%keys.first-and-last%"],
      [[ENTER], "%keys.open-result%"],
      [[ESCAPE], "%keys.close-search%"],
    ]],
    ["%keys.in-text%", [
      [[TAB], "%keys.next-in-text%"],
      [[ESCAPE], "%keys.hide-in-text%"],
    ]],
    ["%keys.in-plate%", [
      [["k"], "%plate.does-play%"],
      [["."], "%plate.step%"],
      [[","], "%plate.step-back%"],
      [[TAB], "%plate.does-tab%"],
      [[ARROWS], "%plate.does-arrows%"],
      [[ENTER], "%keys.choose-in-picture%"],
      [[ESCAPE], "%keys.let-go%"],
    ]],
    ["%keys.in-quiz%", [
      [[ARROWS], "%keys.choose-one%"],
      [[SPACE], "%keys.choose-or-leave%"],
      [[ENTER], "%keys.check-answer%"],
    ]],
  ];

  const stored = (act) => { try { return act(localStorage); } catch { return null; } };

  const build = () => {
    const { make, styled, dialog } = self.faultlines;
    const line = ([caps, does]) => {
      const dt = make("dt", {}, ...caps.flatMap((cap, index) => [index ? " " : "", make("kbd", {}, cap)]));
      return make("div", {}, dt, make("dd", {}, does));
    };
    const sections = KEYS.map(([title, keys]) => make("section", {}, make("h3", {}, title), make("dl", {}, ...keys.map(line))));
    const box = make("input", { type: "checkbox" });
    const note = make("p", { role: "status" });
    box.checked = stored((it) => it.getItem(SHORTCUTS)) !== "off";
    box.addEventListener("change", () => {
      const isKept = stored((it) => { it.setItem(SHORTCUTS, box.checked ? "on" : "off"); return true; });
      note.textContent = isKept ? "" : "%keys.not-kept%";
    });
    sections[0].append(make("label", {}, box, "%keys.listen%"), note);
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
    return dialog("keys", "%page.keys%", make("div", { class: "over-body", tabindex: "0", role: "group", "aria-label": "%keys.all%" }, ...sections));
  };

  let sheet;
  parts.keys = async () => {
    await script(names.over);
    sheet ||= build();
    if (!sheet.open) sheet.showModal();
  };
})();
