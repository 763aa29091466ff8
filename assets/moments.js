// The moments of a list, `700, 1500, end`, in milliseconds of the run, whose end is Infinity; and what in the list is none. A step
// that goes nowhere is left out: where the one before it is, or `first`, where the run stands before them all. The build puts this
// into every script that reads steps.
(list, first) => {
  const all = (list || "").split(/[\s,;]+/).filter(Boolean);
  const moment = (it) => it === "end" ? Infinity : /^\d+(\.\d+)?$/.test(it) ? Number(it) : NaN;
  const good = all.map(moment).filter((it) => it >= 0);
  return { steps: good.filter((it, at) => it !== (at ? good[at - 1] : first)), wrong: all.filter((it) => Number.isNaN(moment(it))) };
}
