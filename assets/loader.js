// Brings a page to life after it can be read: loads the labs' module when the first lab or quiz comes near, and does
// the page's small services. The page is whole without it. Nothing here may throw or write to the console.
(() => {
  "use strict";
  const root = document.documentElement;
  // The page for a missing address asks for this script in several places.
  if (root.dataset.loaded !== undefined) return;
  root.dataset.loaded = "";
  // Where the book stands on its host: this script is in its folder of assets.
  const base = new URL("../", document.currentScript.src || location.href);

  // ---- The page for a missing address does not know how deep it stands: its links are led to where the book is.

  const meta = document.querySelector('meta[name="parts"]');
  if (document.body.matches(".missing")) {
    const led = (path) => base + path.slice(root.dataset.root.length);
    for (const link of document.querySelectorAll("a[href^='/']")) link.href = led(link.getAttribute("href"));
    for (const name in meta.dataset) meta.dataset[name] = led(meta.dataset[name]);
  }

  // ---- Scripts, each loaded once. What a reader may ask for and most never do is in scripts of its own, the parts: a press on
  // what names one, by `data-part`, loads it and hands it the button.

  // What has come is not loaded again, even if what follows fails and is tried anew.
  const once = (load) => {
    const all = {};
    return (name) => all[name] ||= load(name).catch((error) => { delete all[name]; throw error; });
  };
  const script = once((src) => new Promise((done, failed) => {
    const element = document.createElement("script");
    element.onload = done;
    element.onerror = () => failed(new Error(`${src} could not be loaded`));
    element.src = src;
    document.head.append(element);
  }));

  self.faultlines = { base, script, parts: {} };
  const part = async (name, element) => {
    await script(meta.dataset[name]);
    await self.faultlines.parts[name](element);
  };
  addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-part]");
    if (!button || !meta) return;
    const name = button.dataset.part;
    if (button.nextElementSibling?.matches(".part-note")) button.nextElementSibling.remove();
    try {
      await part(name, button);
    } catch {
      const note = document.createElement("span");
      note.className = "part-note";
      note.setAttribute("role", "status");
      note.textContent = "%script.not-loaded%";
      button.after(note);
    }
  });
  for (const button of document.querySelectorAll("button[data-part][hidden]")) button.hidden = false;

  // The definition of a term, when the pointer or the focus comes to it. Without it the link leads to the glossary.
  for (const comes of ["pointerover", "focusin"]) {
    addEventListener(comes, ({ target }) => {
      const term = target.closest?.(".term");
      if (term) part("terms", term).catch(() => {});
    });
  }
  // A finger has no way to rest on it: its first tap shows the definition, the next one follows the link.
  let tapped;
  addEventListener("pointerdown", ({ target, pointerType }) => {
    tapped = pointerType === "touch" && target.closest?.(".term:not([aria-describedby])");
  });
  addEventListener("click", (event) => {
    if (!tapped || event.target.closest(".term") !== tapped) return;
    event.preventDefault();
    part("terms", tapped).catch(() => { location = tapped.href; });
  });

  // The keys that work anywhere but in a field, unless the reader has turned them off in the sheet of keys.
  addEventListener("keydown", (event) => {
    const name = { "/": "search", "?": "keys" }[event.key];
    if (!name || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog")) return;
    if (stored((it) => it.getItem(`faultlines:${base.pathname}:shortcuts`)) === "off") return;
    event.preventDefault();
    document.querySelector(`[data-part=${name}]`)?.click();
  });

  // Where the book is kept offline a new edition may wait. In a frame of another site even to ask may throw.
  try {
    if (navigator.serviceWorker.controller && meta) addEventListener("load", () => script(meta.dataset.offline).catch(() => {}));
  } catch { /* Nothing is kept here. */ }

  // In a frame that may send no forms the browser drops a press on "Check" before the quiz hears of it: there it is told.
  if (self.origin === "null" && location.protocol !== "file:") {
    addEventListener("click", (event) => {
      const submitter = event.target.closest("form [type=submit]");
      if (!submitter) return;
      event.preventDefault();
      submitter.form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter }));
    });
  }

  // ---- The colour scheme: the system's, or the one that the reader chose; in all tabs of the book.

  // Storage can be missing or refuse: private windows, file://, full disks.
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };
  const SCHEME = `faultlines:${base.pathname}:scheme`;
  const SCHEMES = { "": "%script.scheme-system%", light: "%script.scheme-light%", dark: "%script.scheme-dark%" };
  const button = document.querySelector(".scheme");
  const setScheme = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    if (button) button.querySelector("span").textContent = SCHEMES[root.dataset.scheme || ""];
  };
  // Before keys held the path of the book, the choice was kept under the second name.
  // A page in a slide has the scheme that its address asks for.
  if (root.dataset.fixedScheme === undefined) {
    setScheme(stored((it) => it.getItem(SCHEME) ?? it.getItem("faultlines:scheme")));
    addEventListener("storage", (event) => { if (event.key === SCHEME) setScheme(event.newValue); });
  }
  if (button) {
    button.addEventListener("click", () => {
      const all = Object.keys(SCHEMES);
      const next = all[(all.indexOf(root.dataset.scheme || "") + 1) % all.length];
      setScheme(next);
      stored((it) => it.setItem(SCHEME, next));
    });
    button.hidden = false;
  }

  // ---- A link to a lab's exact state may ask for what this page does not have.

  if (meta && new URLSearchParams(location.search).has("lab")) script(meta.dataset.link).catch(() => {});

  // ---- The labs: mounted one by one as they come near. One module holds what they share, and a piece of it each of them.

  const names = document.querySelector('meta[name="wasm-labs"]');
  // A module's bytes. No fetch on file://: there they come as text in a script.
  const bytes = async (name, wasm, text) => {
    const unpacked = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    // A lab in one file has its module in itself, gzipped.
    const packed = document.getElementById(`module-${name}`);
    if (packed) {
      const stream = new Blob([unpacked(packed.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Response(stream).arrayBuffer();
    }
    if (location.protocol !== "file:") {
      const answer = await fetch(wasm);
      if (!answer.ok) throw new Error(`${wasm} could not be loaded`);
      return answer.arrayBuffer();
    }
    await script(text);
    return unpacked(self.faultlinesWasm[name]);
  };

  // What all labs share; then the piece of each lab, into the same memory.
  const shared = once(async (name) => wasm_bindgen({ module_or_path: await bytes(name, names.dataset.wasm, names.dataset.wasmJs) }));
  const piece = once(async (lab) => {
    // While the book is written the module is whole.
    const place = self.faultlinesPieces[lab];
    if (!place) return;
    const [wasm, exports] = await Promise.all([bytes(lab, ...place.map((path) => new URL(path, base))), shared("faultlines")]);
    await WebAssembly.instantiate(wasm, { __wasm_split: exports });
    wasm_bindgen.enter(lab);
  });

  const idle = () => new Promise((done) => (self.requestIdleCallback || setTimeout)(done, { timeout: 500 }));

  // The page goes first: the module is fetched once the page has loaded and is idle, or at a press on a lab. A press on a
  // button that is not alive yet is not lost: the live one in its place is pressed for the reader.
  const loaded = new Promise((done) => { if (document.readyState === "complete") done(); else addEventListener("load", done); });
  const pressed = new Promise((done) => addEventListener("pointerdown", ({ target }) => {
    const plate = target.closest("[data-plate]");
    if (!plate || plate.dataset.state === "ready" || plate.dataset.state === "failed") return;
    done();
    const index = [...plate.querySelectorAll("button")].indexOf(target.closest("button"));
    const observer = new MutationObserver(() => {
      if (plate.dataset.state === "loading") return;
      observer.disconnect();
      if (index >= 0) plate.querySelectorAll("button")[index].click();
    });
    observer.observe(plate, { attributeFilter: ["data-state"] });
  }));
  const go = Promise.race([loaded.then(idle), pressed]);

  // Said where the picture is; the next lab tries anew, and so does the button.
  const fail = (element) => {
    element.dataset.state = "failed";
    const note = document.createElement("p");
    note.className = "plate-note failed";
    note.setAttribute("role", "status");
    note.textContent = element.matches("[data-quiz]")
      ? "%script.quiz-failed%"
      : "%script.lab-failed%";
    const again = document.createElement("button");
    again.className = "button";
    again.type = "button";
    again.textContent = "%script.try-again%";
    again.addEventListener("click", () => { note.remove(); start(element); });
    note.append(" ", again);
    (element.querySelector(".plate-picture") || element).append(note);
  };

  // After a trap the module cannot go on: every lab says so in place.
  addEventListener("error", ({ error }) => {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    for (const it of document.querySelectorAll("[data-state=ready], [data-state=loading]")) {
      it.dataset.state = "failed";
      const note = document.createElement("p");
      note.className = "plate-note";
      note.textContent = "%script.lab-stopped%";
      it.append(note);
    }
  });

  let queue = Promise.resolve();
  const start = (element) => {
    element.dataset.state = "loading";
    queue = queue.then(async () => {
      try {
        await go;
        await Promise.all([names.dataset.told, names.dataset.js].filter(Boolean).map(script));
        await Promise.all([shared("faultlines"), piece(element.dataset.lab)]);
        await Promise.race([idle(), pressed]);
        wasm_bindgen.mount(element);
        // It sets the state to ready itself, at once or when a long first run is done.
      } catch {
        fail(element);
      }
    });
  };

  const near = (elements, margin, found) => {
    if (!("IntersectionObserver" in self)) return elements.forEach(found);
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((it) => it.isIntersecting)) {
        observer.unobserve(entry.target);
        found(entry.target);
      }
    }, { rootMargin: margin });
    elements.forEach((element) => observer.observe(element));
  };
  if (names) near(document.querySelectorAll("[data-plate], [data-quiz]"), "400px", start);

  // ---- On paper a plate shows the other end of its run too, which waits in the page for readers without scripts. (When the
  // medium changes it would be too late: the pages have been counted.)

  addEventListener("beforeprint", () => {
    for (const other of document.querySelectorAll(".plate > noscript")) other.outerHTML = other.textContent;
  });

  // ---- The header leaves as one reads down and returns on the way up; never while something in it has the focus.

  const header = document.querySelector(".site-header");
  const stays = matchMedia("(prefers-reduced-motion: reduce)");
  const progress = document.querySelector(".progress > div");
  const text = document.querySelector("main");
  const links = [...document.querySelectorAll(".contents a")];
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const menu = document.querySelector(".menu");

  let last = scrollY;
  let waiting = false;
  const onScroll = () => {
    waiting = false;
    const down = scrollY - last;
    if (header && Math.abs(down) > 6) {
      const leave = !stays.matches && down > 0 && scrollY > header.offsetHeight && !header.matches(":focus-within") && !(menu && menu.open);
      header.classList.toggle("away", leave);
      last = scrollY;
    }
    if (header) header.classList.toggle("past-title", scrollY > 240);
    if (progress && text) {
      const length = text.offsetTop + text.offsetHeight - innerHeight;
      const part = Math.min(1, Math.max(0, scrollY / Math.max(1, length)));
      progress.style.transform = `scaleX(${part})`;
    }
    let here = -1;
    sections.forEach((section, index) => { if (section && section.getBoundingClientRect().top < innerHeight / 3) here = index; });
    links.forEach((link, index) => index === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(onScroll); } };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  if (header) header.addEventListener("focusin", () => header.classList.remove("away"));
  soon();

  // ---- The contents are folded on a page without a margin for them. Beside the text they are always open.

  const wide = matchMedia("(min-width: 75em)");
  const fold = document.querySelector(".contents > details");
  const unfold = () => { if (fold) fold.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  // ---- Notes stand in the margin too, beside the words that refer to them, where the page has a margin and the note finds
  // room there; the list at the end stays. A copy is for the eye and the mouse: keyboard and screen reader have the list.

  const body = document.querySelector(".chapter .text");
  const copies = [];
  const copyNote = (link) => {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note || link.closest(".footnotes, table, .side-note") || copies.some((it) => it.note === note)) return;
    const copy = document.createElement("div");
    copy.className = "margin-note";
    copy.setAttribute("aria-hidden", "true");
    const number = document.createElement("b");
    number.textContent = link.textContent;
    copy.append(number, ...note.cloneNode(true).childNodes);
    copy.querySelectorAll("[role=doc-backlink]").forEach((back) => back.remove());
    copy.querySelectorAll("a").forEach((it) => { it.tabIndex = -1; });
    body.append(copy);
    copies.push({ copy, note, link });
  };
  const placeNotes = () => {
    if (!wide.matches) return;
    if (!copies.length) body.querySelectorAll(".note-ref a").forEach(copyNote);
    const top = body.getBoundingClientRect().top;
    const taken = [...body.querySelectorAll(":scope > :is(.plate, .wide, .side-note)")].map((it) => {
      const box = it.getBoundingClientRect();
      return [box.top - top, box.bottom - top];
    });
    for (const { copy, link } of copies) {
      copy.hidden = false;
      const wanted = link.getBoundingClientRect().top - top;
      const height = copy.offsetHeight + 16;
      let place = wanted;
      for (const [from, to] of taken) if (place < to && place + height > from) place = to + 16;
      // Too far from its words it would be read with others.
      copy.hidden = place > wanted + 200;
      if (copy.hidden) continue;
      copy.style.insetBlockStart = `${place}px`;
      taken.push([place, place + height]);
      taken.sort((a, b) => a[0] - b[0]);
    }
  };
  if (body && "ResizeObserver" in self) {
    new ResizeObserver(() => requestAnimationFrame(placeNotes)).observe(body);
    wide.addEventListener("change", placeNotes);
  }

  // ---- The menu closes by Escape, and by a press beside it.

  if (menu) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }
})();
