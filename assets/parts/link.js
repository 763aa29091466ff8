// A link to a lab's exact state that no plate of this page takes, or another than it names: said where the reader is.
(async () => {
  "use strict";
  const sheet = document.querySelector(".sheet");
  // A page with nothing but a plate says what is wrong in the plate.
  if (!sheet) return;
  const asked = new URLSearchParams(location.search);
  const lab = asked.get("lab");
  await self.faultlines.script(document.querySelector('meta[name="parts"]').dataset.over);
  const { around, say, make } = self.faultlines;
  const short = (text) => text.slice(0, 40);
  const isPlate = (it) => it && it.matches("[data-plate]");
  const named = document.getElementById(asked.get("plate"));
  const first = [...document.querySelectorAll("[data-plate]")].find((it) => it.dataset.lab === lab);
  const taker = isPlate(named) ? (named.dataset.lab === lab ? named : null) : first;
  const note = make("p", { class: "page-note", role: "status" });
  if (!taker) {
    note.textContent = isPlate(named)
      ? say("%script.link-other-lab%", { lab: short(lab), plate: named.id })
      : say("%script.link-no-lab%", { lab: short(lab) });
  } else if (asked.has("plate") && taker !== named) {
    const there = make("a", { href: `#${taker.id}` }, "%script.first-plate%");
    note.append(...around("%script.link-other-plate%", { plate: short(asked.get("plate")), first: there }));
  }
  if (note.hasChildNodes()) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && sheet.contains(target)) {
      target.before(note);
      if (document.readyState === "complete") note.scrollIntoView();
      else addEventListener("load", () => note.scrollIntoView());
    } else {
      sheet.prepend(note);
    }
  }
})().catch(() => {});
