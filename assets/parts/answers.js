// Answers to quizzes beside their page: as one line of text, taken in from a file or a line, and those to all chapters as one file.
// It reads and writes what the quizzes keep in this browser, and tells them.
(() => {
  "use strict";
  const { base, script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  const [FORMAT, BOOK, MARK] = ["faultlines-answers", "faultlines", "faultlines1:"];
  const [MAX_KEPT, MAX_RUNS, MAX_BYTES] = [50, 20, 4 << 20];

  // ---- What the browser keeps, by the path of the book; before keys held that path, under the second name.

  const key = (name) => `faultlines:${base.pathname}:${name}`;
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };
  const get = (name) => stored((it) => it.getItem(key(name)) ?? it.getItem(`faultlines:${name}`));
  // The other tabs hear of it from the browser, the quiz of this one from here.
  const set = (name, text) => {
    const done = stored((it) => {
      if (text === null) [key(name), `faultlines:${name}`].forEach((old) => it.removeItem(old));
      else it.setItem(key(name), text);
      return true;
    });
    dispatchEvent(new StorageEvent("storage", { key: key(name) }));
    return done;
  };

  // ---- Answer files. What has not the shape of one is left out.

  const list = (it) => Array.isArray(it) ? it : [];
  const text = (it) => typeof it === "string" ? it : "";
  const isTable = (it) => it !== null && typeof it === "object" && !Array.isArray(it);
  const isResponse = (it) => isTable(it) && Object.keys(it).length === 1;

  // Which draw of a question's numbers is answered; 0 is left out.
  const drawn = ({ variant }) => Number.isInteger(variant) && variant > 0 && variant < 1000 && { variant };
  const time = (at) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at) && { at };
  // The runs that the plate of an experiment showed on the way.
  const evidence = (runs) => {
    const known = list(runs).filter((it) => isTable(it) && text(it.link)).slice(-MAX_RUNS);
    return known.length && { evidence: known.map(({ at, link }) => ({ ...time(at), link })) };
  };
  const attempt = ({ at, claimed, evidence: runs, response, variant }) => ({
    ...time(at),
    ...(claimed >= 0 && claimed <= 1 && { claimed }),
    ...evidence(runs),
    response,
    ...drawn({ variant }),
  });
  // One of version 1 has the first response and the last, and no times.
  const answer = ({ question, question_hash, attempts, checked, first_response, response }) => {
    const all = Array.isArray(attempts) ? attempts : [{ response: first_response }, { response }];
    const kept = all.filter((it) => isTable(it) && isResponse(it.response)).map(attempt);
    const count = [checked, attempts].find(Number.isInteger) || 0;
    return { attempts: kept, checked: Math.max(count, kept.length), question, question_hash: text(question_hash) };
  };
  const chapter = (it) => ({
    answers: list(it.answers).filter((one) => isTable(one) && text(one.question)).map(answer).filter((one) => one.attempts.length),
    chapter: text(it.chapter),
    drafts: list(it.drafts).filter((one) => isTable(one) && text(one.question) && isResponse(one.response))
      .map(({ question, question_hash, response, variant }) => ({ question, question_hash: text(question_hash), response, ...drawn({ variant }) })),
    quiz_hash: text(it.quiz_hash),
  });
  // The chapters of a file; `null` if it is none.
  const chapters = (file) => {
    if (!isTable(file) || file.format !== FORMAT || file.book !== BOOK) return null;
    const all = { 1: [file], 2: list(file.chapters) }[file.version];
    return all ? all.filter(isTable).map(chapter).filter((it) => it.chapter) : null;
  };
  const parsed = (json) => { try { return JSON.parse(json); } catch { return null; } };

  // What is kept of a chapter.
  const kept = (id) => chapters(parsed(get(`quiz:${id}`)))?.[0] ?? null;
  const keep = (one) => {
    const reader = { reader: get("reader") || "", reader_id: get("reader-id") || "0".repeat(16) };
    return set(`quiz:${one.chapter}`, JSON.stringify({ book: BOOK, chapters: [one], format: FORMAT, ...reader, version: 2 }));
  };

  // ---- The checksum: XXH3-128, for texts of more than 240 bytes, which an answer file always is.

  const SECRET = Uint8Array.from(atob("uP5sOSOkS758AYEs9yGtHN7UbemDkJfbckCkpLezZx/LeeZOzMDleIJa0H3M/3IhuAhGdPdDJI7gNZDmgTomTDwoUruRwwDLiNBlixtTLqNxZEiXog35TjgZ70ap3qzYqPp2P+OcND/53LvHxwtPHYpR4EvNtFkxyJ9+ydl4c2TqxayDNNPrw8WBoP/6E2PrFw3dUbfw2knTFlUmKdRonisWvlh9R6H8j/i40XrQMc5FyzqPlRYEKK/X+8q7S0B+"), (letter) => letter.charCodeAt(0));
  const xxh3 = (bytes) => {
    const [P1, P2] = [0x9E3779B185EBCA87n, 0xC2B2AE3D27D4EB4Fn];
    const u64 = (number) => BigInt.asUintN(64, number);
    const [input, secret] = [bytes, SECRET].map((it) => new DataView(it.buffer, it.byteOffset, it.byteLength));
    const read = (view, place) => view.getBigUint64(place, true);
    const acc = [0xC2B2AE3Dn, P1, P2, 0x165667B19E3779F9n, 0x85EBCA77C2B2AE63n, 0x85EBCA77n, 0x27D4EB2F165667C5n, 0x9E3779B1n];
    const stripe = (from, key) => {
      for (let lane = 0; lane < 8; lane++) {
        const value = read(input, from + 8 * lane);
        const mixed = value ^ read(secret, key + 8 * lane);
        acc[lane ^ 1] = u64(acc[lane ^ 1] + value);
        acc[lane] = u64(acc[lane] + (mixed & 0xFFFFFFFFn) * (mixed >> 32n));
      }
    };
    const last = bytes.length - 1;
    for (let from = 0, key = 0; from + 64 <= last; from += 64, key = (key + 8) % 128) {
      stripe(from, key);
      if (key < 120) continue;
      acc.forEach((it, lane) => { acc[lane] = u64((it ^ (it >> 47n) ^ read(secret, 128 + 8 * lane)) * 0x9E3779B1n); });
    }
    stripe(bytes.length - 64, 121);
    const merged = (key, start) => {
      let sum = start;
      for (let pair = 0; pair < 4; pair++) {
        const product = (acc[2 * pair] ^ read(secret, key + 16 * pair)) * (acc[2 * pair + 1] ^ read(secret, key + 16 * pair + 8));
        sum = u64(sum + (u64(product) ^ (product >> 64n)));
      }
      sum = u64((sum ^ (sum >> 37n)) * 0x165667919E3779F9n);
      return (sum ^ (sum >> 32n)).toString(16).padStart(16, "0");
    };
    const length = BigInt(bytes.length);
    return merged(117, u64(~u64(length * P2))) + merged(11, u64(length * P1));
  };
  const sorted = (it) => Array.isArray(it) ? it.map(sorted)
    : isTable(it) ? Object.fromEntries(Object.keys(it).sort().map((name) => [name, sorted(it[name])])) : it;
  const checksum = ({ checksum: _, ...file }) => xxh3(new TextEncoder().encode(JSON.stringify(sorted(file))));

  // ---- A file as one line: deflated where the browser can, in base64url, with a point at its end that tells whether all is there.

  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const line = async (file) => {
    let bytes = new TextEncoder().encode(JSON.stringify(file));
    if (self.CompressionStream) bytes = await through(bytes, new CompressionStream("deflate"));
    const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return `${MARK}${letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}.`;
  };
  const unpacked = async (packed) => {
    const letters = packed.replace(/[\s>]/g, "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(bytes[0] === 0x7b ? bytes : await through(bytes, new DecompressionStream("deflate")));
  };

  // The files in a text; throws what to tell the reader.
  const read = async (given) => {
    if (given.length > MAX_BYTES) throw new Error("%answers.none%");
    const lines = given.split(MARK).slice(1);
    const isLines = lines.length > 0 && !given.trim().startsWith("{");
    if (isLines && !lines.every((it) => it.includes("."))) throw new Error("%answers.cut%");
    let texts = [given];
    if (isLines) {
      try { texts = await Promise.all(lines.map((it) => unpacked(it.split(".")[0]))); } catch { throw new Error("%answers.damaged%"); }
    }
    const files = texts.map(parsed);
    if (!files.every(chapters)) throw new Error(isLines ? "%answers.damaged%" : "%answers.none%");
    if (files.some((file) => file.checksum !== undefined && file.checksum !== checksum(file))) throw new Error("%answers.damaged%");
    return files;
  };

  // ---- Taking in: the attempts of both, by their times; of a draft that which is here.

  const same = (one, other) => (one.at ?? "") === (other.at ?? "") && one.variant === other.variant && JSON.stringify(one.response) === JSON.stringify(other.response);
  const joined = (mine, theirs) => {
    const fresh = theirs.attempts.filter((it) => !mine.attempts.some((other) => same(it, other)));
    const lost = Math.max(mine.checked - mine.attempts.length, theirs.checked - theirs.attempts.length);
    const attempts = [...mine.attempts, ...fresh].sort((a, b) => (a.at ?? "") < (b.at ?? "") ? -1 : (a.at ?? "") > (b.at ?? "") ? 1 : 0);
    const checked = lost + attempts.length;
    if (attempts.length > MAX_KEPT) attempts.splice(1, attempts.length - MAX_KEPT);
    return { came: fresh.length, answer: { ...mine, attempts, checked } };
  };
  const merged = (mine, theirs) => {
    const told = { attempts: 0, drafts: 0, reworded: 0 };
    const answers = [...mine.answers];
    for (const one of theirs.answers) {
      const place = answers.findIndex((it) => it.question === one.question);
      if (place >= 0 && answers[place].question_hash !== one.question_hash) {
        told.reworded += 1;
        continue;
      }
      const { came, answer: both } = joined(place >= 0 ? answers[place] : { ...one, attempts: [], checked: 0 }, one);
      told.attempts += came;
      answers.splice(place >= 0 ? place : answers.length, 1, both);
    }
    const has = (all, one) => all.some((it) => it.question === one.question);
    const drafts = theirs.drafts.filter((one) => !has(mine.drafts, one) && !has(answers, one));
    told.drafts = drafts.length;
    return { told, chapter: { ...mine, answers, drafts: [...mine.drafts, ...drafts] } };
  };

  // The chapters of the book, by the menu that every page has: what each is called.
  const called = (id) => {
    const link = [...document.querySelectorAll(".menu a")].find((it) => it.href === `${base}${id}/index.html`);
    return link && link.textContent.trim();
  };

  // Takes files in, and says in words what came.
  const take = (files) => {
    const { say } = self.faultlines;
    // Which numbers a question had is decided by the reader's: a browser without answers of its own takes it over with them.
    const id = files.map((file) => text(file.reader_id)).find((it) => /^[0-9a-f]{16}$/.test(it));
    if (id && !stored((it) => Object.keys(it).some((name) => name.startsWith(key("quiz:"))))) set("reader-id", id);
    const sum = { attempts: 0, drafts: 0, reworded: 0 };
    const [where, unknown] = [[], []];
    for (const theirs of files.flatMap(chapters)) {
      const name = called(theirs.chapter);
      if (!name) {
        unknown.push(theirs.chapter);
        continue;
      }
      const { told, chapter: both } = merged(kept(theirs.chapter) ?? { ...theirs, answers: [], drafts: [] }, theirs);
      if (told.attempts + told.drafts > 0) {
        if (!keep(both)) throw new Error("%answers.not-kept%");
        where.push(name);
      }
      for (const count in sum) sum[count] += told[count];
    }
    const reader = files.map((file) => text(file.reader)).find(Boolean);
    if (reader && !get("reader")) set("reader", reader);
    const said = [];
    if (sum.attempts) said.push(say("%answers.came%", { count: sum.attempts, chapters: [...new Set(where)].join(", ") }));
    if (sum.drafts) said.push(say("%answers.drafts-came%", { count: sum.drafts }));
    if (!where.length) said.push("%answers.nothing-new%");
    if (sum.reworded) said.push(say("%answers.reworded%", { count: sum.reworded }));
    if (unknown.length) said.push(say("%answers.unknown%", { chapters: unknown.join(", ") }));
    return said.join(" ");
  };

  // One file of several chapters.
  const whole = (all, about) => {
    const reader = { reader: get("reader") || "", reader_id: get("reader-id") || "0".repeat(16) };
    const at = `${new Date().toISOString().slice(0, 19)}Z`;
    const file = sorted({ format: FORMAT, version: 2, book: BOOK, ...about, ...reader, exported_at: at, chapters: all });
    return { ...file, checksum: checksum(file) };
  };
  const save = (name, content) => {
    const { make } = self.faultlines;
    const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  // ---- The dialog.

  const build = () => {
    const { make, press, copying, styled, dialog } = self.faultlines;
    styled(`
      #answers section { padding-block: var(--u) calc(2 * var(--u)); border-block-start: 1px solid var(--rule); }
      #answers h3 { margin: 0 0 4px; font: 600 var(--size--1) / 1.45 var(--sans); }
      #answers p { margin: 0 0 var(--u); color: var(--ink-2); }
      #answers textarea { display: block; box-sizing: border-box; inline-size: 100%; margin-block-end: var(--u); font-family: var(--mono); font-size: var(--size--1); color: var(--ink); background: var(--paper-2); border: 1px solid var(--edge); overflow-wrap: anywhere; }
      #answers .answers-do { display: flex; flex-wrap: wrap; gap: var(--u); align-items: center; }
      #answers .answers-do > * { min-block-size: 44px; box-sizing: border-box; max-inline-size: 100%; }
      #answers input { padding-block: 10px; font: inherit; }
      #answers [role=status] { min-block-size: 1.5em; margin: 0; padding: 0 calc(3 * var(--u)) var(--u); color: var(--ink); }
    `);
    const said = make("p", { role: "status" });
    const tell = (words) => { said.textContent = words; };
    const field = (label, more) => make("textarea", { dir: "ltr", rows: 4, spellcheck: "false", "aria-label": label, ...more });
    const shown = field("%answers.line%", { readonly: "" });
    const pasted = field("%answers.paste%", {});
    const taking = async (given) => {
      try {
        tell(take(await read(given)));
        pasted.value = "";
      } catch (error) {
        tell(error.message);
      }
    };
    const file = make("input", { type: "file", accept: ".json,.txt,application/json,text/plain", "aria-label": "%answers.choose%" });
    file.addEventListener("change", async () => {
      const [one] = file.files;
      file.value = "";
      if (one) await taking(one.size > MAX_BYTES ? "" : await one.text());
    });
    const part = (title, about, ...rest) => make("section", {}, make("h3", {}, title), make("p", {}, about), ...rest);
    const row = (...rest) => make("div", { class: "answers-do" }, ...rest);
    const body = make("div", { class: "over-body" },
      part("%answers.line%", "%answers.line-about%", shown, row(copying(shown, tell))),
      part("%answers.take%", "%answers.take-about%", pasted, row(press("%answers.take%", () => taking(pasted.value)), file)));
    if (!self.faultlines.progress) body.append(make("p", {}, make("a", { href: `${base}progress/index.html` }, "%answers.progress%")));
    return { element: dialog("answers", "%answers.title%", body, said), shown, tell };
  };

  let made;
  parts.answers = async (button) => {
    await script(names.over);
    made ||= build();
    // A quiz has written its file out; the page of progress has that of all chapters.
    const field = button.closest(".quiz")?.querySelector(".quiz-copy textarea");
    const file = field ? parsed(field.value) : self.faultlines.progress?.file();
    made.shown.value = file ? await line(file) : "";
    made.tell("");
    if (!made.element.open) made.element.showModal();
  };
  self.faultlines.answers = { kept, keep, get, set, merged, whole, save };
})();
