// "Keep offline": keeps the whole book in this browser at a reader's word, and takes it away again. In a browser that keeps it,
// the loader brings this script with every page, to offer a new edition that waits; nothing is ever reloaded by itself.
(() => {
  "use strict";
  const { base, parts } = self.faultlines;
  const PREFIX = `faultlines:${base.pathname}:offline:`;
  const KEEP = "Keep offline";
  const KEPT = "Kept offline";

  // In a frame of another site even to ask for it may throw.
  const workers = (() => { try { return self.caches && navigator.serviceWorker; } catch { return null; } })();
  const refusal = () => {
    if (location.protocol === "file:") return "This copy of the book lies on your disk: it needs no network as it is.";
    if (!self.isSecureContext) return "A browser keeps a book offline only from an https address, and this one is plain http. A copy of the book’s folder can be read from a disk.";
    return workers ? "" : "This browser does not let the page keep anything here: a private window or a frame of another site may be the reason. Open the book in a window of its own.";
  };

  const element = (name, properties, ...inside) => {
    const it = Object.assign(document.createElement(name), properties);
    it.append(...inside);
    return it;
  };
  const press = (label, act) => {
    const button = element("button", { className: "button", type: "button", textContent: label });
    button.addEventListener("click", act);
    return button;
  };
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  // The worker of this book: one of a book in a folder above may answer for this page too.
  const own = async () => {
    const registration = workers && await workers.getRegistration(base.href);
    return registration && registration.scope === base.href ? registration : null;
  };
  const names = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const isKept = async () => { const it = await own(); return Boolean(it && it.active && (await names()).length); };
  const label = (text) => { for (const it of document.querySelectorAll("[data-part=offline]")) it.textContent = text; };

  // ---- What the panel under the button says and offers, one at a time.

  // The words stay one element, so that a change of them is read out.
  const show = (panel, words, ...below) => {
    const hasFocus = panel.contains(document.activeElement);
    panel.firstChild.textContent = words;
    panel.replaceChildren(panel.firstChild, ...below);
    if (hasFocus) panel.focus();
  };

  const offerToKeep = async (panel) => {
    const answer = await fetch(new URL("offline.json", base)).catch(() => null);
    if (!answer || !answer.ok) return show(panel, "How large the book is could not be asked. Try again when the network is there.");
    const book = await answer.json();
    const words = `All ${book.pages} pages with every lab: ${megabytes(book.fetched)} to fetch, ${megabytes(book.bytes)} kept in this browser. `
      + "Nothing else is kept; a later edition is fetched when there is one, and offered.";
    const start = press(`Keep ${megabytes(book.bytes)} offline`, () => keep(panel, book));
    show(panel, words, start, press("Not now", () => close(panel)));
    start.focus();
  };

  const offerToRemove = (panel, words) => {
    show(panel, words, press("Remove the offline copy", async () => {
      await remove();
      show(panel, "The offline copy is removed. Answers and predictions stay where they were.");
    }));
  };

  const remove = async () => {
    const registration = await own();
    if (registration) await registration.unregister();
    for (const name of await names()) await caches.delete(name);
    label(KEEP);
  };

  const FAILURES = {
    QuotaExceededError: "This browser has no room for it, or gives this site none.",
    TypeError: "The network was lost on the way.",
  };
  const keep = async (panel, book) => {
    const bar = element("progress", { max: 1, value: 0, ariaLabel: "Fetched so far" });
    show(panel, "The book is being fetched …", bar);
    const hear = ({ data }) => {
      if (data.book !== base.href) return;
      if (data.of) bar.value = data.done / data.of;
      if (data.kept || data.failed) heard(data);
    };
    let heard;
    const outcome = new Promise((done) => { heard = done; });
    workers.addEventListener("message", hear);
    try {
      const room = await navigator.storage?.estimate?.();
      if (room && room.quota - room.usage < book.bytes) throw new DOMException("", "QuotaExceededError");
      const registration = await workers.register(new URL("sw.js", base), { updateViaCache: "none" });
      // Of a worker that was there before, such as one whose files were removed, it must be asked.
      if (registration.active) registration.active.postMessage("keep");
      const fresh = registration.installing;
      // It says itself why it failed, unless it did not even start.
      const late = () => setTimeout(() => heard({ failed: "Error" }), 1000);
      if (fresh) fresh.addEventListener("statechange", () => { if (fresh.state === "redundant") late(); });
      const { failed } = await outcome;
      if (failed) throw new DOMException("", failed);
      await workers.ready;
      label(KEPT);
      watch();
      offerToRemove(panel, "Done: every page, lab and quiz opens from this address without a network now.");
    } catch (error) {
      await remove().catch(() => {});
      show(panel, `The book could not be kept. ${FAILURES[error.name] || "The browser refused it."} Nothing of it remains here.`,
        press("Try again", () => keep(panel, book)));
    } finally {
      workers.removeEventListener("message", hear);
    }
  };

  const close = (panel) => {
    const button = panel.previousElementSibling;
    panel.remove();
    button.removeAttribute("aria-expanded");
    button.focus();
  };

  parts.offline = async (button) => {
    const open = button.nextElementSibling;
    if (open && open.matches(".offline")) return close(open);
    const panel = element("span", { className: "offline", tabIndex: -1 }, element("span", { role: "status" }));
    button.after(panel);
    button.setAttribute("aria-expanded", "true");
    const reason = refusal();
    if (reason) return show(panel, reason);
    try {
      if (await isKept()) offerToRemove(panel, "The whole book is kept in this browser, and opens from this address without a network.");
      else await offerToKeep(panel);
    } catch {
      show(panel, "This browser does not let the page keep anything here.");
    }
  };

  // ---- A new edition is offered at the foot of the page, and read when the reader says so.

  const offer = (registration) => {
    const footer = document.querySelector(".site-footer");
    if (!footer || footer.querySelector(".new-edition")) return;
    const note = element("p", { className: "new-edition" });
    note.setAttribute("role", "status");
    const words = element("span", { textContent: "A new edition of the book is ready. " });
    note.append(words, press("Read the new edition", () => {
      if (document.querySelector(".unkept")) {
        words.textContent = "An answer on this page could not be kept: export or copy it first. ";
        return;
      }
      if (!registration.waiting) return location.reload();
      workers.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("read");
    }));
    footer.prepend(note);
  };

  let isWatched = false;
  const watch = async () => {
    const registration = await own();
    if (isWatched || !registration || !(await isKept())) return;
    isWatched = true;
    label(KEPT);
    // What makes the book an app of its own, with a name and an icon, where the reader wants one.
    document.head.append(element("link", { rel: "manifest", href: new URL("manifest.webmanifest", base) }));
    const look = () => { if (registration.waiting) offer(registration); };
    look();
    registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", look));
  };
  if (workers) watch().catch(() => {});
})();
