// A link to a lab's exact state that no plate of this page takes, or another than it names: said where the reader is.
(() => {
  "use strict";
  const sheet = document.querySelector(".sheet");
  // A page with nothing but a plate says what is wrong in the plate.
  if (!sheet) return;
  const asked = new URLSearchParams(location.search);
  const lab = asked.get("lab");
  const fill = (text, holes) => text.replace(/\{(\w+)\}/g, (_, name) => holes[name].slice(0, 40));
  const isPlate = (it) => it && it.matches("[data-plate]");
  const named = document.getElementById(asked.get("plate"));
  const first = [...document.querySelectorAll("[data-plate]")].find((it) => it.dataset.lab === lab);
  const taker = isPlate(named) ? (named.dataset.lab === lab ? named : null) : first;
  const note = document.createElement("p");
  note.className = "page-note";
  note.setAttribute("role", "status");
  if (!taker) {
    note.textContent = isPlate(named) ? fill("%link-other-lab%", { lab, plate: named.id }) : fill("%link-no-lab%", { lab });
  } else if (asked.has("plate") && taker !== named) {
    const there = document.createElement("a");
    there.href = `#${taker.id}`;
    there.textContent = "%first-plate%";
    const [before, after] = "%link-other-plate%".split("{first}").map((text) => fill(text, { plate: asked.get("plate") }));
    note.append(before, there, after);
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
