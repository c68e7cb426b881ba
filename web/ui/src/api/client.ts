/** Calls to /api/v1: same origin, JSON, errors as `ApiError`. What the calls mean is left to the pages. */
import { signal } from "@preact/signals";
import { learnServerTime } from "./clock.ts";

const ROOT = "/api/v1";
const DEADLINE_MS = 20_000;

/** Round trip of the last small request in ms; the state bar shows it until the socket measures its own. */
export const lastRoundTripMs = signal<number | null>(null);

/** What the server refused and why; `code` chooses a translation, `sentence` is the server's own English. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, sentence: string, details: Record<string, unknown> = {}) {
    super(sentence);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.details = details;
  }

  get sentence(): string {
    return this.message;
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;
type Signed = () => void;

let onSignedOut: Signed = () => undefined;

/** Say what happens when the server no longer knows the session. */
export function whenSignedOut(act: Signed): void {
  onSignedOut = act;
}

/** A new id for a command, so that sending it twice does it once. */
export function commandId(): string {
  return crypto.randomUUID();
}

/** Path with its query; empty values are left out. */
export function withQuery(path: string, query: Query): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text === "" ? path : `${path}?${text}`;
}

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> => send<T>("GET", withQuery(path, query), undefined, signal),
  post: <T>(path: string, body: unknown = {}): Promise<T> => send<T>("POST", path, body),
  put: <T>(path: string, body: unknown): Promise<T> => send<T>("PUT", path, body),
  /** A last word while the page goes away; nobody waits for its answer. */
  putLast: (path: string, body: unknown): void => {
    const headers = { "content-type": "application/json" };
    void fetch(ROOT + path, { method: "PUT", credentials: "same-origin", headers, body: JSON.stringify(body), keepalive: true }).catch(() => undefined);
  },
  remove: <T = void>(path: string): Promise<T> => send<T>("DELETE", path),
  upload: <T>(path: string, form: FormData): Promise<T> => send<T>("POST", path, form),
};

/**
 * Send one request below /api/v1.
 * Throws ApiError: with the server's code, or `offline` when no answer came.
 */
async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const isForm = body instanceof FormData;
  const deadline = AbortSignal.timeout(isForm ? DEADLINE_MS * 15 : DEADLINE_MS);
  const started = performance.now();
  let response: Response;
  try {
    response = await fetch(ROOT + path, {
      method,
      credentials: "same-origin",
      headers: { accept: "application/json", ...(body !== undefined && !isForm ? { "content-type": "application/json" } : {}) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, "offline", "The server did not answer.");
  }
  if (!isForm) lastRoundTripMs.value = Math.round(performance.now() - started);
  const answer: unknown = response.status === 204 ? undefined : await readJson(response);
  if (!response.ok) throw refused(response.status, answer, path);
  const at = (answer as { server_now?: unknown } | undefined)?.server_now;
  if (typeof at === "string") learnServerTime(at);
  return answer as T;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return { code: "not_json", sentence: `The server answered with status ${response.status}.` };
  }
}

function refused(status: number, answer: unknown, path: string): ApiError {
  if (status === 401 && path !== "/session") onSignedOut();
  const { code, sentence, details } = (answer ?? {}) as { code?: string; sentence?: string; details?: Record<string, unknown> };
  return new ApiError(status, code ?? `http_${status}`, sentence ?? `The server answered with status ${status}.`, details ?? {});
}
