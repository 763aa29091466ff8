// A line holds a file of GIFT as JSON; the answer is what gift-pegjs reads in it, or why it cannot.
const readline = require("node:readline");

const { parse } = require("gift-pegjs");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    answer = { questions: parse(JSON.parse(line)) };
  } catch (error) {
    answer = { error: `${error.message} ${JSON.stringify(error.location?.start)}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
