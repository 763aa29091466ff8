// What the parts have in common: phrases with their holes filled, elements made by name, a style of its own, a dialog with a
// title and a button that closes it. The parts that show something load this first; a page that is only read never does.
(() => {
  "use strict";
  // A phrase of the catalogue in pieces, its holes filled; with elements too. Where `count` decides the form, the browser
  // knows the plurals of the page's language.
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const around = (phrase, holes) => {
    const form = typeof phrase === "string" ? phrase : phrase[rules.select(holes.count)] ?? phrase.other;
    return form.split(/\{([a-z-]+)\}/).map((piece, index) => index % 2 ? holes[piece] : piece);
  };
  const say = (phrase, holes) => around(phrase, holes).join("");

  // An attribute that is a function hears the event of its name.
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(key, value);
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const press = (label, act) => make("button", { type: "button", class: "button", click: act }, label);

  // A button that copies a field's text, or selects it where the clipboard does not take it.
  const copying = (field, tell) => {
    const copy = press("%share.copy%", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        tell("%share.copied%");
      } catch {
        field.focus();
        field.select();
        tell("%share.selected%");
      }
    });
    copy.setAttribute("aria-label", say("%share.copy-what%", { what: field.getAttribute("aria-label") }));
    return copy;
  };

  const styled = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  };

  // The browser keeps the focus inside, closes it at Escape, and gives the focus back.
  const dialog = (id, title, ...children) => {
    const close = press("%over.close%", () => element.close());
    close.classList.add("quiet");
    const head = make("div", { class: "over-head" }, make("h2", { id: `${id}-title` }, title), close);
    const element = make("dialog", { id, class: "over", "aria-labelledby": `${id}-title` }, head, ...children);
    // A press beside it: on the ground, which is the dialog's own.
    element.addEventListener("click", ({ target }) => { if (target === element) element.close(); });
    document.body.append(element);
    return element;
  };

  styled(`
    .over { inline-size: min(40rem, 100vw - 2 * var(--u)); max-inline-size: none; max-block-size: calc(100dvh - 4 * var(--u)); margin-block-start: calc(2 * var(--u)); padding: 0; border: 1px solid var(--edge); border-block-start: 2px solid var(--ink); background: var(--paper); color: var(--ink); font: var(--size--1) / 1.45 var(--sans); overflow: hidden; }
    .over[open] { display: flex; flex-direction: column; }
    .over::backdrop { background: color-mix(in srgb, var(--ink) 40%, transparent); }
    @media (prefers-color-scheme: dark) { .over::backdrop { background: rgb(0 0 0 / 60%); } }
    .over-head { display: flex; align-items: center; justify-content: space-between; padding: calc(1.5 * var(--u)) calc(1.5 * var(--u)) 0 calc(3 * var(--u)); }
    .over-head h2 { margin: 0; font-family: var(--serif); font-size: var(--size-1); }
    .over-body { flex: 1; min-block-size: 0; padding: var(--u) calc(3 * var(--u)) calc(2 * var(--u)); overflow-y: auto; overscroll-behavior: contain; }
    .over kbd { display: inline-block; min-inline-size: 1.8em; padding: 0 0.4em; border: 1px solid var(--edge); border-radius: 2px; text-align: center; }
    @media (max-width: 40em) { .over-head { padding-inline-start: calc(2 * var(--u)); } .over-body { padding-inline: calc(2 * var(--u)); } }
    @media print { .over { display: none; } }
  `);
  Object.assign(self.faultlines, { around, say, make, press, copying, styled, dialog });
})();
