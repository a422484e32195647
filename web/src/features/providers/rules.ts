/** Amounts in minor units, as providers count, and what an account's form sends. */
import Big from "big.js";
import type { Schemas } from "@/lib/api";

type Provider = Schemas["PaymentProvider"];

/** 4999 of EUR is "49.99", of JPY "4999". */
export function fromMinor(minor: number | null | undefined, currency: string): string | undefined {
  if (minor === null || minor === undefined || !currency) return undefined;
  const options = { style: "currency", currency } as const;
  const places = new Intl.NumberFormat("en", options).resolvedOptions().maximumFractionDigits ?? 2;
  return new Big(minor).div(new Big(10).pow(places)).toFixed(places);
}

export const NEEDED: Readonly<Record<Provider, readonly string[]>> = {
  STRIPE: ["secret_key"],
  PAYSTACK: ["secret_key"],
  MTN_MOMO: ["api_user", "api_key", "subscription_key", "target_environment"],
  MANUAL: [],
};

export const OPTIONAL: Readonly<Record<Provider, readonly string[]>> = {
  STRIPE: [],
  PAYSTACK: [],
  MTN_MOMO: ["disbursement_user", "disbursement_key", "disbursement_subscription_key"],
  MANUAL: [],
};

/** "EUR, usd" as codes. */
export const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((each) => each.trim().toUpperCase())
      .filter(Boolean),
  ),
];

export type Values = {
  provider: Provider;
  name: string;
  mode: Schemas["PaymentMode"];
  currencies: string;
  networks: string;
  base_url: string;
  callback_url: string;
  publishable_key: string;
  webhook_secret: string;
  secrets: Record<string, string>;
};

/** Secrets are sent where something was written alone: what is left empty stays as it is. */
export function changesOf(values: Values): Omit<Schemas["AccountBodyRequest"], "provider"> {
  const { provider, webhook_secret, secrets, currencies, networks, name, ...rest } = values;
  const known = [...NEEDED[provider], ...OPTIONAL[provider]];
  const written = Object.fromEntries(
    known.flatMap((one) => (secrets[one]?.trim() ? [[one, secrets[one].trim()]] : [])),
  );
  return {
    ...rest,
    name: name.trim(),
    currencies: listed(currencies),
    networks: listed(networks),
    ...(Object.keys(written).length > 0 ? { secrets: written } : {}),
    ...(webhook_secret.trim() ? { webhook_secrets: [webhook_secret.trim()] } : {}),
  };
}
