// <faultlines-lab lab="hash-ring" set="nodes=5; vnodes=100" seed="7" controls="minimal"></faultlines-lab>
// A lab of the book on any page. This script stands beside the labs' own pages and leads to them; the lab is in a frame, so
// that neither page's style touches the other. Its height follows the lab's, unless the page gives the element one.
(() => {
  "use strict";
  const base = new URL("./", document.currentScript.src);
  const LABS = "%labs%";
  const SETTINGS = Object.keys("%settings%");

  // Whatever the page says of the element's size counts for more than this. A slide of reveal.js does not grow.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :where(faultlines-lab) { display: block; height: var(--faultlines-height, 30em); }
    :where(.reveal .slides faultlines-lab) { max-height: var(--slide-height, none); }
    :where(faultlines-lab[data-wrong]) { height: auto; }
  `);

  // The same form as a link that a plate gives.
  const address = (element) => {
    const lab = element.getAttribute("lab");
    const query = new URLSearchParams();
    const pairs = (element.getAttribute("set") || "").split(";").map((pair) => pair.trim()).filter(Boolean);
    if (pairs.length || element.hasAttribute("seed")) {
      query.set("v", "1");
      query.set("lab", lab);
    }
    for (const pair of pairs) {
      const at = pair.indexOf("=");
      query.append(pair.slice(0, at < 0 ? undefined : at).trim(), at < 0 ? "" : pair.slice(at + 1).trim());
    }
    if (element.hasAttribute("seed")) query.set("seed", element.getAttribute("seed"));
    for (const name of SETTINGS) if (element.hasAttribute(name)) query.set(name, element.getAttribute(name));
    const page = new URL(`${lab}/index.html`, base);
    page.search = query;
    return page.href;
  };

  // How many letters have to be written, left out or put in to make one text of another (Wagner and Fischer).
  const distance = (from, to) => {
    let row = [...to, ""].map((_, at) => at);
    for (const [above, letter] of [...from].entries()) {
      const next = [above + 1];
      for (const [at, other] of [...to].entries()) next.push(Math.min(next[at] + 1, row[at + 1] + 1, row[at] + (letter !== other)));
      row = next;
    }
    return row.at(-1);
  };
  const fill = (phrase, holes) => phrase.replace(/\{(\w+)\}/g, (_, hole) => holes[hole]);
  // What is wrong with the lab's name, and what can stand there.
  const complaint = (lab) => {
    const labs = LABS.join(", ");
    if (!lab) return fill("%share.lab-missing%", { labs });
    const [nearest] = [...LABS].sort((a, b) => distance(lab, a) - distance(lab, b));
    return fill("%share.lab-unknown%", { lab, nearest, labs });
  };

  class Lab extends HTMLElement {
    static observedAttributes = ["lab", "set", "seed", ...SETTINGS];
    #isShown = false;
    #frame = null;
    #heard = (event) => this.#hear(event);

    connectedCallback() {
      const root = this.getRootNode();
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
      addEventListener("message", this.#heard);
      this.#isShown = true;
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      this.#isShown = false;
      this.#frame = null;
      this.replaceChildren();
    }

    attributeChangedCallback() {
      if (this.#isShown) this.#show();
    }

    // To the lab: start, stop, play, pause, next, previous.
    tell(word) {
      this.#frame?.contentWindow.postMessage({ faultlines: word }, "*");
    }

    #show() {
      const lab = this.getAttribute("lab");
      const isKnown = LABS.includes(lab);
      this.toggleAttribute("data-wrong", !isKnown);
      if (!isKnown) {
        this.#frame = null;
        this.replaceChildren(Object.assign(document.createElement("p"), { textContent: complaint(lab) }));
        return;
      }
      const frame = this.#frame || document.createElement("iframe");
      frame.title = this.getAttribute("label") || this.getAttribute("title") || fill("%share.lab%", { lab });
      frame.src = address(this);
      if (this.#frame) return;
      this.#frame = frame;
      frame.loading = "lazy";
      frame.allow = "clipboard-write";
      Object.assign(frame.style, { display: "block", width: "100%", height: "100%", border: "0" });
      this.replaceChildren(frame);
    }

    #hear({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || !data?.faultlines) return;
      if (data.faultlines === "height") this.style.setProperty("--faultlines-height", `${data.height}px`);
      this.dispatchEvent(new CustomEvent(`faultlines-${data.faultlines}`, { bubbles: true, detail: data }));
    }
  }
  if (!customElements.get("faultlines-lab")) customElements.define("faultlines-lab", Lab);
})();
