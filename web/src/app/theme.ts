/** The product's look on Mantine: its variables follow the tokens of tokens.css, in light and dark alike. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

const brand: MantineColorsTuple = [
  "#e6effc",
  "#cfdff7",
  "#a9c6f0",
  "#7faae8",
  "#6ea8ff",
  "#3f7fd6",
  "#1f5fbf",
  "#1b54a9",
  "#174891",
  "#123a75",
];
const TITLE = { fontWeight: "600" };

const FILLED: Record<string, [background: string, text: string]> = {
  brand: ["var(--primary)", "var(--on-primary)"],
  red: ["var(--danger)", "var(--surface)"],
  green: ["var(--pay)", "var(--on-pay)"],
};

/** Filled things keep the contrast of the tokens in dark too; the rest is as the kit does it. */
const colours: VariantColorsResolver = (input) => {
  const filled = input.variant === "filled" ? FILLED[input.color ?? "brand"] : undefined;
  if (!filled) return defaultVariantColorsResolver(input);
  const [background, color] = filled;
  return { background, hover: background, color, border: "none" };
};

/**
 * What every layer above the page has. The kit's <header> would be a second banner of the page, and its close button has
 * no name: that one is made anew for each layer, in the language of now.
 */
const layer = () => ({
  attributes: { header: { role: "presentation" } },
  closeButtonProps: { "aria-label": i18n._(msg`Close`) },
  // Room for the ring of what stands first: the body scrolls, and cuts what is drawn outside it.
  styles: { body: { paddingBlockStart: "0.25rem" } },
});

export const theme = createTheme({
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: "ui-monospace, Menlo, Consolas, monospace",
  colors: { brand },
  primaryColor: "brand",
  primaryShade: { light: 6, dark: 4 },
  variantColorResolver: colours,
  defaultRadius: "md",
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.5rem", lg: "0.75rem", xl: "1rem" },
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
  lineHeights: { xs: "1.45", sm: "1.45", md: "1.45", lg: "1.4", xl: "1.3" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.25rem", ...TITLE }, h2: { fontSize: "1rem", ...TITLE } } },
  focusRing: "auto",
  cursorType: "pointer",
  // By their names alone: a page loads the components that it shows.
  components: {
    Button: { defaultProps: { size: "md" } },
    Modal: {
      defaultProps: () => ({ centered: true, radius: "lg", overlayProps: { backgroundOpacity: 0.4 }, ...layer() }),
    },
    Drawer: { defaultProps: () => ({ position: "right", ...layer() }) },
    Chip: {
      vars: () => ({
        root: {
          "--chip-bg": "var(--primary)",
          "--chip-hover": "var(--primary)",
          "--chip-color": "var(--on-primary)",
          "--chip-icon-color": "var(--on-primary)",
        },
      }),
    },
    Badge: { defaultProps: { radius: "sm" } },
    Menu: { defaultProps: { position: "bottom-end", withinPortal: true } },
    Table: { defaultProps: { verticalSpacing: "xs" } },
  },
});

const shared = {
  "--mantine-color-body": "var(--bg)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--muted)",
  "--mantine-color-placeholder": "var(--muted)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--sunk)",
  "--mantine-color-default-border": "var(--control)",
  "--mantine-color-anchor": "var(--primary)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-primary-color-filled": "var(--primary)",
  "--mantine-primary-color-filled-hover": "var(--primary)",
  "--mantine-primary-color-contrast": "var(--on-primary)",
  "--mantine-primary-color-light": "var(--info-tint)",
  "--mantine-primary-color-light-hover": "var(--info-tint)",
  "--mantine-primary-color-light-color": "var(--info)",
  "--mantine-color-brand-filled": "var(--primary)",
  "--mantine-color-brand-light": "var(--info-tint)",
  "--mantine-color-brand-light-color": "var(--info)",
  "--mantine-color-brand-text": "var(--primary)",
  "--mantine-color-brand-outline": "var(--primary)",
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
