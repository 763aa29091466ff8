// A plugin for reveal.js, `Reveal.initialize({ plugins: [FaultlinesSteps] })`: each step of a lab on a slide is a fragment, so
// that the presenter's "next" walks through the lab before it leaves the slide, and "previous" goes back. The lab is a frame or
// a `<faultlines-lab>`; its steps are those of its address or its attribute.
self.FaultlinesSteps = {
  id: "faultlines-steps",
  init(deck) {
    const labs = [];
    const moments = "%moments%";
    // Its steps and the moment at which it stands before them, as they are written.
    const written = (lab) => {
      if (!lab.matches("iframe")) return [lab.getAttribute("steps"), /(?:^|;)\s*t\s*=([^;]*)/.exec(lab.getAttribute("set"))?.[1]];
      const query = new URL(lab.dataset.src || lab.src, location).searchParams;
      return [query.get("steps"), query.get("t")];
    };
    const steps = (lab) => {
      const [list, start] = written(lab);
      return moments(list, moments(start).steps[0] ?? 0).steps.length;
    };
    for (const lab of deck.getSlidesElement().querySelectorAll("iframe[data-src], iframe[src], faultlines-lab")) {
      if (lab.parentElement.closest("faultlines-lab")) continue;
      const fragments = Array.from({ length: steps(lab) }, () => document.createElement("span"));
      for (const fragment of fragments) fragment.className = "fragment";
      lab.after(...fragments);
      if (fragments.length) labs.push({ lab, fragments });
    }

    const page = (lab) => (lab.matches("iframe") ? lab : lab.querySelector("iframe"))?.contentWindow;
    const shown = ({ fragments }) => fragments.filter((it) => it.classList.contains("visible")).length;
    const tell = (it) => page(it.lab)?.postMessage({ faultlines: "step", step: shown(it) }, "*");
    for (const event of ["fragmentshown", "fragmenthidden"]) {
      deck.on(event, ({ fragment }) => {
        const it = labs.find(({ fragments }) => fragments.includes(fragment));
        if (it) tell(it);
      });
    }
    // A lab begins anew whenever its slide is shown; on the way back it is to stand where the slide does.
    addEventListener("message", ({ data, source }) => {
      const says = data?.faultlines === "step" ? data.step : data?.faultlines === "ready" ? 0 : undefined;
      const it = says !== undefined && labs.find(({ lab }) => page(lab) === source);
      if (it && says !== Math.min(shown(it), data.steps)) tell(it);
    });
  },
};
