// A question in a line: our index as its script, the documents that it is of, and what to search for. The answer: what the
// MiniSearch that pages load finds in our index, and what npm's finds in its own index of the same documents.
const path = require("node:path");
const readline = require("node:readline");

const root = path.join(__dirname, "../../..");
const Theirs = require("minisearch");
const Ours = require(path.join(root, "assets/parts/minisearch.min.js"));

const OPTIONS = { prefix: (word) => word.length > 1, fuzzy: (word) => word.length > 3 && 0.2, boost: { title: 3 } };

// A word's entries in one order, and the words.
const sorted = (index) => ({ ...index, index: [...index.index].sort(([one], [other]) => one < other ? -1 : 1) });

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { script, documents, queries } = JSON.parse(line);
  const self = {};
  new Function("self", script)(self);
  const { fields, stop, index } = self.faultlinesSearch;
  const processTerm = (term) => stop.includes(term.toLowerCase()) ? null : term.toLowerCase();
  const options = { fields, processTerm, searchOptions: OPTIONS };
  const ours = Ours.loadJSON(JSON.stringify(index), options);
  const theirs = new Theirs({ ...options, storeFields: ["kind", "title", "place", "address", "text"] });
  theirs.addAll(documents);
  const found = (engine, query) => engine.search(query)
    .map(({ id, score, terms }) => ({ id, score: score.toFixed(6), terms: [...terms].sort() }))
    .sort((one, other) => other.score - one.score || one.id - other.id);
  const all = (engine) => ({ index: sorted(JSON.parse(JSON.stringify(engine))), found: queries.map((query) => found(engine, query)) });
  process.stdout.write(`${JSON.stringify({ ours: all(ours), theirs: all(theirs) })}\n`);
});
