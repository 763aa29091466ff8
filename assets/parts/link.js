// A link to a lab's exact state that no plate of this page takes, or another than it names: said where the reader is.
(() => {
  "use strict";
  const sheet = document.querySelector(".sheet");
  // A page with nothing but a plate says what is wrong in the plate.
  if (!sheet) return;
  const asked = new URLSearchParams(location.search);
  const lab = asked.get("lab");
  const short = (name) => `“${name.slice(0, 40)}”`;
  const isPlate = (it) => it && it.matches("[data-plate]");
  const named = document.getElementById(asked.get("plate"));
  const first = [...document.querySelectorAll("[data-plate]")].find((it) => it.dataset.lab === lab);
  const taker = isPlate(named) ? (named.dataset.lab === lab ? named : null) : first;
  const note = document.createElement("p");
  note.className = "page-note";
  note.setAttribute("role", "status");
  if (!taker) {
    const other = isPlate(named) ? `the plate ${short(named.id)} shows another` : "it is not on this page";
    note.textContent = `The link that you followed asks for the lab ${short(lab)}, but ${other}. The page is as its authors set it.`;
  } else if (asked.has("plate") && taker !== named) {
    const there = document.createElement("a");
    there.href = `#${taker.id}`;
    there.textContent = "the first plate of its lab";
    note.append(`The link that you followed asks for the plate ${short(asked.get("plate"))}, which is not on this page. It was opened in `, there, ".");
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
})();
