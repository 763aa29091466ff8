// The definition of a term over the page, while the pointer or the focus is at its first use. It goes with Escape, and stays
// while the pointer is on it. Without this the link leads to the glossary all the same.
(() => {
  "use strict";
  const { script, parts } = self.faultlines;
  const names = document.querySelector('meta[name="parts"]').dataset;
  // How long a pointer rests before the definition comes, and may be away before it goes: ms.
  const REST = 150, AWAY = 250;
  let tip, shown, waiting;

  const hide = () => {
    clearTimeout(waiting);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = undefined;
    tip.hidePopover();
  };

  // Under the word, or above it where the window ends.
  const place = (link) => {
    const word = [...link.getClientRects()].at(-1);
    const { offsetWidth: width, offsetHeight: height } = tip;
    const room = document.documentElement.clientWidth - 8;
    const from = getComputedStyle(link).direction === "rtl" ? word.right - width : word.left;
    const top = word.bottom + height + 8 > innerHeight && word.top > height ? word.top - height - 4 : word.bottom + 4;
    tip.style.insetBlockStart = `${top + scrollY}px`;
    // Measured from the left in either direction.
    tip.style.left = `${Math.max(8, Math.min(from, room - width)) + scrollX}px`;
  };

  const show = (link) => {
    if (shown === link) return;
    hide();
    const known = self.faultlinesGlossary[link.hash.slice(1)];
    if (!known) return;
    const [name, definition] = known;
    tip.innerHTML = `<b></b> ${definition}`;
    tip.firstChild.textContent = `${name}:`;
    link.setAttribute("aria-describedby", tip.id);
    shown = link;
    tip.showPopover();
    place(link);
  };

  const isWanted = () => shown && (shown === document.activeElement || shown.matches(":hover") || tip.matches(":hover"));
  const later = (act, delay) => { clearTimeout(waiting); waiting = setTimeout(act, delay); };

  const build = () => {
    const { make, styled } = self.faultlines;
    tip = make("div", { id: "term-tip", class: "term-tip", role: "tooltip", popover: "manual" });
    document.querySelector("main").append(tip);
    addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
    for (const left of ["pointerout", "focusout"]) addEventListener(left, () => { if (shown) later(() => { if (!isWanted()) hide(); }, AWAY); });
    styled(`
      .term-tip { position: absolute; inset: auto; inline-size: max-content; max-inline-size: min(26rem, 100vw - 16px); margin: 0; padding: calc(1.25 * var(--u)) calc(1.5 * var(--u)); border: 1px solid var(--edge); border-block-start: 2px solid var(--ink); background: var(--paper); color: var(--ink); font: var(--size--1) / 1.45 var(--sans); text-wrap: pretty; }
      @media print { .term-tip { display: none; } }
    `);
  };

  parts.terms = async (link) => {
    await Promise.all([script(names.over), script(names.glossary)]);
    if (!tip) build();
    if (link === document.activeElement) show(link);
    else later(() => { if (link.matches(":hover")) show(link); else if (!isWanted()) hide(); }, REST);
  };
})();
