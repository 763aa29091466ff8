// What grades, beside the page of the grading room (`assets/parts/grading.js`): the module of the program, and the files that
// the page hands over. The build puts the module's glue before this text. It asks the network for nothing.
"use strict";
// How long, in milliseconds, until the page hears again how far it is; and how much of a file tells a key file.
const [AGAIN, START] = [100, 4096];
// No key file is larger, in bytes.
const MOST = 64 << 20;
let grading;

const read = async (file) => new Uint8Array(await file.arrayBuffer());
const isKeys = async ({ path, file }) => path.endsWith(".json") && file.size < MOST && wasm_bindgen.is_keys(await read(file.slice(0, START)));

// `files` are `{ path, file }`, `keys` the text of the page's own key file, if it has one.
const grade = async ({ files, folders, keys, roster, keep, lateAfter }) => {
  const given = new wasm_bindgen.Given(keep, lateAfter, roster && await read(roster));
  if (keys) given.keys("keys", new TextEncoder().encode(keys));
  const [answers, keyFiles] = [[], []];
  for (const item of files) (await isKeys(item) ? keyFiles : answers).push(item);
  for (const { path, file } of keyFiles) given.keys(path, await read(file));
  if (!keys && !keyFiles.length) return postMessage({ keyless: true });
  grading?.free();
  grading = undefined;
  grading = given.begin();
  folders.forEach((path) => grading.empty_folder(path));
  let [done, inside, told] = [0, 0, 0];
  const tell = () => {
    if (Date.now() < told + AGAIN) return;
    told = Date.now();
    postMessage({ done, of: answers.length, inside });
  };
  for (const { path, file } of answers) {
    grading.file(path, file, () => { inside += 1; tell(); });
    done += 1;
    tell();
  }
  postMessage({ graded: JSON.parse(grading.close()) });
};

const DO = {
  load: async (module) => {
    await wasm_bindgen({ module_or_path: module });
    postMessage({ loaded: true });
  },
  grade,
  table: ({ name, separator }) => {
    const bytes = grading.table(name, separator);
    postMessage({ table: name, bytes }, [bytes.buffer]);
  },
};
let queue = Promise.resolve();
onmessage = ({ data: { act, given } }) => {
  queue = queue.then(() => DO[act](given)).catch((error) => {
    // What the program says is a text; anything else is a fault of this machine or of ours.
    if (typeof error === "string") postMessage({ refused: error });
    else postMessage({ failed: String(error) });
  });
};
