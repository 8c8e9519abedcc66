import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
    },
  },
  {
    files: ["tools/**", "e2e/**", "*.config.*"],
    languageOptions: {
      globals: {
        console: "readonly",
        document: "readonly",
        fetch: "readonly",
        KeyboardEvent: "readonly",
        requestAnimationFrame: "readonly",
        window: "readonly",
        process: "readonly",
        URL: "readonly",
      },
    },
    rules: { "no-console": "off" },
  },
);
