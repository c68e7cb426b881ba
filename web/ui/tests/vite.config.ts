/** Builds the tests for node, which reads no TypeScript by itself in its oldest supported version. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const folder = import.meta.dirname;
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));

export default defineConfig({
  root: folder,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    ssr: true,
    outDir: join(folder, "../node_modules/.tests"),
    emptyOutDir: true,
    target: "node20",
    rollupOptions: { input: Object.fromEntries(tests.map((name) => [name.replace(/\.ts$/, ""), join(folder, name)])) },
  },
});
