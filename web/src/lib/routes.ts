/** What a feature tells of a page: its address, and how its code is loaded (a module with a default component). */
import type { ComponentType } from "react";

export interface FeatureRoute {
  path: string;
  page: () => Promise<{ default: ComponentType }>;
}
