/// <reference types="vitest/config" />
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** The server carries what is built here: see config/web.py. */
const OUT = "../src/optimapos/config/web";
/** About 10 kB each: 15 MB, which the first shortage of room takes back. */
const PICTURES_KEPT = 1500;
const SERVER = process.env.OPTIMAPOS_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  plugins: [
    react({ babel: { plugins: ["@lingui/babel-plugin-lingui-macro"] } }),
    lingui(),
    VitePWA({
      strategies: "generateSW",
      registerType: "prompt",
      injectRegister: null,
      manifest: {
        name: "OptimaPOS",
        short_name: "OptimaPOS",
        description: "Till and back office",
        start_url: "/pos",
        scope: "/",
        display: "standalone",
        background_color: "#F6F7F9",
        theme_color: "#1F5FBF",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
          { src: "/icon-maskable.svg", sizes: "any", type: "image/svg+xml", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,woff2,wasm}"],
        maximumFileSizeToCacheInBytes: 4_000_000,
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/(api|admin|_allauth|accounts|static|media|live|healthz)/],
        cleanupOutdatedCaches: true,
        runtimeCaching: [
          {
            // What was shown once is shown offline too. An address never changes what it shows, so nothing is asked anew.
            urlPattern: ({ sameOrigin, url }) => sameOrigin && /^\/media\/pictures\/.*-small\.webp$/.test(url.pathname),
            handler: "CacheFirst",
            options: {
              cacheName: "pictures",
              cacheableResponse: { statuses: [200] },
              expiration: { maxEntries: PICTURES_KEPT, purgeOnQuotaError: true },
            },
          },
        ],
      },
    }),
  ],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2023",
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "start", tags: ["$initial"] }],
        },
      },
    },
  },
  server: { proxy: { "/api": SERVER, "/_allauth": SERVER, "/static": SERVER, "/media": SERVER } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"] },
});
