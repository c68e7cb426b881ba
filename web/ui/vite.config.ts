/** Builds the front end into web/static (hashed assets, a manifest) and proxies to a running server in development. */
import { defineConfig } from "vite";

const server = process.env["RINGFENCE_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/sign-in/": { target: server },
    },
  },
});
