// Runs scenarios in the WebAssembly module that holds every lab: a scenario a line in, on a line out the
// milliseconds that it took and the outcome as it came.
const lines = require('node:readline').createInterface({ input: process.stdin });
const { run_scenario } = require(process.argv[2]);

lines.on('line', (scenario) => {
  const start = performance.now();
  const outcome = run_scenario(scenario);
  console.log(`${performance.now() - start} ${outcome}`);
});
