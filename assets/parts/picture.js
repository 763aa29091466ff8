// A plate's moment as a picture for slides: one SVG of 1120 by 630, with its title over it and its result under it, or the
// same as a PNG of twice the size. It is laid out at this size whatever the reader's window is, in fonts that slide programs
// have. (What is set for it is set and taken back before the browser paints, so nothing is seen to move.)
(() => {
  "use strict";
  const { ink } = self.faultlines;
  const [WIDTH, HEIGHT, EDGE] = [1120, 630, 28];
  const SANS = "Arial, Helvetica, sans-serif";
  const SERIF = "Georgia, serif";
  const MONO = "'Courier New', monospace";
  const root = document.documentElement;

  // ---- Words on the picture's own paper.

  const broken = (text, font, width) => {
    const ruler = document.createElement("canvas").getContext("2d");
    ruler.font = font;
    const lines = [""];
    for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (ruler.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  };
  const written = (lines, top, height, attributes) => lines.map((words, at) => ink.node("text", { x: EDGE, y: top + at * height, ...attributes }, words));

  // Where the book is read, without what only this machine knows.
  const place = (figure) => {
    const page = location.protocol === "file:" ? location.pathname.slice(self.faultlines.base.pathname.length) : location.host + location.pathname;
    return `${decodeURI(page).replace(/index\.html$/, "")}#${figure.id}`;
  };

  // ---- The plate, laid out for a moment.

  // A chart that is out of sight does not paint.
  const inSight = async (picture) => {
    const charts = [...picture.querySelectorAll("canvas")].map((it) => it.getBoundingClientRect());
    if (charts.every((it) => it.bottom > 0 && it.top < innerHeight)) return;
    picture.scrollIntoView({ block: "nearest", behavior: "instant" });
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  };

  // Sets properties of styles, and returns what takes them back.
  const set = (element, properties) => {
    const before = Object.keys(properties).map((name) => [name, element.style.getPropertyValue(name)]);
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
    return () => { for (const [name, value] of before) element.style.setProperty(name, value); };
  };

  const laidOut = async (figure, scheme, height, draw) => {
    const picture = figure.querySelector(".plate-picture");
    const [top, chosen] = [scrollY, root.dataset.scheme];
    await inSight(picture);
    const pixels = Object.getOwnPropertyDescriptor(self, "devicePixelRatio");
    const back = [
      set(root, { "font-size": "18px" }),
      set(figure, { "--sans": SANS, "--serif": SERIF, "--mono": MONO }),
      set(picture, { position: "fixed", "inline-size": `${WIDTH - 2 * EDGE}px`, "block-size": `${height}px` }),
    ];
    // Charts place what they paint on whole pixels: these are fine.
    Object.defineProperty(self, "devicePixelRatio", { value: 3, configurable: true });
    const recorded = ink.record(picture, SANS);
    try {
      root.dataset.scheme = scheme;
      // Charts hear of the scheme, and paint, before this goes on.
      await null;
      return draw(picture, recorded.groups);
    } finally {
      recorded.end();
      Object.defineProperty(self, "devicePixelRatio", pixels);
      back.forEach((it) => it());
      if (chosen === undefined) delete root.dataset.scheme;
      else root.dataset.scheme = chosen;
      scrollTo({ top, behavior: "instant" });
    }
  };

  // ---- The whole.

  const svg = async (figure, asShown) => {
    const textOf = (name) => figure.querySelector(name)?.textContent.trim() || "";
    const number = textOf(".plate-number");
    const seed = self.faultlines.say("%share.seed%", { seed: textOf(".seed output") });
    const title = textOf(".plate-title").slice(number.length).trim();
    const room = WIDTH - 2 * EDGE;
    const titles = broken(`${number} ${title}`, `bold 24px ${SERIF}`, room);
    // While a question is open nothing is said of its outcome.
    const isOpen = figure.querySelector(".prediction fieldset");
    const sentence = isOpen ? "" : textOf(".plate-result");
    const [time, ...happened] = textOf(".clock").split(" · ");
    const said = [[time, ...(isOpen ? [] : happened)].join(" · "), sentence].filter(Boolean);
    const result = sentence ? broken(sentence, `18px ${SERIF}`, room) : [];
    const over = EDGE + 30 * titles.length + 4;
    const under = HEIGHT - 44 - 24 * result.length;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const scheme = asShown ? root.dataset.scheme || dark : "light";
    return laidOut(figure, scheme, under - over - 14, (picture, groups) => {
      const swatch = picture.appendChild(document.createElement("i"));
      const token = (name) => { swatch.style.color = `var(${name})`; return ink.paint("fill", getComputedStyle(swatch).color); };
      const [paper, text, quiet, accent] = ["--paper", "--ink", "--ink-2", "--accent"].map(token);
      swatch.remove();
      const head = written(titles, EDGE + 18, 30, { "font-family": SERIF, "font-size": 24, "font-weight": "bold", ...text });
      if (number) {
        const tag = ink.node("tspan", { "font-family": SANS, "font-size": 18, "font-weight": "normal", ...accent }, number);
        head[0].replaceChildren(tag, titles[0].slice(number.length));
      }
      const made = ink.node("svg", { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
      made.append(
        ink.node("title", {}, `${number} ${title}`.trim()),
        ink.node("desc", {}, said.join("\n")),
        ink.node("rect", { width: WIDTH, height: HEIGHT, ...paper }),
        ...head,
        ink.node("g", { transform: `translate(${EDGE} ${over})` }, ...ink.draw(picture, picture.getBoundingClientRect(), groups)),
        ...written(result, under + 14, 24, { "font-family": SERIF, "font-size": 18, ...text }),
        ...written([[place(figure), seed, time].filter(Boolean).join(" · ")], HEIGHT - 18, 0, { "font-family": SANS, "font-size": 12, ...quiet }),
      );
      return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
    });
  };

  const png = async (text) => {
    const image = new Image();
    // As data, not as a blob: the page's policy asks for it, and a page from a disk may read it back.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * WIDTH, height: 2 * HEIGHT });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  self.faultlines.picture = { svg, png };
})();
