// Another program (js-stream-dataset-json) reads every row of every dataset: as many, and the same cells, as a
// plain parse of the file. Called and ended like the checks in Python (see findings.py).
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const DatasetJson = createRequire(path.resolve(process.env.CORESET_NODE, "x"))("js-stream-dataset-json").default;

const root = process.argv[2];
const folder = path.join(root, "dataset-json");
let found = 0;
const finding = (file, what) => {
  found += 1;
  console.log(`finding: dataset-json/${file}: ${String(what).replace(/\s+/g, " ")}`);
};

async function read(file) {
  const dataset = new DatasetJson(path.join(folder, file));
  const metadata = await dataset.getMetadata();
  const rows = [];
  for await (const row of dataset.readRecords({ type: "array" })) rows.push(row);
  const plain = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
  if (metadata.records !== rows.length) finding(file, `${rows.length} rows are read, records says ${metadata.records}`);
  if (JSON.stringify(rows) !== JSON.stringify(plain.rows)) finding(file, "other rows are read than stand there");
  const names = (columns) => columns.map((column) => column.name).join(" ");
  if (names(metadata.columns) !== names(plain.columns)) finding(file, "other columns are read than stand there");
}

async function main() {
  const files = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "manifest.json").sort()
    : [];
  for (const file of files) {
    try {
      await read(file);
    } catch (error) {
      finding(file, error.message);
    }
  }
  console.log(`files: ${files.length}`);
  if (files.length === 0) console.log("skipped: no file to read");
  process.exit(files.length === 0 ? 77 : found ? 9 : 0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
