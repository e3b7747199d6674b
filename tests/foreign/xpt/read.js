// Reads a SAS transport file with xport-js and prints it as read.py does: node read.js FILE
//
// Needs xport-js 0.3.1 in a node_modules above this file or in NODE_PATH.

const Library = require('xport-js').default;

function number(value) {
  if (value === null || Number.isNaN(value)) return '';
  const [digits, power] = value.toExponential(16).split('e');
  return `${digits.replace(/\.?0+$/, '')}e${Number(power)}`;
}

function text(value) {
  return `"${value.replace(/ +$/, '').replace(/"/g, '""')}"`;
}

async function main() {
  const library = new Library(process.argv[2]);
  await library.getMetadata();
  const [{ variables, variableOrder }] = library.members;
  const lines = [variableOrder.join(',')];
  const isText = variableOrder.map((name) => variables[name].type !== 'Num');
  for await (const row of library.read({ rowFormat: 'array', skipHeader: true })) {
    lines.push(row.map((value, at) => (isText[at] ? text(value) : number(value))).join(','));
  }
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
