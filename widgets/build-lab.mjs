/** Builds dist/labextension/ from lab/ with JupyterLab's own builder. */
import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const OUT = "dist/labextension";

// The builder reads which modules JupyterLab shares from the package.json of a folder.
const core = await mkdtemp(join(tmpdir(), "husky-core-"));
await copyFile("node_modules/@jupyterlab/core-meta/core.package.json", join(core, "package.json"));
execFileSync(process.execPath, ["node_modules/@jupyterlab/builder/lib/build-labextension.js", "--core-path", core, "."], {
  stdio: ["ignore", "ignore", "inherit"],
});
await rm(core, { recursive: true });
await copyFile("lab/install.json", join(OUT, "install.json"));
