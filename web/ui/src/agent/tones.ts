/** The sounds at the agent's ear: three short beeps at connect, two at the end, a soft one for a key that was too early. */

const BEEP_S = 0.05;
const GAP_S = 0.025;
let context: AudioContext | null = null;

/** Browsers allow sound only after a press; call this from one. */
export function allowSound(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

export function beep(kind: "connect" | "end" | "early", volume: number): void {
  if (!context || context.state !== "running" || volume <= 0) return;
  const [count, hertz, share] = { connect: [3, 880, 1], end: [2, 520, 1], early: [1, 220, 0.4] }[kind] as [number, number, number];
  for (let index = 0; index < count; index += 1) {
    const start = context.currentTime + index * (BEEP_S + GAP_S);
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(volume * share * 0.4, start + 0.008);
    gain.gain.linearRampToValueAtTime(0, start + BEEP_S);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + BEEP_S + 0.01);
  }
}
