// The dialog "Embed": the state that a plate shows, for other people's pages and slides. It offers the snippets for a page,
// the plate as one file, and the moment as a picture.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  const onDisk = location.protocol === "file:";
  // What all parts share, once it is there.
  let say, make, press, copying;

  // What can be set of an embedded plate, as keys of its address; the first of each is what holds without the key.
  const SETTINGS = {
    theme: ["%share.theme%", { follow: "%share.theme-follow%", light: "%share.theme-light%", dark: "%share.theme-dark%" }],
    text: ["%share.text%", { normal: "%share.text-normal%", large: "%share.text-large%" }],
    controls: ["%share.controls%", { minimal: "%share.controls-minimal%", full: "%share.controls-full%", none: "%share.controls-none%" }],
    begin: ["%share.begin%", { slide: "%share.begin-slide%", play: "%share.begin-play%", paused: "%share.begin-paused%" }],
  };

  const STYLE = `
    .over:has(> .share) { inline-size: min(60rem, 100vw - 2 * var(--u)); }
    .share :is(h3, p) { margin: 0; }
    .share h3 { flex: 1 1 8em; font: 600 var(--size-0) / 1.3 var(--serif); }
    .share-said { margin: 0; padding: 0 calc(3 * var(--u)) var(--u); border-block-end: 1px solid var(--rule); color: var(--ink-2); min-block-size: 1.5em; }
    .share { display: grid; gap: calc(2 * var(--u)); padding-block-start: calc(2 * var(--u)); }
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
    @media (max-width: 44em) { .share-set { grid-template-columns: minmax(0, 1fr); } .share :is(select, input) { min-block-size: 44px; } .share-said { padding-inline: calc(2 * var(--u)); } }
  `;
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

  // The moments of a list that is typed, in their own spelling, and what in it is none.
  const read = "%moments%";
  const moments = (text) => {
    const { steps, wrong } = read(text);
    return { good: steps.map((it) => it === Infinity ? "end" : String(it)), bad: wrong };
  };

  // The settings that are not as they are without a word, as pairs.
  const chosen = ({ selects, steps }) => {
    const set = Object.entries(selects).filter(([, select]) => select.selectedIndex > 0).map(([name, select]) => [name, select.value]);
    const { good } = moments(steps.value);
    return good.length ? [...set, ["steps", good.join(",")]] : set;
  };

  // What the chapter gives this plate, and the lab's own page does not know: its title and caption, and its controls in front.
  const ofChapter = (figure, form) => {
    const controls = figure.dataset.plate.split("\n")[1];
    const words = [["title", titleOf(figure)], ["caption", figure.querySelector(".plate-caption").textContent.trim()]];
    return form.selects.controls.value === "full" && controls ? [...words, ["show", controls]] : words;
  };

  // The query of an embed page: it has one plate, and needs no name of one.
  const embedQuery = (figure, form) => {
    const said = [...chosen(form), ...ofChapter(figure, form)].map(([name, value]) => [name, encodeURIComponent(value)]);
    return joined([...pairs(figure).filter(([name]) => name !== "plate"), ...said]);
  };
  const embedPage = (figure) => `${base}embed/${figure.dataset.lab}/index.html`;

  const SNIPPETS = [
    ["%share.frame%", (figure, form) => {
      const src = `${embedPage(figure)}?${embedQuery(figure, form)}`;
      return `<iframe${attribute("src", src)}${attribute("title", titleOf(figure))} width="960" height="540" loading="lazy" style="border:0" allow="clipboard-write"></iframe>`;
    }],
    ["%share.element%", (figure, form) => {
      const all = pairs(figure);
      const seed = all.find(([name]) => name === "seed")?.[1];
      const set = all.filter(([name]) => !["v", "lab", "seed", "plate"].includes(name)).map(([name, value]) => `${name}=${decodeURIComponent(value)}`);
      const attributes = [["lab", figure.dataset.lab], ["set", set.join("; ")], ["seed", seed], ...chosen(form), ...ofChapter(figure, form)].filter(([, value]) => value);
      const written = attributes.map(([name, value]) => attribute(name, value)).join("");
      return `<script${attribute("src", `${base}embed/faultlines-lab.js`)} async></script>\n<faultlines-lab${written}></faultlines-lab>`;
    }],
    ["%share.link%", (figure) => {
      const title = titleOf(figure).replace(/[\\[\]]/g, "\\$&");
      return `[${title}](${location.href.split(/[?#]/)[0]}?${joined(pairs(figure))}#${figure.id})`;
    }],
  ];

  // ---- Files.

  // A moment in a file's name: `end`, `t640ms`, `t9.5s`.
  const inName = (moment) => {
    if (moment === "end") return moment;
    const ms = Number(moment);
    return ms < 999.5 ? `t${+ms.toPrecision(3)}ms` : `t${+(ms / 1000).toFixed(2)}s`;
  };

  const save = (name, parts, kind) => {
    const url = URL.createObjectURL(new Blob(parts, { type: kind }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  const savePicture = async (figure, kind, asShown) => {
    await script(names.ink);
    await script(names.picture);
    const { picture } = self.faultlines;
    const name = `${figure.dataset.lab}-${inName(moment(figure))}.${kind}`;
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
    if (!page.includes(STATE)) throw new Error(say("%share.not-there%", { file: name }));
    const state = `<meta name="state"${attribute("content", embedQuery(figure, form))}>`;
    save(name, [page.replace(STATE, () => state)], "text/html");
    return name;
  };

  // ---- The dialog.

  const settings = (figure, changed, id) => {
    const rows = [];
    const row = (name, label, control) => {
      control.id = `${id}-${name}`;
      rows.push(make("div", { class: "share-row" }, make("label", { for: control.id }, label), control));
      return control;
    };
    const selects = {};
    for (const [name, [label, options]] of Object.entries(SETTINGS)) {
      const all = Object.entries(options).map(([value, words]) => make("option", { value }, words));
      selects[name] = row(name, label, make("select", { change: changed }, ...all));
    }
    const wrong = make("p", { class: "share-wrong", id: `${id}-wrong`, role: "status" });
    const steps = row("steps", "%share.steps%", make("input", { dir: "ltr", type: "text", autocomplete: "off", placeholder: "700, 1500, end", "aria-describedby": `${id}-about ${id}-wrong`, change: changed }));
    steps.addEventListener("input", () => {
      const { bad } = moments(steps.value);
      wrong.textContent = bad.length ? say("%share.no-moments%", { moments: bad.join(", "), end: "end" }) : "";
      steps.setAttribute("aria-invalid", bad.length > 0);
    });
    const add = press("%share.add-moment%", () => {
      steps.value = moments(`${steps.value}, ${moment(figure)}`).good.join(", ");
      steps.dispatchEvent(new Event("input"));
      changed();
    });
    const about = make("p", { class: "share-note", id: `${id}-about` }, "%share.steps-about%");
    const whole = make("fieldset", { class: "share-settings" }, make("legend", { class: "sr-only" }, "%share.settings%"), ...rows, wrong, make("div", { class: "share-buttons" }, add), about);
    return { selects, steps, whole };
  };

  const part = (title, buttons, ...children) => make("section", { class: "share-part" }, make("div", { class: "share-buttons" }, make("h3", {}, title), ...buttons), ...children);

  // A button that saves a file, and says which.
  const saving = (what, act, tell) => press(say("%share.save%", { what }), async () => {
    tell("…");
    try {
      tell(say("%share.saved%", { file: await act() }));
    } catch (error) {
      tell(say("%share.not-saved%", { reason: error.message }));
    }
  });

  // The parts of the dialog, each with what brings it up to date.
  const snippet = (label, text, figure, form, tell) => {
    const field = make("textarea", { dir: "ltr", readonly: "", rows: 3, spellcheck: "false", "aria-label": label });
    return { update: () => { field.value = text(figure, form); }, whole: part(label, [copying(field, tell)], field) };
  };

  const oneFile = (figure, form, tell) => {
    const name = `${figure.dataset.lab}.html`;
    if (!onDisk) {
      const about = make("p", { class: "share-note" }, "%share.one-file-about%");
      return { update: () => {}, whole: part("%share.one-file%", [saving(name, () => saveFile(figure, form), tell)], about) };
    }
    // Nothing can be written into a file that cannot be read.
    const query = make("input", { class: "share-query", dir: "ltr", type: "text", readonly: "", "aria-label": "%share.add-to-address%" });
    const link = make("a", { href: `${base}embed/${figure.dataset.lab}/${name}`, download: name, target: "_blank" }, name);
    const about = make("p", {}, ...self.faultlines.around("%share.one-file-on-disk%", { file: link }));
    return { update: () => { query.value = `?${embedQuery(figure, form)}`; }, whole: part("%share.one-file%", [copying(query, tell)], about, query) };
  };

  const pictures = (figure, id, tell) => {
    const inks = make("select", { id: `${id}-inks` }, make("option", { value: "light" }, "%share.inks-light%"), make("option", { value: "shown" }, "%share.inks-shown%"));
    const buttons = ["svg", "png"].map((kind) => saving(kind.toUpperCase(), () => savePicture(figure, kind, inks.value === "shown"), tell));
    return part("%share.picture%", [make("label", { for: inks.id }, "%share.inks%"), inks, ...buttons],
      make("p", { class: "share-note" }, "%share.picture-about%"));
  };

  const build = (figure) => {
    const id = `share-${figure.id}`;
    const said = make("p", { class: "share-said", role: "status" });
    const tell = (words) => { said.textContent = words; };
    const preview = make("div");
    const update = () => {
      tell("");
      changing.forEach((it) => it.update());
      // A new frame each time: another address in the old one would be a step of the Back button.
      const title = say("%share.preview%", { plate: titleOf(figure) });
      preview.replaceChildren(make("iframe", { src: `${embedPage(figure)}?${embedQuery(figure, form)}`, title }));
    };
    const form = settings(figure, update, id);
    const changing = [...SNIPPETS.map(([label, text]) => snippet(label, text, figure, form, tell)), oneFile(figure, form, tell)];
    const notes = onDisk ? [make("p", {}, "%share.on-disk%")] : [];
    const set = make("div", { class: "share-set" }, form.whole, preview);
    const body = make("div", { class: "over-body share" }, ...notes, set, ...changing.map((it) => it.whole), pictures(figure, id, tell));
    const dialog = self.faultlines.dialog(id, say("%share.title%", { plate: titleOf(figure) }), said, body);
    dialog.addEventListener("close", () => preview.replaceChildren());
    return { dialog, update };
  };

  const made = new WeakMap();
  parts.share = async (button) => {
    await script(names.over);
    if (!make) {
      ({ say, make, press, copying } = self.faultlines);
      self.faultlines.styled(STYLE);
    }
    const figure = button.closest("[data-plate]");
    // What is shared stands still.
    const play = figure.querySelector(".transport-play");
    if (play?.textContent === "%plate.pause%") play.click();
    if (!made.has(figure)) made.set(figure, build(figure));
    const { dialog, update } = made.get(figure);
    update();
    dialog.showModal();
  };
})();
