/** Builds dist/ from src/: one self-contained module, one style sheet, and the licences of what is inside. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const MAX_BYTES = 600_000;

const result = await build({
  entryPoints: { husky: "src/index.js" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});
await build({ entryPoints: ["src/husky.css"], outdir: "dist", bundle: true, minify: true });

const size = result.metafile.outputs["dist/husky.js"].bytes;
if (size > MAX_BYTES) throw new Error(`dist/husky.js has ${size} bytes, more than ${MAX_BYTES}`);
await writeFile("dist/LICENSES.txt", await licences(Object.keys(result.metafile.inputs)));
console.log(`dist/husky.js: ${size} bytes`);

/** @param {string[]} inputs paths of the bundled sources */
async function licences(inputs) {
  const packages = new Set(inputs.flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []));
  const texts = [...packages].sort().map(async (name) => {
    const folder = `node_modules/${name}`;
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    const { version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    return `${name} ${version}\n\n${(await readFile(`${folder}/${file}`, "utf8")).trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(72)}\n\n`);
}
