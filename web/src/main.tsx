import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "@/app/router";
import { theme, variables } from "@/app/theme";
import { chosenLocale, speak } from "@/lib/i18n";
import { install } from "@/lib/pwa";
import { queryClient } from "@/lib/queries";
import "@mantine/core/styles.css";
import "@/app/tokens.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

await speak(chosenLocale());
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <DirectionProvider detectDirection>
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  </StrictMode>,
);
void install();
