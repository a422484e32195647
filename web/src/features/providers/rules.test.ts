import { describe, expect, it } from "vitest";
import { changesOf, fromMinor, listed, type Values } from "./rules";

const VALUES: Values = {
  provider: "STRIPE",
  name: " Web ",
  mode: "LIVE",
  currencies: "eur, USD;eur",
  networks: "",
  base_url: "",
  callback_url: "",
  publishable_key: "",
  webhook_secret: "",
  secrets: {},
};

describe("payments through providers", () => {
  it("counts in minor units by the currency", () => {
    expect(fromMinor(4999, "EUR")).toBe("49.99");
    expect(fromMinor(4999, "JPY")).toBe("4999");
    expect(fromMinor(4999, "TND")).toBe("4.999");
    expect(fromMinor(null, "EUR")).toBeUndefined();
  });

  it("reads currencies however they are written", () => {
    expect(listed("eur, USD;eur")).toEqual(["EUR", "USD"]);
  });

  it("sends no secret that was not written, and none of another provider", () => {
    expect(changesOf(VALUES)).not.toHaveProperty("secrets");
    expect(changesOf(VALUES)).not.toHaveProperty("webhook_secrets");
    const written = changesOf({ ...VALUES, secrets: { secret_key: " sk ", api_key: "x" }, webhook_secret: "whsec" });
    expect(written.secrets).toEqual({ secret_key: "sk" });
    expect(written.webhook_secrets).toEqual(["whsec"]);
    expect(written.name).toBe("Web");
  });
});
