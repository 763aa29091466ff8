// Folds short answers in the WebAssembly module. Each character that this Unicode knows, then each line of the input, gives
// a line out: the text, a tab, what it folds to.
const { fold } = require(process.argv[2]);
const out = [];
const say = (text) => out.push(`${text}\t${fold(text)}`);

for (let code = 0x20; code <= 0x10ffff; code++) {
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  if (surrogate || /[\p{Cn}\p{Cc}\p{Zl}\p{Zp}]/u.test(String.fromCodePoint(code))) continue;
  say(String.fromCodePoint(code));
}
require('node:fs').readFileSync(0, 'utf8').split('\n').forEach(say);
process.stdout.write(out.join('\n') + '\n');
