// Plays histories of one text in the libraries: a history a line in, a line out.
//
// In: {"library": "yjs", "replicas": [1, 2], "steps": [["insert", 1, 0, "a"], ["delete", 1, 0], ["elsewhere", 1, 7],
// ["take", 2, [0, 1]]]}. The first three make an operation each, numbered from 0: a character typed or deleted at an
// index of the text as this replica shows it, and something else in the same document set to a number. The last brings
// operations to a replica. Out: the text of the replica in question after each step; an error is the last.
//
// Each library has one operation that travels for each edit, and the same order of names: that of the numbers.
const Y = require('yjs');
const A = require('@automerge/automerge');
const { LoroDoc } = require('loro-crdt');

class Yjs {
  constructor(name) {
    this.doc = new Y.Doc();
    this.doc.clientID = name;
    this.doc.on('update', (update, origin, doc, transaction) => {
      if (transaction.local) this.made = update;
    });
    this.text = this.doc.getText('text');
  }
  insert(index, character) { this.text.insert(index, character); }
  delete(index) { this.text.delete(index, 1); }
  elsewhere(number) { this.doc.getMap('elsewhere').set('edits', number); }
  operation() { return this.made; }
  take(operation) { Y.applyUpdate(this.doc, operation); }
  show() { return this.text.toString(); }
}

class Automerge {
  // Objects have an identity here, so all replicas begin with the same document.
  static base = A.change(A.init('00'), { time: 0 }, (doc) => { doc.text = ''; doc.elsewhere = null; });
  constructor(name) {
    this.doc = A.clone(Automerge.base, { actor: name.toString(16).padStart(2, '0') });
  }
  change(edit) { this.doc = A.change(this.doc, { time: 0 }, edit); }
  insert(index, character) { this.change((doc) => A.splice(doc, ['text'], index, 0, character)); }
  delete(index) { this.change((doc) => A.splice(doc, ['text'], index, 1)); }
  elsewhere(number) { this.change((doc) => { doc.elsewhere = number; }); }
  operation() { return A.getLastLocalChange(this.doc); }
  take(operation) { [this.doc] = A.applyChanges(this.doc, [operation]); }
  show() { return this.doc.text; }
}

class Loro {
  constructor(name) {
    this.doc = new LoroDoc();
    this.doc.setPeerId(String(name));
    this.text = this.doc.getText('text');
  }
  insert(index, character) { this.before = this.doc.oplogVersion(); this.text.insert(index, character); }
  delete(index) { this.before = this.doc.oplogVersion(); this.text.delete(index, 1); }
  elsewhere(number) { this.before = this.doc.oplogVersion(); this.doc.getMap('elsewhere').set('edits', number); }
  operation() { this.doc.commit(); return this.doc.export({ mode: 'update', from: this.before }); }
  take(operation) { this.doc.import(operation); }
  show() { return this.text.toString(); }
}

const libraries = { yjs: Yjs, automerge: Automerge, loro: Loro };

function play({ library, replicas, steps }) {
  const at = new Map(replicas.map((name) => [name, new libraries[library](name)]));
  const operations = [];
  const step = ([what, name, ...how]) => {
    const replica = at.get(name);
    if (what === 'take') {
      for (const number of how[0]) replica.take(operations[number]);
    } else {
      replica[what](...how);
      operations.push(replica.operation());
    }
    return replica.show();
  };
  const texts = [];
  try {
    for (const each of steps) texts.push(step(each));
  } catch (error) {
    texts.push(`stopped: ${error}`);
  }
  return texts;
}

require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => console.log(JSON.stringify(play(JSON.parse(line)))));
