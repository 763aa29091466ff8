// The grading room: what a teacher gives, handed to the worker that grades (`assets/grader-worker.js`), and what it found, shown
// and saved. The program and the keys are loaded with the first file; from then on nothing is asked of the network.
(async () => {
  "use strict";
  const { script } = self.faultlines;
  await script(document.querySelector('meta[name="parts"]').dataset.over);
  const { say, make, press, styled } = self.faultlines;
  const place = document.querySelector('meta[name="grader"]').dataset;
  const find = (selector) => document.querySelector(selector);
  const [drop, givenSaid, gradedSaid, counted, bar, shown] = [".drop", ".given-said", ".graded-said", ".graded-count", ".room progress", ".graded"].map(find);
  const hear = (selector, act) => find(selector).addEventListener("click", act);
  const SHOWN = 8;

  // ---- What was given. Two files of one path are two files; one that comes again is not.

  let given = [];
  let folders = [];
  let pasted = 0;
  const add = (all) => {
    const known = new Map(given.map((it) => [it.path, it.file]));
    for (const { path: asked, file } of all) {
      const isSame = (other) => other.size === file.size && other.lastModified === file.lastModified;
      let [path, number] = [asked, 1];
      while (known.has(path) && !isSame(known.get(path))) path = asked.replace(/(\.[^./]*)?$/, ` (${number += 1})$1`);
      known.set(path, file);
    }
    given = [...known].map(([path, file]) => ({ path, file }));
    tellGiven();
    load().catch(() => {});
  };
  const tellGiven = (words = "") => {
    const names = [...given.map((it) => it.path), ...folders].slice(0, SHOWN).join(", ");
    const count = given.length + folders.length;
    const all = count > SHOWN ? say("%grading.and-more%", { names, count: count - SHOWN }) : names;
    givenSaid.textContent = `${words} ${count ? say("%grading.given%", { count, names: all }) : "%grading.none-given%"}`.trim();
    find(".forget").hidden = count === 0;
  };
  const chosen = (input) => {
    add([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    // The same may be chosen again, after it was taken away.
    input.value = "";
  };

  // A folder that was dropped, in whatever depth.
  const within = async (folder) => {
    const reader = folder.createReader();
    let all = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return all;
      for (const entry of some) all = all.concat(await files(entry));
    }
  };
  const files = async (entry) => {
    if (entry.isDirectory) return within(entry);
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  };
  const dropped = async (items) => {
    // They are there only while the drop is heard of.
    const entries = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
    let [all, unread] = [[], ""];
    for (const { entry, file } of entries) {
      if (!entry?.isDirectory) {
        if (file) all.push({ path: file.name, file });
        continue;
      }
      try {
        const found = await within(entry);
        all = all.concat(found);
        if (!found.length) folders.push(entry.name);
      } catch {
        unread = say("%grading.folder-unread%", { name: entry.name });
      }
    }
    add(all);
    if (unread) tellGiven(unread);
  };

  // ---- The program. It is loaded once, and anew after it was stopped.

  const fetched = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };
  // From a disk nothing is fetched, and a worker starts from a text alone.
  const isOnDisk = location.protocol === "file:";
  const bytesOf = async () => {
    if (!isOnDisk) return (await fetched(place.wasm)).arrayBuffer();
    await script(place.text);
    return Uint8Array.from(atob(self.faultlinesWasm.grader), (letter) => letter.charCodeAt(0));
  };
  const workerOf = () => {
    const onDisk = () => URL.createObjectURL(new Blob([self.faultlinesGrader], { type: "text/javascript" }));
    try { return new Worker(isOnDisk ? onDisk() : place.worker); } catch { return null; }
  };
  let keys = "";
  const loadKeys = async () => {
    const name = drop.dataset.keys;
    if (!name || keys) return;
    if (isOnDisk) await script(`${name}.js`);
    keys = isOnDisk ? self.faultlinesKeys : await (await fetched(name)).text();
  };
  let loaded = null;
  const load = () => loaded ||= (async () => {
    const [bytes] = await Promise.all([bytesOf(), loadKeys()]);
    const worker = workerOf();
    if (!worker) throw new DOMException("", "SecurityError");
    const started = new Promise((done, failed) => {
      worker.onerror = (event) => { event.preventDefault(); failed(new DOMException("", "SecurityError")); };
      worker.onmessage = ({ data }) => data.loaded ? done() : failed(new Error(data.failed));
    });
    worker.postMessage({ act: "load", given: bytes });
    await started;
    worker.onmessage = ({ data }) => { for (const what in data) HEARD[what]?.(data); };
    worker.onerror = (event) => { event.preventDefault(); fail(event.message); };
    return worker;
  })().catch((error) => { loaded = null; throw error; });
  const ask = async (act, what) => {
    try {
      (await load()).postMessage({ act, given: what });
    } catch (error) {
      rest(error.name === "SecurityError" ? "%grading.no-worker%" : "%grading.not-loaded%");
    }
  };
  const stop = async () => {
    const worker = await loaded;
    loaded = null;
    worker?.terminate();
  };

  // ---- Grading.

  // Of the two buttons one is there, and has the focus that the other had.
  const isAtWork = (is) => {
    const hadFocus = document.activeElement.matches(".grade, .cancel");
    [bar.hidden, find(".cancel").hidden, find(".grade").hidden] = [!is, !is, is];
    if (hadFocus) find(is ? ".cancel" : ".grade").focus();
  };
  const rest = (words) => {
    isAtWork(false);
    counted.textContent = "";
    gradedSaid.textContent = words;
  };
  const grade = () => {
    shown.replaceChildren();
    if (given.length + folders.length === 0) return rest("%grading.none-given%");
    const [own, earlier] = [ofBook()[0], ofEarlier()];
    if (!drop.dataset.keys && !own) return rest("%grading.keyless%");
    isAtWork(true);
    bar.removeAttribute("value");
    gradedSaid.textContent = "%grading.loading%";
    const [keep, lateAfter] = ["#room-keep", "#room-late"].map((it) => find(it).value);
    const keyFiles = own ? [own, ...earlier] : earlier;
    load().catch(() => {}).then(() => ask("grade", { files: given, folders, keys, keyFiles, roster: ofRoster()[0], keep, lateAfter }));
  };
  const fail = (reason) => {
    stop();
    rest(say("%grading.failed%", { reason }));
  };
  const HEARD = {
    of: ({ done, of, inside }) => {
      if (bar.hidden) return;
      [bar.max, bar.value] = [of || 1, done];
      gradedSaid.textContent = "%grading.grading%";
      counted.textContent = say(inside ? "%grading.done-inside%" : "%grading.done%", { done, count: of, inside });
    },
    refused: ({ refused }) => rest(`${refused}.`),
    failed: ({ failed }) => fail(failed),
    graded: ({ graded }) => {
      const counts = [
        ["%grading.graded%", graded.graded], ["%grading.not-graded%", graded.failure_count],
        ["%grading.no-answers%", graded.other_count], ["%grading.passed%", graded.passed],
      ].filter(([, count], index) => index === 0 || count).map(([phrase, count]) => say(phrase, { count }));
      rest(`${counts.join(", ")}.`);
      draw(graded);
    },
    bytes: ({ table, bytes }) => {
      const [name, type] = [table === "json" ? "grades.json" : `${table}.csv`, table === "json" ? "application/json" : "text/csv"];
      const url = URL.createObjectURL(new Blob([bytes], { type }));
      make("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      gradedSaid.textContent = say("%grading.saved%", { file: name });
    },
  };

  // ---- What was found.

  const table = (title, count, heads, rows, numbers) => {
    if (!rows.length) return [];
    const cell = (text, index) => index === 0 ? make("th", { scope: "row" }, text) : make("td", { class: numbers ? "num" : "" }, text);
    const head = make("tr", {}, ...heads.map((text, index) => make("th", { scope: "col", class: numbers && index ? "num" : "" }, text)));
    const body = rows.map((row) => make("tr", {}, ...row.map(cell)));
    const frame = make("div", { class: "scroll-x", role: "group", tabindex: "0", "aria-label": title },
      make("table", { class: "data" }, make("thead", {}, head), make("tbody", {}, ...body)));
    const part = rows.length < count ? [make("p", {}, say("%grading.first-shown%", { shown: rows.length, count }))] : [];
    return [make("h3", {}, title), ...part, frame];
  };
  const SAVED = [["grades", "%grading.save-grades%"], ["answers", "%grading.save-answers%"], ["moodle", "%grading.save-moodle%"], ["canvas", "%grading.save-canvas%"], ["json", "%grading.save-json%"]];
  const draw = (graded) => {
    const separator = make("select", { id: "room-csv" },
      ...[["", "%grading.csv-programs%"], [",", "%grading.csv-commas%"], [";", "%grading.csv-semicolons%"]].map(([value, text]) => make("option", { value }, text)));
    const saving = SAVED.map(([name, label]) => press(label, () => ask("table", { name, separator: separator.value })));
    const heads = ["%grading.reader%", say("%grading.total%", { points: graded.out_of }), ...graded.chapters.map(([chapter, points]) => say("%grading.of-points%", { chapter, points }))];
    const readers = graded.readers.map(([name, total, chapters]) => [name || "%grading.no-name%", total, ...chapters.map((it) => it || "%grading.not-handed-in%")]);
    const [file, why] = ["%grading.file%", "%grading.why%"];
    shown.replaceChildren(
      make("h3", {}, "%grading.save%"),
      make("p", { class: "room-csv" }, make("label", { for: "room-csv" }, "%grading.csv-for%"), " ", separator),
      make("p", { class: "room-do" }, ...saving),
      ...[graded.moodle || "%grading.moodle-roster%", graded.canvas || "%grading.canvas-roster%"].filter((it) => it !== true).map((it) => make("p", { class: "help" }, it)),
      ...table("%grading.readers%", graded.reader_count, heads, readers, true),
      ...table("%grading.failures%", graded.failure_count, [file, why], graded.failures),
      ...table("%grading.others%", graded.other_count, [file, why], graded.others),
      ...(graded.remarks.length ? [make("ul", {}, ...graded.remarks.map((it) => make("li", {}, `${it}.`)))] : []),
      ...table("%grading.remarks%", graded.note_count, ["%grading.reader%", file, "%grading.note%"], graded.notes.map(([name, ...rest]) => [name || "%grading.no-name%", ...rest])),
    );
  };

  // ---- The controls.

  hear(".choose-files", () => find(".given-files").click());
  hear(".choose-folder", () => find(".given-folder").click());
  find(".given-files").addEventListener("change", ({ target }) => chosen(target));
  find(".given-folder").addEventListener("change", ({ target }) => chosen(target));
  // Files that are chosen beside the answers, of which not every page asks for all; gives what gives them.
  const beside = (name, none, chosen) => {
    const input = find(`.given-${name}`);
    let files = [];
    const set = (all) => {
      files = all;
      find(`#room-${name}`).textContent = all.length ? say(chosen, { name: all.map((it) => it.name).join(", ") }) : none;
      find(`.no-${name}`).hidden = !all.length;
    };
    if (!input) return () => files;
    hear(`.choose-${name}`, () => input.click());
    hear(`.no-${name}`, () => { set([]); find(`.choose-${name}`).focus(); });
    input.addEventListener("change", () => {
      if (input.files.length) set([...input.files]);
      input.value = "";
    });
    set([]);
    return () => files;
  };
  const ofRoster = beside("roster", "%grading.roster%", "%grading.roster-given%");
  const ofBook = beside("keys", "%grading.keys%", "%grading.keys-given%");
  const ofEarlier = beside("earlier", "%grading.earlier%", "%grading.earlier-given%");
  hear(".add-lines", () => {
    const field = find("#room-lines");
    if (!field.value.includes("faultlines1:")) return tellGiven("%grading.no-lines%");
    const path = say("%grading.pasted%", { number: pasted += 1 });
    add([{ path, file: new File([field.value], path, { lastModified: pasted }) }]);
    field.value = "";
    field.focus();
  });
  hear(".forget", () => {
    [given, folders] = [[], []];
    tellGiven();
    find(".choose-files").focus();
  });
  hear(".grade", grade);
  hear(".cancel", async () => {
    await stop().catch(() => {});
    rest("%grading.cancelled%");
  });

  // What is dropped beside the place for it would be opened in place of the page.
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.classList.add("over-it");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over-it"); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.classList.remove("over-it");
    dropped([...event.dataTransfer.items].filter((item) => item.kind === "file"));
  });

  styled(`
    .needs-scripts { display: none; }
    .room, .graded :is(label, select, .help) { font: var(--size--1) / 1.45 var(--sans); }
    .drop { padding: calc(2 * var(--u)); border: 2px dashed var(--edge); background: var(--paper-2); }
    .drop.over-it { border-color: var(--accent); border-style: solid; }
    .drop p:last-of-type { margin-block-end: 0; }
    .drop p:first-child { margin-block-start: 0; }
    .room-do { display: flex; flex-wrap: wrap; gap: var(--u); }
    .lines { margin-block: calc(2 * var(--u)); }
    .lines summary { min-block-size: 24px; cursor: pointer; }
    .room :is(input[type="text"], select, textarea), .graded select { box-sizing: border-box; min-block-size: 36px; max-inline-size: 100%; padding: 4px var(--u); border: 1px solid var(--edge); border-radius: 2px; background: var(--paper); color: var(--ink); font: inherit; }
    .room :is(input[type="text"], textarea) { inline-size: 100%; }
    .room textarea { font-family: var(--mono); overflow-wrap: anywhere; }
    .room-choices :is(label, .label) { display: block; margin-block-end: calc(var(--u) / 2); }
    .help { display: block; margin-block-start: calc(var(--u) / 2); color: var(--ink-2); }
    .given-said { overflow-wrap: anywhere; }
    .given-said, .graded-said { min-block-size: 1.5em; }
    .room progress { inline-size: 100%; accent-color: var(--accent); }
    .graded th[scope="row"] { font-weight: 400; text-align: start; overflow-wrap: anywhere; min-inline-size: 6rem; }
    .graded td:not(.num) { overflow-wrap: anywhere; min-inline-size: 9rem; }
    @media (pointer: coarse), (max-width: 40em) { .room :is(input[type="text"], select), .graded select { min-block-size: 44px; } }
    @media print { .room, .graded .room-do, .graded .room-csv { display: none; } .room:has(.graded) { display: block; } }
  `);
  document.querySelectorAll(".room").forEach((it) => { it.hidden = false; });
  isAtWork(false);
  tellGiven();
})().catch(() => {});
