import { readdirSync } from "node:fs";
import { defineConfig } from "@lingui/cli";

/** One catalog a feature, beside its code, so that who changes words changes files of their own folder. */
const features = readdirSync(new URL("./src/features", import.meta.url));

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "bg", "fr"],
  catalogs: [
    ...features.map((name) => ({
      path: `<rootDir>/src/features/${name}/locales/{locale}`,
      include: [`<rootDir>/src/features/${name}`],
    })),
    {
      path: "<rootDir>/src/locales/{locale}",
      include: ["<rootDir>/src/app", "<rootDir>/src/components", "<rootDir>/src/lib"],
    },
  ],
  orderBy: "messageId",
});
