// The dialog "Embed": the state that a plate shows, for other people's pages and slides. It offers the snippets for a page,
// the plate as one file, and the moment as a picture.
(() => {
  "use strict";
  const { base, script } = self.faultlines;
  const onDisk = location.protocol === "file:";

  // What can be set of an embedded plate, as keys of its address; the first of each is what holds without the key.
  const SETTINGS = {
    theme: ["Colours", { follow: "the reader’s own", light: "light", dark: "dark" }],
    text: ["Type", { normal: "as on a page", large: "large, for a hall" }],
    controls: ["Controls", { minimal: "play and step", full: "all of them", none: "none" }],
    begin: ["Starts", { slide: "when its slide is shown", play: "when it is loaded", paused: "when it is pressed" }],
  };

  const STYLE = `
    .share { box-sizing: border-box; inline-size: min(60rem, 100% - 16px); max-inline-size: none; max-block-size: calc(100dvh - 16px); margin: auto; padding: 0 calc(2 * var(--u)); overflow: auto; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); font: var(--size--1) / 1.5 var(--sans); overscroll-behavior: contain; }
    .share::backdrop { background: rgb(0 0 0 / 0.5); }
    .share-head { position: sticky; inset-block-start: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 var(--u); padding-block: var(--u); background: var(--paper); border-block-end: 1px solid var(--rule); }
    .share :is(h2, h3, p) { margin: 0; }
    .share h2 { flex: 1; font: 600 var(--size-0) / 1.3 var(--serif); }
    .share h3 { flex: 1 1 8em; font: 600 var(--size-0) / 1.3 var(--serif); }
    .share-said { flex: 0 0 100%; order: 1; color: var(--ink-2); }
    .share-said:empty { display: none; }
    .share-all { display: grid; gap: calc(2 * var(--u)); padding-block: calc(2 * var(--u)) calc(3 * var(--u)); }
    .share-set { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr); gap: calc(2 * var(--u)) calc(3 * var(--u)); }
    .share-part, .share-settings { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--u); align-content: start; min-inline-size: 0; margin: 0; padding: 0; border: 0; }
    .share-part { padding-block-start: calc(1.5 * var(--u)); border-block-start: 1px solid var(--rule); }
    .share label { font-weight: 500; }
    .share .share-row { display: grid; grid-template-columns: 5em minmax(0, 1fr); align-items: center; gap: 0 var(--u); }
    .share :is(select, input, textarea) { box-sizing: border-box; min-inline-size: 0; max-inline-size: 100%; min-block-size: 36px; padding: 4px 6px; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 2px; }
    .share :is(textarea, .share-query) { inline-size: 100%; font: 0.9em / 1.45 var(--mono); resize: vertical; }
    .share textarea { field-sizing: content; overflow-wrap: anywhere; }
    .share-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: var(--u); }
    .share-note { color: var(--ink-2); }
    .share .share-wrong:not(:empty) { color: var(--bad); }
    .share iframe { display: block; inline-size: 100%; aspect-ratio: 16 / 9; border: 1px solid var(--rule); background: var(--paper-2); }
    @media (max-width: 44em) { .share-set { grid-template-columns: minmax(0, 1fr); } .share :is(select, input) { min-block-size: 44px; } }
  `;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const press = (label, act) => element("button", { type: "button", class: "button", click: act }, label);
  const escaped = (text) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
  const attribute = (name, value) => ` ${name}="${escaped(value)}"`;

  // ---- What is shared: the state that the plate shows, and how it shall be shown.

  // The address of the state as pairs, in its own spelling.
  const pairs = (figure) => wasm_bindgen.address(figure).split("&").map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]);
  const moment = (figure) => pairs(figure).find(([name]) => name === "t")?.[1] ?? "end";
  const joined = (list) => list.map(([name, value]) => `${name}=${value}`).join("&");
  const titleOf = (figure) => {
    const number = figure.querySelector(".plate-number")?.textContent || "";
    return figure.querySelector(".plate-title").textContent.trim().slice(number.length).trim() || figure.dataset.lab;
  };

  // The moments of a list that is typed, and what in it is none.
  const moments = (text) => {
    const all = text.split(/[\s,;]+/).filter(Boolean);
    const isOne = (it) => /^\d+$/.test(it) || it === "end";
    return { good: all.filter(isOne), bad: all.filter((it) => !isOne(it)) };
  };

  // The settings that are not as they are without a word, as pairs.
  const chosen = ({ selects, steps }) => {
    const set = Object.entries(selects).filter(([, select]) => select.selectedIndex > 0).map(([name, select]) => [name, select.value]);
    const { good } = moments(steps.value);
    return good.length ? [...set, ["steps", good.join(",")]] : set;
  };

  // What the chapter gives this plate, and the lab's own page does not know: its title, and its controls in front.
  const ofChapter = (figure, form) => {
    const controls = figure.dataset.plate.split("\n")[1];
    const words = [["title", titleOf(figure)]];
    return form.selects.controls.value === "full" && controls ? [...words, ["show", controls]] : words;
  };

  // The query of an embed page: it has one plate, and needs no name of one.
  const embedQuery = (figure, form) => {
    const said = [...chosen(form), ...ofChapter(figure, form)].map(([name, value]) => [name, encodeURIComponent(value)]);
    return joined([...pairs(figure).filter(([name]) => name !== "plate"), ...said]);
  };
  const embedPage = (figure) => `${base}embed/${figure.dataset.lab}/index.html`;

  const SNIPPETS = {
    "A frame, for any page": (figure, form) => {
      const src = `${embedPage(figure)}?${embedQuery(figure, form)}`;
      return `<iframe${attribute("src", src)}${attribute("title", titleOf(figure))} width="960" height="540" loading="lazy" style="border:0" allow="clipboard-write"></iframe>`;
    },
    "An element, for a page of your own": (figure, form) => {
      const all = pairs(figure);
      const seed = all.find(([name]) => name === "seed")?.[1];
      const set = all.filter(([name]) => !["v", "lab", "seed", "plate"].includes(name)).map(([name, value]) => `${name}=${decodeURIComponent(value)}`);
      const attributes = [["lab", figure.dataset.lab], ["set", set.join("; ")], ["seed", seed], ...chosen(form), ...ofChapter(figure, form)].filter(([, value]) => value);
      const written = attributes.map(([name, value]) => attribute(name, value)).join("");
      return `<script${attribute("src", `${base}embed/faultlines-lab.js`)} async></script>\n<faultlines-lab${written}></faultlines-lab>`;
    },
    "A link, in Markdown": (figure) => {
      const title = titleOf(figure).replace(/[\\[\]]/g, "\\$&");
      return `[${title}](${location.href.split(/[?#]/)[0]}?${joined(pairs(figure))}#${figure.id})`;
    },
  };

  // ---- Files.

  const save = (name, parts, kind) => {
    const url = URL.createObjectURL(new Blob(parts, { type: kind }));
    element("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  const savePicture = async (figure, kind, asShown) => {
    const { dataset } = document.querySelector('meta[name="parts"]');
    await script(dataset.ink);
    await script(dataset.picture);
    const { picture } = self.faultlines;
    const at = moment(figure);
    const name = `${figure.dataset.lab}-${at === "end" ? at : `t${at}`}.${kind}`;
    const svg = await picture.svg(figure, asShown);
    if (kind === "svg") save(name, [svg], "image/svg+xml");
    else save(name, [await picture.png(svg)], "image/png");
    return name;
  };

  // The page of one file, with the state written into it, so that it opens in it from anywhere.
  const STATE = '<meta name="state" content="">';
  const saveFile = async (figure, form) => {
    const name = `${figure.dataset.lab}.html`;
    const answer = await fetch(`${base}embed/${figure.dataset.lab}/${name}`);
    const page = answer.ok ? await answer.text() : "";
    if (!page.includes(STATE)) throw new Error(`${name} is not where the book should have it`);
    const state = `<meta name="state"${attribute("content", embedQuery(figure, form))}>`;
    save(name, [page.replace(STATE, () => state)], "text/html");
    return name;
  };

  // ---- The dialog.

  const settings = (figure, changed, id) => {
    const rows = [];
    const row = (name, label, control) => {
      control.id = `${id}-${name}`;
      rows.push(element("div", { class: "share-row" }, element("label", { for: control.id }, label), control));
      return control;
    };
    const selects = {};
    for (const [name, [label, options]] of Object.entries(SETTINGS)) {
      const all = Object.entries(options).map(([value, words]) => element("option", { value }, words));
      selects[name] = row(name, label, element("select", { change: changed }, ...all));
    }
    const wrong = element("p", { class: "share-wrong", id: `${id}-wrong`, role: "status" });
    const steps = row("steps", "Steps", element("input", { type: "text", autocomplete: "off", placeholder: "0, 1500, end", "aria-describedby": `${id}-about ${id}-wrong`, change: changed }));
    steps.addEventListener("input", () => {
      const { bad } = moments(steps.value);
      wrong.textContent = bad.length ? `Not a moment: ${bad.join(", ")}. A moment is milliseconds, or “end”.` : "";
      steps.setAttribute("aria-invalid", bad.length > 0);
    });
    const add = press("Add this moment", () => {
      const { good } = moments(steps.value);
      const here = moment(figure);
      steps.value = (good.at(-1) === here ? good : [...good, here]).join(", ");
      steps.dispatchEvent(new Event("input"));
      changed();
    });
    const about = element("p", { class: "share-note", id: `${id}-about` }, "Moments of the run in ms that “next” walks through on a slide. To gather some, close this, play on, and add the next.");
    const whole = element("fieldset", { class: "share-settings" }, element("legend", { class: "sr-only" }, "Settings"), ...rows, wrong, element("div", { class: "share-buttons" }, add), about);
    return { selects, steps, whole };
  };

  const part = (title, buttons, ...children) => element("section", { class: "share-part" }, element("div", { class: "share-buttons" }, element("h3", {}, title), ...buttons), ...children);

  // A button that copies a field's text, or selects it where the clipboard does not take it.
  const copying = (field, say) => {
    const copy = press("Copy", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        say("Copied.");
      } catch {
        field.focus();
        field.select();
        say("The text is selected: copy it with Ctrl+C or ⌘C.");
      }
    });
    copy.setAttribute("aria-label", `Copy: ${field.getAttribute("aria-label")}`);
    return copy;
  };
  // A button that saves a file, and says which.
  const saving = (label, act, say) => press(label, async () => {
    say("…");
    try {
      say(`The browser was asked to save ${await act()}.`);
    } catch (error) {
      say(`It could not be saved: ${error.message}.`);
    }
  });

  // The parts of the dialog, each with what brings it up to date.
  const snippet = (label, text, figure, form, say) => {
    const field = element("textarea", { readonly: "", rows: 3, spellcheck: "false", "aria-label": label });
    return { update: () => { field.value = text(figure, form); }, whole: part(label, [copying(field, say)], field) };
  };

  const oneFile = (figure, form, say) => {
    const name = `${figure.dataset.lab}.html`;
    if (!onDisk) {
      const about = element("p", { class: "share-note" }, "The plate with all it needs, in this state: for a talk without a network.");
      return { update: () => {}, whole: part("One file", [saving(`Save ${name}`, () => saveFile(figure, form), say)], about) };
    }
    // Nothing can be written into a file that cannot be read.
    const query = element("input", { class: "share-query", type: "text", readonly: "", "aria-label": "What to add to the file’s address" });
    const link = element("a", { href: `${base}embed/${figure.dataset.lab}/${name}`, download: name, target: "_blank" }, name);
    const about = element("p", {}, link, ", with all it needs in it. For this state add to its address:");
    return { update: () => { query.value = `?${embedQuery(figure, form)}`; }, whole: part("One file", [copying(query, say)], about, query) };
  };

  const pictures = (figure, id, say) => {
    const inks = element("select", { id: `${id}-inks` }, element("option", { value: "light" }, "light, for paper and slides"), element("option", { value: "shown" }, "as shown"));
    const buttons = ["svg", "png"].map((kind) => saving(`Save ${kind.toUpperCase()}`, () => savePicture(figure, kind, inks.value === "shown"), say));
    return part("A picture", [element("label", { for: inks.id }, "Inks"), inks, ...buttons],
      element("p", { class: "share-note" }, "This moment, 16 to 9, for PowerPoint, Keynote and (as PNG) Google Slides. In SVG its words stay words, in Arial, Georgia and Courier New."));
  };

  const make = (figure) => {
    const id = `share-${figure.id}`;
    const said = element("p", { class: "share-said", role: "status" });
    const say = (words) => { said.textContent = words; };
    const preview = element("div");
    const update = () => {
      say("");
      changing.forEach((it) => it.update());
      // A new frame each time: another address in the old one would be a step of the Back button.
      preview.replaceChildren(element("iframe", { src: `${embedPage(figure)}?${embedQuery(figure, form)}`, title: `Preview of ${titleOf(figure)}` }));
    };
    const form = settings(figure, update, id);
    const changing = [...Object.entries(SNIPPETS).map(([label, text]) => snippet(label, text, figure, form, say)), oneFile(figure, form, say)];
    const notes = onDisk ? [element("p", {}, "This book is read from a disk: the addresses below lead there. Put it on a host to share it.")] : [];
    const dialog = element("dialog", { class: "share", "aria-labelledby": `${id}-title` },
      element("div", { class: "share-head" }, element("h2", { id: `${id}-title` }, `Embed: ${titleOf(figure)}`), press("Close", () => dialog.close()), said),
      element("div", { class: "share-all" }, ...notes, element("div", { class: "share-set" }, form.whole, preview), ...changing.map((it) => it.whole), pictures(figure, id, say)));
    dialog.addEventListener("close", () => {
      preview.replaceChildren();
      figure.querySelector('[data-part="share"]')?.focus();
    });
    document.body.append(dialog);
    return { dialog, update };
  };

  const made = new WeakMap();
  self.faultlines.parts.share = (button) => {
    const figure = button.closest("[data-plate]");
    // What is shared stands still.
    const play = figure.querySelector(".transport-play");
    if (play?.textContent === "Pause") play.click();
    if (!made.has(figure)) made.set(figure, make(figure));
    const { dialog, update } = made.get(figure);
    update();
    dialog.showModal();
  };
})();
