// The search. Its index was made with the book, and comes when the search is first opened: as a script, so that a book that
// was opened from a folder is searched like one on a server.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;

  // A word counts also where it is only begun or a little misspelt; in titles it counts for more.
  const OPTIONS = { prefix: (word) => word.length > 1, fuzzy: (word) => word.length > 3 && 0.2, boost: { title: 3 } };
  const SHOWN = 40;
  // How many letters of a text a result shows, and how many of them before the first word that was found.
  const ROOM = 150, BEFORE = 50;
  // Where MiniSearch parts a text into words.
  const BETWEEN = /([\n\r\p{Z}\p{P}]+)/u;
  // What a plate or a chapter is called by: `10.6.1`, `chapter 10.6`.
  const NUMBER = /^(?:\p{L}+\s+)?(\d+(?:\.\d+)+\p{L}?)$/u;
  let find;

  const load = async () => {
    await Promise.all([script(names.minisearch), script(names.searchIndex)]);
    const { fields, stop, index } = self.faultlinesSearch;
    const processTerm = (term) => {
      const word = term.toLowerCase();
      return stop.includes(word) ? null : word;
    };
    const engine = MiniSearch.loadJS(index, { fields, processTerm, searchOptions: OPTIONS });
    // Two letters in each other's place are one slip, and two to MiniSearch.
    const swapped = (word) => word.length < 4 ? [] : [...word].slice(1).map((letter, at) => word.slice(0, at) + letter + word[at] + word.slice(at + 2));
    const asked = (text, combineWith) => ({
      combineWith,
      queries: text.split(BETWEEN).filter((it, at) => it && at % 2 === 0)
        .map((word) => ({ combineWith: "OR", queries: [word, { combineWith: "OR", queries: swapped(word), fuzzy: false, boostTerm: () => 0.5 }] })),
    });
    // What has this number; or what holds all of the words; if there is nothing, what holds some.
    return (text) => {
      const number = NUMBER.exec(text)?.[1];
      const named = ({ title, place }) => title.startsWith(`${number} `) || place.startsWith(`${number} `);
      const called = number ? engine.search(MiniSearch.wildcard, { filter: named }) : [];
      if (called.length) return called;
      const all = engine.search(asked(text, "AND"));
      return all.length ? all : engine.search(asked(text, "OR"));
    };
  };

  // A text with the words that were found in it marked.
  const marked = (text, words) => {
    const { make } = self.faultlines;
    return text.split(BETWEEN).map((piece) => words.includes(piece.toLowerCase()) ? make("mark", {}, piece) : piece);
  };

  // The text around the first of these words, in whole words; its beginning where it has none of them.
  const excerpt = (text, words) => {
    if (text.length <= ROOM) return text;
    let at = 0;
    for (const piece of text.split(BETWEEN)) {
      if (words.includes(piece.toLowerCase())) break;
      at += piece.length;
    }
    const first = at < text.length ? Math.min(at - BEFORE, text.length - ROOM) : 0;
    const from = first > 0 ? Math.min(text.indexOf(" ", first) + 1, at) : 0;
    const to = from + ROOM < text.length ? text.lastIndexOf(" ", from + ROOM) : text.length;
    const cut = to < text.length ? `${text.slice(from, to).replace(/[,;:. ]+$/, "")} …` : text.slice(from);
    return from ? `… ${cut}` : cut;
  };

  const item = ({ kind, title, place, address, text, terms }) => {
    const { make } = self.faultlines;
    const link = make("a", { href: new URL(address, base) },
      make("span", { class: "found-title" }, ...marked(title, terms)),
      make("span", { class: "found-kind" }, place === title ? kind : `${kind} · ${place}`),
      make("span", { class: "found-text" }, ...marked(excerpt(text, terms), terms)));
    return make("li", {}, link);
  };

  const build = () => {
    const { around, say, make, styled, dialog } = self.faultlines;
    const field = make("input", { id: "search-field", type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false", autofocus: "" });
    const status = make("p", { role: "status" });
    const list = make("ol", { id: "found", "aria-label": "%search.found%" });
    const hint = make("p", { class: "search-hint" });
    const element = dialog("search", "%search.title%",
      make("div", { class: "search-ask", role: "search" }, make("label", { for: "search-field" }, "%search.label%"), field, status),
      make("div", { class: "over-body" }, list, hint));

    const links = () => [...list.querySelectorAll("a")];
    const show = () => {
      const text = field.value.trim();
      const found = text && find ? find(text) : [];
      list.replaceChildren(...found.slice(0, SHOWN).map(item));
      hint.replaceChildren();
      if (!find || !text) status.textContent = find ? "" : "%search.loading%";
      else if (found.length > SHOWN) status.textContent = say("%search.first-results%", { count: found.length, shown: SHOWN });
      else status.textContent = found.length ? say("%search.results%", { count: found.length }) : "%search.nothing%";
      if (find && text && !found.length) {
        const link = (page, words) => make("a", { href: new URL(page, base) }, words);
        const leads = { glossary: link("glossary/index.html", "%search.glossary%"), front: link("index.html", "%page.front-page%") };
        hint.append(...around("%search.try%", leads));
      }
      if (!text) hint.append("%search.forgiven%");
    };

    field.addEventListener("input", show);
    // The arrows go from the field through the results and back; Enter in the field opens the first.
    element.addEventListener("keydown", (event) => {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const isField = document.activeElement === field;
      if (!all.length || !(isField || at >= 0)) return;
      const to = { ArrowDown: Math.min(at + 1, all.length - 1), ArrowUp: at - 1 }[event.key];
      const end = isField ? undefined : { Home: 0, End: all.length - 1 }[event.key];
      if (event.key === "Enter" && isField) all[0].click();
      else if (to !== undefined || end !== undefined) (all[end ?? to] || field).focus();
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", ({ target }) => { if (target.closest("a")) element.close(); });

    styled(`
      .search-ask { display: grid; gap: 4px; padding: 0 calc(3 * var(--u)) var(--u); border-block-end: 1px solid var(--rule); }
      .search-ask label, .search-ask p, .found-kind { color: var(--ink-2); }
      .search-ask p { margin: 0; min-block-size: 1.45em; }
      .search-ask input { min-block-size: 44px; padding-inline: calc(1.5 * var(--u)); border: 1px solid var(--edge); border-radius: 2px; background: var(--paper); color: inherit; font: var(--size-0) / 1.3 var(--sans); }
      #found { margin: 0; padding: 0; list-style: none; }
      #found a { display: block; padding-block: calc(1.25 * var(--u)); border-block-end: 1px solid var(--rule); text-decoration: none; }
      #found a:hover .found-title, #found a:focus .found-title { text-decoration: underline 2px var(--accent); text-underline-offset: 0.18em; }
      #found a:focus-visible { outline-offset: -2px; }
      #found span { display: block; color: inherit; }
      #found .found-title { font: 600 var(--size-0) / 1.3 var(--serif); }
      #found .found-kind { color: var(--ink-2); }
      #found .found-text { margin-block-start: 2px; text-wrap: pretty; }
      #found mark { background: none; color: var(--accent); font-weight: 600; }
      @media (forced-colors: active) { #found mark { background: Mark; color: MarkText; } }
      .search-hint { margin: calc(1.5 * var(--u)) 0; }
      .search-hint:empty { display: none; }
      @media (max-width: 40em) { .search-ask { padding-inline: calc(2 * var(--u)); } }
    `);
    return { element, field, status, show };
  };

  let made;
  parts.search = async () => {
    await script(names.over);
    made ||= build();
    const { element, field, status, show } = made;
    if (element.open) return;
    element.showModal();
    field.select();
    show();
    if (find) return;
    try {
      find = await load();
      show();
    } catch {
      status.textContent = "%search.not-loaded%";
    }
  };
})();
