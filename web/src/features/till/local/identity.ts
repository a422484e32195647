/**
 * Who this device is and who stands at it: its key, which never leaves it, its token, and the people who signed in here, each
 * with what they may do without a connection. See docs/algorithms/offline.md.
 */
import type { OperatorRow } from "@/domain/facts";
import { asProblem, Problem } from "@/lib/problem";
import { call } from "./http";
import { keep, kept } from "./vault";

export interface Device {
  token: string;
  terminal: string;
  /** Signs sales; can't be exported. */
  key: CryptoKeyPair;
  thumbprint: string;
  /** Seals PINs to this device; can't be exported. */
  seal: CryptoKey;
}

export interface Person {
  member: string;
  name: string;
  initials: string;
  role_name: string;
  has_pin: boolean;
  sells: boolean;
  approves: string[];
  /** The largest discount in percent that they may approve. */
  max_discount: string;
}

export interface Place {
  terminal: string;
  code: string;
  storefront: string;
  storefront_name: string;
  business_name: string;
  people: Person[];
}

export interface Operator extends OperatorRow {
  member: string;
  name: string;
  role: string;
  role_name: string;
}

/** What one may do offline, as the server signed it (`token` goes into each sale). */
export interface Grant {
  token: string;
  grant: {
    member: string;
    tenders: string[];
    credit_limit: string;
    series_head: string;
    series_tail: string;
    expires_at: string;
  };
}

export interface Session {
  operator: Operator;
  /** Null for somebody who signed in without a connection. */
  token: string | null;
  expires_at: string;
  grant: Grant | null;
}

/** What is kept of somebody who signed in online, to let them in offline. */
interface Pass {
  salt: Uint8Array<ArrayBuffer>;
  verifier: Uint8Array<ArrayBuffer>;
  operator: Operator;
  grant: Grant | null;
  failures: number;
  locked_until: number;
}

const PIN_ROUNDS = 600_000;
// OWASP's figure for PBKDF2 with SHA-256; a PIN is short, so the seal's key on this device has to be used for each guess.
const TRIES = 5;
const LOCK_MS = 5 * 60_000;

const base64url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const encoded = (text: string) => new TextEncoder().encode(text);

async function newKeys(): Promise<{ key: CryptoKeyPair; seal: CryptoKey; jwk: JsonWebKey; thumbprint: string }> {
  const key = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const seal = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key.publicKey);
  const thumbprint = base64url(
    await crypto.subtle.digest("SHA-256", encoded(`{"crv":"${crv}","kty":"${kty}","x":"${x}","y":"${y}"}`)),
  );
  return { key, seal, jwk: { kty, crv, x, y } as JsonWebKey, thumbprint };
}

/** Base64url of the signature of `text`: 64 bytes, r and s. */
export async function signed(device: Device, text: string): Promise<string> {
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return base64url(await crypto.subtle.sign(algorithm, device.key.privateKey, encoded(text)));
}

export const theDevice = () => kept<Device>("device");

/** Make this browser a till. Raises: Problem BAD_ENROLMENT_CODE and what the way there says. */
export async function enrol(code: string): Promise<Device> {
  const { key, seal, jwk, thumbprint } = await newKeys();
  const issued = await call<{ terminal: string; secret: string }>("POST", "/api/terminals/enrol/", {
    body: { code, public_key: jwk },
  });
  const device: Device = { token: issued.secret, terminal: issued.terminal, key, seal, thumbprint };
  await keep("device", device);
  return device;
}

/** Where this is and who works here; what was told last where there is no connection. */
export async function thePlace(device: Device): Promise<Place> {
  try {
    const place = await call<Place>("GET", "/api/till/people/", { token: device.token });
    await keep("place", place);
    return place;
  } catch (error) {
    const last = await kept<Place>("place");
    if (last && isAway(error)) return last;
    throw error;
  }
}

/**
 * Sign in by PIN: at the server, or, where there is no connection, by what the server let this device keep.
 * Raises: Problem SIGN_IN_FAILED, PIN_LOCKED, OFFLINE_UNKNOWN for somebody who never signed in here.
 */
export async function signInAt(device: Device, member: string, pin: string): Promise<Session> {
  try {
    const told = await call<{ secret: string; expires_at: string; operator: Operator }>(
      "POST",
      "/api/terminals/sign-in/",
      {
        token: device.token,
        body: { member, pin },
      },
    );
    const session: Session = { operator: told.operator, token: told.secret, expires_at: told.expires_at, grant: null };
    session.grant = await grantOf(device, session);
    await keepPass(device, session, pin);
    return session;
  } catch (error) {
    if (!isAway(error)) throw error;
    return offlineSession(device, member, pin);
  }
}

/** Whether the server is not there, or is there and can't answer: a proxy's 502 while it starts again. */
function isAway(error: unknown): boolean {
  const { isOffline, status } = asProblem(error);
  return isOffline || status >= 500;
}

/** Somebody's leave was renewed: their next sign-in without a connection meets the new one. */
export async function renewPass({ operator, grant }: Session): Promise<void> {
  const pass = await kept<Pass>(`pass:${operator.member}`);
  if (pass) await keep(`pass:${operator.member}`, { ...pass, operator, grant });
}

/** A fresh leave to sell offline; null where the business gives none. */
export async function grantOf(device: Device, session: Session): Promise<Grant | null> {
  if (!session.token) return session.grant;
  try {
    return await call<Grant>("POST", "/api/offline/grants/", {
      token: session.token,
      body: { key: device.thumbprint },
    });
  } catch (error) {
    if (isAway(error)) throw error;
    return null;
  }
}

async function verifierOf(
  device: Device,
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const material = await crypto.subtle.importKey("raw", encoded(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: PIN_ROUNDS },
    material,
    256,
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", device.seal, bits));
}

async function keepPass(device: Device, session: Session, pin: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { operator, grant } = session;
  const verifier = await verifierOf(device, pin, salt);
  const pass: Pass = { salt, verifier, operator, grant, failures: 0, locked_until: 0 };
  await keep(`pass:${operator.member}`, pass);
}

async function offlineSession(device: Device, member: string, pin: string): Promise<Session> {
  const pass = await kept<Pass>(`pass:${member}`);
  if (!pass?.grant) throw new Problem("OFFLINE_UNKNOWN", 0, "");
  const now = Date.now();
  if (pass.locked_until > now) throw new Problem("PIN_LOCKED", 0, "");
  const tried = await verifierOf(device, pin, pass.salt);
  const fits = tried.every((byte, at) => byte === pass.verifier[at]);
  const failures = fits ? 0 : pass.failures + 1;
  const locked = failures >= TRIES;
  await keep(`pass:${member}`, { ...pass, failures: locked ? 0 : failures, locked_until: locked ? now + LOCK_MS : 0 });
  if (!fits) throw new Problem("SIGN_IN_FAILED", 0, "");
  if (new Date(pass.grant.grant.expires_at).getTime() < now) throw new Problem("GRANT_ENDED", 0, "");
  return { operator: pass.operator, token: null, expires_at: pass.grant.grant.expires_at, grant: pass.grant };
}
