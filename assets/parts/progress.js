// The page of progress: what the browser keeps of each quiz, which questions are due, and the answers to all chapters as one file.
(async () => {
  "use strict";
  const { script } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  await script(names.over);
  await script(names.answers);
  const { say, make, press, styled, answers } = self.faultlines;
  const { kept, keep, set, get, merged, whole, save } = answers;
  const page = document.querySelector(".quizzes");
  const [due, dueList, allSaid] = [".due", ".due-list", ".all-said"].map((it) => document.querySelector(it));

  // Leitner's boxes: so many days after it came into the box a question is due.
  const DAYS = [1, 3, 7, 16, 35];
  const DAY = 24 * 60 * 60 * 1000;
  // In place of an answer: the quiz asks the question again.
  const ASK_AGAIN = { option: "" };

  const day = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(time);
  // The page says what is due in UTC; the reader's own time and words are known here.
  document.querySelectorAll(".due-by time").forEach((time) => {
    const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
    time.textContent = form.format(Date.parse(time.dateTime));
  });
  const isAgain = (draft) => draft.response.option === "";

  // The questions of a chapter with what is kept of each; an answer to another wording is none to this question.
  const questions = (item) => {
    const one = kept(item.dataset.chapter);
    return [...item.querySelectorAll("[data-question]")].map((row) => {
      const { question, hash, points } = row.dataset;
      const of = (all) => all?.find((it) => it.question === question && it.question_hash === hash);
      return { row, points: Number(points), answer: of(one?.answers), draft: of(one?.drafts) };
    });
  };
  const last = ({ answer }) => answer?.attempts.at(-1);

  // When a question that was once missed is due, and in which box it is; nothing if it never was, or is learnt.
  const box = ({ answer }) => {
    let [place, since] = [-1, 0];
    for (const { at, claimed } of answer?.attempts ?? []) {
      const time = Date.parse(at) || 0;
      if (claimed < 1) [place, since] = [0, time];
      else if (claimed === 1 && place >= 0 && place < DAYS.length && time >= since + DAYS[place] * DAY) [place, since] = [place + 1, time];
    }
    return place < 0 || place === DAYS.length ? null : { number: place + 1, due: since + DAYS[place] * DAY };
  };

  const SIGNS = [[(it) => it === 1, "✓", "%progress.is-right%"], [(it) => it > 0, "◐", "%progress.is-partly%"], [(it) => it === 0, "✗", "%progress.is-wrong%"], [() => true, "•", "%progress.is-answered%"]];
  const sign = (question) => {
    question.row.querySelector(".sign")?.remove();
    if (!question.answer) return;
    const [, mark, word] = SIGNS.find(([fits]) => fits(last(question).claimed));
    question.row.prepend(make("span", { class: "sign", role: "img", "aria-label": word }, mark));
  };

  const state = (all) => {
    const answered = all.filter((it) => it.answer);
    const count = (which) => answered.filter((it) => which(last(it).claimed)).length;
    const times = answered.flatMap((it) => it.answer.attempts).map((it) => Date.parse(it.at)).filter(Boolean);
    const parts = [
      say("%progress.answered%", { answered: answered.length, count: all.length }),
      say("%progress.right%", { number: count((it) => it === 1) }),
      ...[["%progress.to-try-again%", count((it) => it < 1)], ["%progress.drafts%", all.filter((it) => it.draft && !isAgain(it.draft)).length]]
        .filter(([, number]) => number).map(([phrase, number]) => say(phrase, { count: number })),
    ];
    const words = parts.join(", ");
    return times.length ? `${words}. ${say("%progress.last%", { day: day(Math.max(...times)) })}` : `${words}.`;
  };

  // What was cleared can be brought back as long as the page stands.
  const cleared = {};
  const startOver = (item, button) => {
    const id = item.dataset.chapter;
    if (cleared[id]) {
      const here = kept(id);
      keep(here ? merged(here, cleared[id]).chapter : cleared[id]);
      delete cleared[id];
      allSaid.textContent = "%quiz.are-back%";
    } else {
      cleared[id] = kept(id);
      set(`quiz:${id}`, null);
      allSaid.textContent = say("%progress.cleared%", { chapter: item.querySelector(".name").textContent });
    }
    draw();
    button.focus();
  };

  // The concepts whose questions were missed most at the last try, three at the most.
  const drawMissed = (all) => {
    const missedList = document.querySelector(".missed-list");
    const counted = Object.entries(JSON.parse(missedList.dataset.concepts)).map(([tag, concept]) => {
      const about = all.filter((it) => it.answer && it.row.dataset.tags.split(" ").includes(tag));
      return { tag, concept, count: about.length, missed: about.filter((it) => last(it).claimed < 1).length };
    });
    const most = counted.filter((it) => it.missed).sort((a, b) => b.missed - a.missed || a.count - b.count).slice(0, 3);
    missedList.replaceChildren(...most.map(({ tag, concept, missed, count }) => make("li", {},
      make("a", { href: `../glossary/index.html#${tag}` }, concept), " ",
      make("span", { class: "where" }, say("%progress.missed-of%", { missed, count })))));
    document.querySelector(".missed").hidden = !most.length;
  };

  // The link to a question that is due has the quiz ask it again, though it was answered right since; with other numbers, if it
  // has any.
  const askAgain = (id, { row, answer, draft }) => {
    const one = kept(id);
    if (draft || !answer || !one) return;
    const { question, question_hash } = answer;
    const drawn = row.dataset.others && { variant: Math.min((answer.attempts.at(-1).variant ?? 0) + 1, 999) };
    keep({ ...one, drafts: [...one.drafts.filter((it) => it.question !== question), { question, question_hash, response: ASK_AGAIN, ...drawn }] });
  };

  const drawDue = (items) => {
    const all = items.flatMap(([item, list]) => list.map((it) => ({ item, it, box: box(it) }))).filter((one) => one.box);
    all.sort((a, b) => a.box.due - b.box.due);
    const now = all.filter((one) => one.box.due <= Date.now());
    const next = all.find((one) => one.box.due > Date.now());
    dueList.replaceChildren(...now.map(({ item, it, box: { number } }) => {
      const link = it.row.querySelector("a").cloneNode(true);
      link.addEventListener("click", () => askAgain(item.dataset.chapter, it));
      const where = say("%progress.in-box%", { chapter: item.querySelector(".name").textContent, number, count: DAYS.length });
      return make("li", {}, link, " ", make("span", { class: "where" }, where));
    }));
    const said = [now.length ? say("%progress.due%", { count: now.length }) : "%progress.none-due%"];
    if (next) said.push(say("%progress.next-due%", { day: day(next.box.due) }));
    due.textContent = said.join(" ");
  };

  const draw = () => {
    const items = [...page.children].map((item) => [item, questions(item)]);
    for (const [item, all] of items) {
      all.forEach(sign);
      const touched = all.some((it) => it.answer || it.draft);
      const words = item.querySelector(".state");
      item.dataset.still ||= words.textContent;
      words.textContent = touched ? state(all) : item.dataset.still;
      const button = item.querySelector("button") ?? item.appendChild(press("", ({ target }) => startOver(item, target)));
      button.className = "button quiet";
      button.textContent = cleared[item.dataset.chapter] ? "%quiz.bring-back%" : "%quiz.start-over%";
      button.setAttribute("aria-label", `${button.textContent}: ${item.querySelector(".name").textContent}`);
      button.hidden = !touched && !cleared[item.dataset.chapter];
    }
    drawDue(items);
    drawMissed(items.flatMap(([, all]) => all));
  };

  // The answers to the questions as they now are, as the quiz of each chapter would export them.
  const file = () => {
    const all = [...page.children].map((item) => {
      const list = questions(item);
      const answered = list.filter((it) => it.answer);
      const drafts = list.filter((it) => it.draft && !isAgain(it.draft)).map((it) => it.draft);
      const sum = (of) => list.reduce((total, it) => total + of(it), 0);
      const claimed = { points: sum((it) => it.points * (last(it)?.claimed ?? 0)), out_of: sum((it) => it.points) };
      return { answers: answered.map((it) => it.answer), chapter: item.dataset.chapter, claimed, drafts, quiz_hash: item.dataset.hash };
    });
    const chapters = all.filter((it) => it.answers.length + it.drafts.length > 0);
    const { course, version } = page.dataset;
    return chapters.length ? whole(chapters, { ...(course && { course }), book_version: version }) : null;
  };
  self.faultlines.progress = { file };

  styled(`
    .needs-scripts { display: none; }
    .due-list:empty, .missed-list:empty { display: none; }
    :is(.due-list, .missed-list) .where, .rule, .quizzes .state, .due-by { color: var(--ink-2); font: var(--size--1) / 1.45 var(--sans); font-variant-numeric: tabular-nums; }
    ul.quizzes { list-style: none; padding: 0; }
    .quizzes > li { display: grid; grid-template-columns: 1fr auto; column-gap: calc(2 * var(--u)); margin: 0; padding-block: calc(1.5 * var(--u)); border-block-start: 1px solid var(--rule); }
    .quizzes :is(p, details) { grid-column: 1; margin: 0; }
    .quizzes > li > button { grid-area: 1 / 2 / span 2; align-self: center; }
    .quizzes summary { min-block-size: 24px; padding-block: calc(var(--u) / 2); cursor: pointer; color: var(--ink-2); font: var(--size--1) / 1.45 var(--sans); }
    .quizzes .sign { display: inline-block; inline-size: 1.4em; font-family: var(--sans); }
    .all-do { display: flex; flex-wrap: wrap; gap: var(--u); }
    .all-said { min-block-size: 1.5em; font: var(--size--1) / 1.45 var(--sans); }
  `);
  const exporting = document.querySelector(".all-export");
  exporting.hidden = false;
  exporting.addEventListener("click", () => {
    const all = file();
    if (!all) {
      allSaid.textContent = "%progress.nothing%";
      return;
    }
    const reader = (get("reader") || "answers").toLowerCase().replace(/[^a-z0-9\u0080-\uffff]+/g, "-");
    const name = `faultlines-${reader}.json`;
    save(name, JSON.stringify(all, null, 2));
    allSaid.textContent = say("%progress.saved%", { file: name, count: all.chapters.length });
  });
  addEventListener("storage", draw);
  draw();
})().catch(() => {});
