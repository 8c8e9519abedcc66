import { defineConfig } from "vite";

/** Where a running enishi answers while `npm run dev` serves the page. */
const api = process.env.ENISHI_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  server: { proxy: { "/api": api, "/openapi.json": api, "/docs": api } },
  build: {
    target: "es2022",
    // Data URIs would break font-src 'self'; every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: "licenses.txt" }, // the notices of the packages in the bundle go with it; tools/licenses.mjs adds the rest
  },
  worker: { format: "es" },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
