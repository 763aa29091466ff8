// Runs scenarios in the WebAssembly module that holds every lab: a scenario a line in, a line of JSON out, with the
// milliseconds that it took.
const lines = require('node:readline').createInterface({ input: process.stdin });
const { run_scenario } = require(process.argv[2]);

lines.on('line', (scenario) => {
  const start = performance.now();
  const outcome = run_scenario(scenario);
  console.log(JSON.stringify({ outcome: JSON.parse(outcome), ms: performance.now() - start }));
});
