// What grades, beside the page of the grading room (`assets/parts/grading.js`): the module of the program, and the files that
// the page hands over. The build puts the module's glue before this text. It asks the network for nothing.
"use strict";
// How long, in milliseconds, until the page hears again how far it is.
const AGAIN = 100;
let grading;

const read = async (file) => new Uint8Array(await file.arrayBuffer());

// `files` are `{ path, file }`; `keys` is the text of the page's own key file, if it has one, else the first of `keyFiles` is the book's.
const grade = async ({ files, folders, keys, keyFiles, roster, keep, lateAfter }) => {
  const given = new wasm_bindgen.Given(keep, lateAfter, roster && await read(roster));
  if (keys) given.keys("keys", new TextEncoder().encode(keys));
  for (const file of keyFiles) given.keys(file.name, await read(file));
  grading?.free();
  grading = undefined;
  grading = given.begin();
  folders.forEach((path) => grading.empty_folder(path));
  let [done, inside, told] = [0, 0, 0];
  const tell = () => {
    if (Date.now() < told + AGAIN) return;
    told = Date.now();
    postMessage({ done, of: files.length, inside });
  };
  for (const { path, file } of files) {
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
