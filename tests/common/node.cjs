// Runs scenarios in the WebAssembly module: the query of a permalink a line in, on a line out the
// milliseconds that it took and the outcome as it came.
const lines = require('node:readline').createInterface({ input: process.stdin });
const { run_query } = require(process.argv[2]);

lines.on('line', (query) => {
  const start = performance.now();
  const outcome = run_query(query);
  console.log(`${performance.now() - start} ${outcome}`);
});
