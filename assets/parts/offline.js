// "Keep offline": keeps the whole book in this browser at a reader's word, and takes it away again. In a browser that keeps it,
// the loader brings this script with every page, to offer a new edition that waits; nothing is ever reloaded by itself.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  const PREFIX = `faultlines:${base.pathname}:offline:`;
  const KEEP = "%page.keep-offline%";
  const KEPT = "%offline.kept%";
  // What all parts share, once it is there.
  let say, make, press;
  const ready = async () => {
    await script(names.over);
    ({ say, make, press } = self.faultlines);
  };

  // In a frame of another site even to ask for it may throw.
  const workers = (() => { try { return self.caches && navigator.serviceWorker; } catch { return null; } })();
  const refusal = () => {
    if (location.protocol === "file:") return "%offline.on-disk%";
    if (!self.isSecureContext) return "%offline.not-https%";
    return workers ? "" : "%offline.not-here%";
  };

  const megabytes = (bytes) => say("%offline.megabytes%", { number: (bytes / 1e6).toFixed(1) });

  // The worker of this book: one of a book in a folder above may answer for this page too.
  const own = async () => {
    const registration = workers && await workers.getRegistration(base.href);
    return registration && registration.scope === base.href ? registration : null;
  };
  const kept = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const isKept = async () => { const it = await own(); return Boolean(it && it.active && (await kept()).length); };
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
    if (!answer || !answer.ok) return show(panel, "%offline.not-asked%");
    const book = await answer.json();
    const [fetched, size] = [book.fetched, book.bytes].map(megabytes);
    const words = say("%offline.offer%", { count: book.pages, fetched, size });
    const start = press(say("%offline.keep%", { size }), () => keep(panel, book));
    show(panel, words, start, press("%offline.not-now%", () => close(panel)));
    start.focus();
  };

  const offerToRemove = (panel, words) => {
    show(panel, words, press("%offline.remove%", async () => {
      await remove();
      show(panel, "%offline.removed%");
    }));
  };

  const remove = async () => {
    const registration = await own();
    if (registration) await registration.unregister();
    for (const name of await kept()) await caches.delete(name);
    label(KEEP);
  };

  const FAILURES = {
    QuotaExceededError: "%offline.no-room%",
    TypeError: "%offline.network-lost%",
  };
  const keep = async (panel, book) => {
    const bar = make("progress", { max: 1, value: 0, "aria-label": "%offline.progress%" });
    show(panel, "%offline.fetching%", bar);
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
      offerToRemove(panel, "%offline.done%");
    } catch (error) {
      await remove().catch(() => {});
      const reason = FAILURES[error.name] || "%offline.refused%";
      show(panel, say("%offline.failed%", { reason }), press("%script.try-again%", () => keep(panel, book)));
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
    await ready();
    const open = button.nextElementSibling;
    if (open && open.matches(".offline")) return close(open);
    const panel = make("span", { class: "offline", tabindex: "-1" }, make("span", { role: "status" }));
    button.after(panel);
    button.setAttribute("aria-expanded", "true");
    const reason = refusal();
    if (reason) return show(panel, reason);
    try {
      if (await isKept()) offerToRemove(panel, "%offline.is-kept%");
      else await offerToKeep(panel);
    } catch {
      show(panel, "%offline.not-let%");
    }
  };

  // ---- A new edition is offered at the foot of the page, and read when the reader says so.

  const offer = (registration) => {
    const footer = document.querySelector(".site-footer");
    if (!footer || footer.querySelector(".new-edition")) return;
    const words = make("span", {}, "%offline.new-edition%");
    const read = press("%offline.read%", () => {
      if (document.querySelector(".unkept")) {
        words.textContent = "%offline.unkept%";
        return;
      }
      if (!registration.waiting) return location.reload();
      workers.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("read");
    });
    footer.prepend(make("p", { class: "new-edition", role: "status" }, words, " ", read));
  };

  let isWatched = false;
  const watch = async () => {
    const registration = await own();
    if (isWatched || !registration || !(await isKept())) return;
    isWatched = true;
    await ready();
    label(KEPT);
    // What makes the book an app of its own, with a name and an icon, where the reader wants one.
    document.head.append(make("link", { rel: "manifest", href: new URL("manifest.webmanifest", base) }));
    const look = () => { if (registration.waiting) offer(registration); };
    look();
    registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", look));
  };
  if (workers) watch().catch(() => {});
})();
