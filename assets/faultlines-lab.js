// <faultlines-lab lab="hash-ring" set="nodes=5; vnodes=100" seed="7" controls="minimal"></faultlines-lab>
// A lab of the book on any page. This script stands beside the labs' own pages and leads to them; the lab is in a frame, so
// that neither page's style touches the other. Its height follows the lab's, unless the element is given one of its own.
(() => {
  "use strict";
  const base = new URL("./", document.currentScript.src);
  const SETTINGS = ["theme", "text", "controls", "begin", "steps", "title", "caption", "show"];

  // The same form as a link that a plate gives.
  const address = (element) => {
    const lab = element.getAttribute("lab") || "";
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
    const page = new URL(`${encodeURIComponent(lab)}/index.html`, base);
    page.search = query;
    return page.href;
  };

  class Lab extends HTMLElement {
    static observedAttributes = ["lab", "set", "seed", ...SETTINGS];
    #frame = null;
    #heard = (event) => this.#hear(event);

    connectedCallback() {
      const frame = this.#frame = document.createElement("iframe");
      frame.title = this.getAttribute("label") || this.getAttribute("title") || "%share.lab%".replace("{lab}", this.getAttribute("lab"));
      frame.loading = "lazy";
      frame.allow = "clipboard-write";
      frame.src = address(this);
      this.style.display ||= "block";
      Object.assign(frame.style, { display: "block", width: "100%", height: this.style.height ? "100%" : "30em", border: "0" });
      this.replaceChildren(frame);
      addEventListener("message", this.#heard);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      this.#frame = null;
      this.replaceChildren();
    }

    attributeChangedCallback() {
      if (this.#frame) this.#frame.src = address(this);
    }

    // To the lab: start, stop, play, pause, next, previous.
    tell(word) {
      this.#frame?.contentWindow.postMessage({ faultlines: word }, "*");
    }

    #hear({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || !data?.faultlines) return;
      if (data.faultlines === "height" && !this.style.height) this.#frame.style.height = `${data.height}px`;
      this.dispatchEvent(new CustomEvent(`faultlines-${data.faultlines}`, { bubbles: true, detail: data }));
    }
  }
  if (!customElements.get("faultlines-lab")) customElements.define("faultlines-lab", Lab);
})();
