/** The one WebSocket: resume by cursor, back-off, age of the link, take-over, and the proof that a call was painted. */
import { signal } from "@preact/signals";
import { learnServerTime } from "./clock.ts";
import type { AgentView, CallView } from "./shapes.ts";

export type Connection = "off" | "connecting" | "open" | "lost" | "elsewhere";
interface Message {
  seq?: number;
  kind: string;
  body?: unknown;
}
type Listener = (body: unknown) => void;
interface Pop {
  attempt_id: string;
  received_at: number;
  painted_at: number;
  bridged_at: string | null;
}
declare global {
  interface Window {
    __ringfence_pops: Pop[];
  }
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** The server pings each 5 s; three missed pings mean that the line is dead although nobody closed it. */
const SILENCE_MS = 16_000;
const POPS_KEPT = 500;
/** Close code by which the server says that the session has ended. */
const SIGNED_OUT = 4401;

export const connection = signal<Connection>("off");
/** When the server was last heard, in `performance.now()` ms. */
export const lastHeardAt = signal(0);
const listeners = new Map<string, Set<Listener>>();
let socket: WebSocket | null = null;
let cursor = 0;
let tries = 0;
let isWanted = false;
let onSignedOut: () => void = () => undefined;
let lastPop = "";
let wantsTakeOver = false;
let silenceWatch: ReturnType<typeof setInterval> | undefined;
window.__ringfence_pops = [];

/** Hear one kind of message; the answer stops it. */
export function hear<T>(kind: string, act: (body: T) => void): () => void {
  const set = listeners.get(kind) ?? new Set<Listener>();
  listeners.set(kind, set);
  set.add(act as Listener);
  return () => set.delete(act as Listener);
}

/** Open the socket and keep it open until `disconnect`; `signedOut` is called when the server ends the session. */
export function connect(signedOut: () => void): void {
  if (isWanted) return;
  isWanted = true;
  onSignedOut = signedOut;
  open();
  silenceWatch = setInterval(watchSilence, 4_000);
  addEventListener("online", open);
}

export function disconnect(): void {
  isWanted = false;
  clearInterval(silenceWatch);
  removeEventListener("online", open);
  socket?.close();
  connection.value = "off";
}

/** Make this window the agent's one window. */
export function takeOver(): void {
  wantsTakeOver = socket?.readyState !== WebSocket.OPEN;
  tell({ kind: "take_over" });
}

/** Wait before the next try: doubles up to a bound, with jitter (0..1) so that a floor does not return in one instant. */
export function backOffMs(attempt: number, jitter: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + jitter / 2);
}

function open(): void {
  if (!isWanted || socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return;
  if (connection.value !== "lost") connection.value = "connecting";
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const next = new WebSocket(`${scheme}//${location.host}/api/v1/live?cursor=${cursor}`);
  socket = next;
  next.onmessage = (event) => receive(event.data);
  next.onopen = () => {
    if (wantsTakeOver) takeOver();
  };
  next.onclose = (event) => {
    if (socket !== next) return;
    socket = null;
    if (event.code === SIGNED_OUT) {
      disconnect();
      onSignedOut();
    }
    if (!isWanted) return;
    if (connection.value !== "elsewhere") connection.value = "lost";
    setTimeout(open, backOffMs(tries, Math.random()));
    tries += 1;
  };
}

function watchSilence(): void {
  if (socket?.readyState === WebSocket.OPEN && performance.now() - lastHeardAt.value > SILENCE_MS) {
    const dead = socket;
    socket = null;
    dead.close();
    connection.value = "lost";
    open();
  }
}

function receive(raw: unknown): void {
  const receivedAt = performance.now();
  if (typeof raw !== "string") return;
  const message = JSON.parse(raw) as Message;
  lastHeardAt.value = receivedAt;
  if (typeof message.seq === "number") cursor = Math.max(cursor, message.seq);
  const body = message.body as { server_now?: string; agent?: AgentView | null } | undefined;
  if (typeof body?.server_now === "string") learnServerTime(body.server_now);
  switch (message.kind) {
    case "hello":
      tries = 0;
      connection.value = "open";
      // A restarted server counts anew: its own number is the truth.
      if (typeof message.seq === "number") cursor = message.seq;
      if (body?.agent) {
        learnServerTime(body.agent.server_now);
        publish("agent", body.agent, receivedAt);
      }
      break;
    case "ping":
      tell({ kind: "pong" });
      break;
    case "elsewhere":
      connection.value = "elsewhere";
      break;
    default:
      publish(message.kind, message.body, receivedAt);
  }
}

function publish(kind: string, body: unknown, receivedAt: number): void {
  for (const listener of listeners.get(kind) ?? []) listener(body);
  const call = kind === "call" ? (body as CallView) : kind === "agent" ? (body as AgentView).call : null;
  if (call && (call.state === "bridged" || call.state === "preview")) provePainted(call, receivedAt);
}

/** The second frame after a change is the first that surely shows it. */
function provePainted(call: CallView, receivedAt: number): void {
  const pop = `${call.attempt_id}:${call.state}`;
  if (pop === lastPop) return;
  lastPop = pop;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const painted = performance.timeOrigin + performance.now();
      window.__ringfence_pops.push({
        attempt_id: call.attempt_id,
        received_at: performance.timeOrigin + receivedAt,
        painted_at: painted,
        bridged_at: call.bridged_at,
      });
      if (window.__ringfence_pops.length > POPS_KEPT) window.__ringfence_pops.shift();
      tell({ kind: "shown", attempt_id: call.attempt_id, painted_at: new Date(painted).toISOString() });
    }),
  );
}

function tell(message: Record<string, unknown>): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
