// Brings a page to life after it can be read: loads the labs' module when the first lab or quiz comes near, and does
// the page's small services. The page is whole without it. Nothing here may throw or write to the console.
(() => {
  "use strict";
  const root = document.documentElement;

  // Storage can be missing or refuse: private windows, file://, full disks.
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch {} };

  // ---- The colour scheme: the system's, or the one that the reader chose.

  const SCHEME = "faultlines:scheme";
  const setScheme = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    // Canvases are painted, not styled: they are told.
    dispatchEvent(new Event("schemechange"));
  };
  setScheme(remembered(SCHEME));

  const scheme = document.querySelector(".scheme");
  if (scheme) {
    const select = scheme.querySelector("select");
    select.value = root.dataset.scheme || "";
    select.addEventListener("change", () => { setScheme(select.value); remember(SCHEME, select.value); });
    scheme.hidden = false;
  }

  // ---- The labs: one module for all, fetched once, mounted one by one as they come near.

  const names = document.querySelector('meta[name="wasm-labs"]');
  const script = (src) => new Promise((done, failed) => {
    const element = document.createElement("script");
    element.onload = done;
    element.onerror = () => failed(new Error(`${src} could not be loaded`));
    element.src = src;
    document.head.append(element);
  });

  let module;
  const loadModule = async () => {
    // Loaded once, even if what follows fails and is tried again.
    if (typeof wasm_bindgen === "undefined") await script(names.dataset.js);
    if (location.protocol === "file:") {
      // No fetch on file://: there the module comes as text in a script.
      await script(names.dataset.wasmJs);
      const bytes = Uint8Array.from(atob(self.faultlinesWasm), (letter) => letter.charCodeAt(0));
      delete self.faultlinesWasm;
      await wasm_bindgen({ module_or_path: bytes });
    } else {
      await wasm_bindgen({ module_or_path: names.dataset.wasm });
    }
    return wasm_bindgen;
  };

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
      ? "The quiz could not be started here. The questions can still be read. "
      : "This lab could not be started here. The still picture and its table remain. ";
    const again = document.createElement("button");
    again.className = "button";
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", () => { note.remove(); start(element); });
    note.append(again);
    (element.querySelector(".plate-picture") || element).append(note);
  };

  let queue = Promise.resolve();
  const start = (element) => {
    element.dataset.state = "loading";
    queue = queue.then(async () => {
      try {
        await go;
        module ||= loadModule();
        const labs = await module;
        await Promise.race([idle(), pressed]);
        labs.mount(element);
        // It sets the state to ready itself, at once or when a long first run is done.
      } catch {
        module = undefined;
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

  // ---- The header leaves as one reads down and returns on the way up; never while something in it has the focus.

  const header = document.querySelector(".site-header");
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
      const leave = down > 0 && scrollY > header.offsetHeight && !header.matches(":focus-within") && !(menu && menu.open);
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
