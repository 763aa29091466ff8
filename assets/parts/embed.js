// A page with nothing but a plate, in a slide or on another site: how its address wants it, and how it and the deck around
// it get along. It comes before the loader, and before anything is painted. What it hears and says is in the README,
// under "Present".
(() => {
  "use strict";
  const root = document.documentElement;
  // A copy of this page that has no address of its own holds what it would say.
  const state = document.querySelector('meta[name="state"]').content;
  const asked = new URLSearchParams(location.search || state);
  const alone = parent === self;
  const say = (message) => { if (!alone) parent.postMessage(message, "*"); };

  // ---- As the address wants it.

  const SETTINGS = "%settings%";
  const moments = "%moments%";
  const wrong = [];
  const one = (name) => {
    const all = SETTINGS[name];
    if (all.includes(asked.get(name))) return asked.get(name);
    if (asked.has(name)) wrong.push([name, asked.get(name), all]);
    return all[0];
  };
  const theme = one("theme");
  if (theme !== "follow") root.dataset.scheme = theme;
  root.dataset.fixedScheme = "";
  root.dataset.text = one("text");
  root.dataset.controls = one("controls");
  const begin = root.dataset.begin = one("begin");
  const first = moments(asked.get("t")).steps[0] ?? 0;
  const { steps, wrong: none } = moments(asked.get("steps"), first);
  if (none.length) wrong.push(["steps", asked.get("steps"), ["0", "1500", "end"]]);

  // Whether the address has a run of its own.
  const isOther = location.search && [...asked.keys()].some((it) => it !== "t" && !Object.hasOwn(SETTINGS, it));

  const set = (figure) => {
    // An address that is written by hand need not say which lab it is about: this page has one.
    if (isOther && !asked.has("lab")) {
      asked.set("lab", figure.dataset.lab);
      history.replaceState(history.state, "", `?${asked}${location.hash}`);
    }
    const lines = figure.dataset.plate.split("\n");
    if (state && !location.search) lines[0] = `${state}&plate=${figure.id}`;
    if (asked.has("show")) lines[1] = asked.get("show");
    const line = (name, at, selector) => {
      if (!asked.has(name)) return;
      lines[at] = asked.get(name).replaceAll("\n", " ");
      figure.querySelector(selector).textContent = lines[at];
    };
    // The book's words are about the book's run; another is called by its lab.
    if (isOther) {
      if (!asked.has("title")) asked.set("title", document.querySelector("h1").textContent);
      if (!asked.has("caption")) asked.set("caption", "");
    }
    line("title", 3, ".plate-title");
    line("caption", 4, ".plate-caption");
    figure.dataset.plate = lines.join("\n");
  };

  // ---- As high as the frame, if that is enough; a frame that follows hears how high the page would be.

  let told = 0;
  const fit = () => {
    // A frame that grew because it was told so is not to be filled anew.
    if (Math.abs(innerHeight - told) > 1) root.style.setProperty("--frame", `${innerHeight}px`);
  };
  const tell = () => {
    const height = Math.ceil(document.querySelector("main").getBoundingClientRect().height);
    if (!height || height === told) return;
    told = height;
    say({ faultlines: "height", height });
    say({ subject: "lti.frameResize", height });
  };

  // ---- Played from outside. What is asked for while the plate is not alive, or not to be seen, waits until it is.

  let figure = null;
  let step = -1;
  let wish = null;
  let seen = false;
  const steer = (from, until) => { wish = [from, until]; carry(); };
  const carry = () => {
    if (!wish || !figure || figure.dataset.state !== "ready") return;
    const [from, until] = wish;
    if (until !== undefined && !seen) return;
    wish = null;
    wasm_bindgen.steer(figure, from, until);
    say({ faultlines: until === undefined ? "paused" : "playing" });
  };
  const at = (index) => index < 0 ? first : Math.min(steps[index], Number.MAX_SAFE_INTEGER);
  const goTo = (index, plays) => {
    const from = plays && index > 0 ? at(index - 1) : plays ? first : at(index);
    step = index;
    steer(from, plays ? at(index) : undefined);
    say({ faultlines: "step", step: index + 1, steps: steps.length });
  };
  const rest = () => steer(undefined, undefined);
  const DO = {
    start: () => { if (steps.length) goTo(-1, false); else steer(first, Infinity); },
    stop: rest,
    play: () => steer(undefined, Infinity),
    pause: rest,
    next: () => { if (step + 1 < steps.length) goTo(step + 1, true); },
    previous: () => { if (step >= 0) goTo(step - 1, false); },
  };
  addEventListener("message", ({ data, source }) => {
    if (source !== parent || alone) return;
    // reveal.js says the first two.
    const word = data === "slide:start" ? (begin === "slide" ? "start" : "") : data === "slide:stop" ? "stop" : data?.faultlines;
    if (word === "step" && Number.isInteger(data.step)) goTo(Math.max(-1, Math.min(steps.length, data.step) - 1), data.step === step + 2);
    else if (Object.hasOwn(DO, word)) DO[word]();
  });

  // ---- Keys. What neither the plate nor a control that has the focus uses goes to the deck; Escape gives it all of them.

  const REVEAL = { ArrowRight: "right", ArrowLeft: "left", ArrowUp: "up", ArrowDown: "down", " ": "next", PageDown: "next",
    PageUp: "prev", n: "next", p: "prev", l: "right", h: "left", b: "togglePause", o: "toggleOverview", "?": "toggleHelp" };
  const MOVES = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
  const uses = (element, key) => {
    if (element.matches("input[type=range], input[type=radio]")) return MOVES.includes(key) || key === " ";
    if (element.matches("input, select, textarea")) return true;
    return element.matches("button, summary, a, [role=button]") && (key === " " || key === "Enter");
  };
  addEventListener("keydown", (event) => {
    const { key, code, shiftKey, defaultPrevented, target } = event;
    if (alone || defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || key === "Tab") return;
    const within = target !== document.body && target !== root;
    if (key === "Escape" && within) {
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      target.blur();
      parent.focus();
      return;
    }
    if (within && uses(target, key)) return;
    if (MOVES.includes(key) || key === " ") event.preventDefault();
    say({ faultlines: "key", key, code, shiftKey });
    if (REVEAL[key]) say(JSON.stringify({ method: REVEAL[key] }));
  });
  // A click that is on nothing to be worked leaves the focus with the deck; so does a press on a button, once it is done.
  addEventListener("pointerup", ({ target, pointerType }) => {
    if (alone || target.closest("input, select, textarea, summary, dialog, [tabindex]")) return;
    setTimeout(() => {
      if (document.querySelector("dialog[open]")) return;
      if (pointerType && document.activeElement !== document.body) document.activeElement.blur();
      parent.focus();
    });
  });

  // ---- A swipe over what is not moved itself turns the slide.

  let touch = null;
  addEventListener("touchstart", ({ touches, target }) => {
    const moved = target.closest("input, select, .plate-panel, .scroll-x, [tabindex]");
    touch = touches.length === 1 && !moved ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  }, { passive: true });
  addEventListener("touchend", ({ changedTouches }) => {
    if (!touch) return;
    const [x, y] = [changedTouches[0].clientX - touch.x, changedTouches[0].clientY - touch.y];
    touch = null;
    if (Math.abs(x) < 60 || Math.abs(x) < 2 * Math.abs(y)) return;
    const key = x < 0 ? "ArrowRight" : "ArrowLeft";
    say({ faultlines: "key", key, code: key, shiftKey: false, swipe: true });
    say(JSON.stringify({ method: REVEAL[key] }));
  }, { passive: true });

  // ---- The page is there.

  fit();
  addEventListener("resize", fit);
  document.addEventListener("DOMContentLoaded", () => {
    figure = document.querySelector("[data-plate]");
    set(figure);
    new MutationObserver(carry).observe(figure, { attributeFilter: ["data-state"] });
    // The plate watches for itself too, and stops what is played out of sight: it is to have seen this before.
    new IntersectionObserver((entries) => {
      seen = entries.at(-1).isIntersecting;
      if (seen) requestAnimationFrame(carry);
    }).observe(figure);
    new ResizeObserver(tell).observe(document.querySelector("main"));
    for (const [name, value, all] of wrong) {
      const note = document.createElement("p");
      note.className = "embed-note";
      note.setAttribute("role", "status");
      const told = { setting: `${name}=${value.slice(0, 40)}`, words: all.join(", ") };
      note.textContent = "%share.no-setting%".replace(/\{(\w+)\}/g, (_, hole) => told[hole]);
      document.body.append(note);
    }
    if (begin === "play") DO.start();
    say({ faultlines: "ready", steps: steps.length });
  });
})();
