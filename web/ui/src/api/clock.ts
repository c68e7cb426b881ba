/** The server's time on this screen: an offset learned from its messages, and one tick a second for everything that counts. */
import { signal } from "@preact/signals";

let offsetMs = 0;
let isLearned = false;

/** Server time in ms since the epoch, changed once a second (read it in a component to be redrawn). */
export const now = signal(Date.now());

/** Learn from an instant the server just sent. The fastest message is the truest, so a later one only corrects forward jumps. */
export function learnServerTime(serverNow: string): void {
  const offset = Date.parse(serverNow) - Date.now();
  if (Number.isNaN(offset)) return;
  if (!isLearned || offset > offsetMs || offsetMs - offset > 1500) {
    offsetMs = offset;
    isLearned = true;
    tick();
  }
}

/** Bring `now` up to date at once, so that a count-down that starts between two ticks starts right. */
export function tick(): void {
  now.value = serverTime();
}

export function serverTime(): number {
  return Date.now() + offsetMs;
}

/** Whole seconds left until an instant, never below zero. */
export function secondsLeft(until: string, at: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - at) / 1000));
}

export function secondsSince(since: string, at: number): number {
  return Math.max(0, Math.floor((at - Date.parse(since)) / 1000));
}

export function startTicking(): void {
  setInterval(tick, 1000);
}

/** A server that was started anew may have gone back by more than any message is late. */
const RESTART_MS = 30_000;

/** Whether a picture taken at an instant is older than the one we have because it came late. */
export function isOvertaken(at: string, than: string): boolean {
  const behind = Date.parse(than) - Date.parse(at);
  return behind > 0 && behind < RESTART_MS;
}
