/** The drawn waves: two channels over each other from the server's peaks, comments as marks; the sound is the page's own audio element. */
import WaveSurfer from "wavesurfer.js";
import RegionsPlugin from "wavesurfer.js/plugins/regions";
import type { Comment, Recording } from "./shapes.ts";

const CHANNEL_PX = 56;

export interface Wave {
  showComments: (comments: readonly Comment[]) => void;
  recolour: () => void;
  destroy: () => void;
}

/** Draw into a box; clicks in it move the audio. */
export function drawWave(box: HTMLElement, audio: HTMLAudioElement, recording: Recording): Wave {
  const regions = RegionsPlugin.create();
  const host = document.createElement("div");
  const wave = WaveSurfer.create({
    container: host,
    media: audio,
    peaks: [recording.peaks.map((pair) => pair[0]), recording.peaks.map((pair) => pair[1])],
    duration: recording.duration_ms / 1000,
    height: CHANNEL_PX,
    cursorWidth: 2,
    splitChannels: channelColours(),
    cursorColor: colour("--bad"),
    plugins: [regions],
  });
  adoptStyles(host);
  box.replaceChildren(host);
  return {
    showComments: (comments) => {
      const place = (): void => {
        regions.clearRegions();
        for (const comment of comments) {
          regions.addRegion({
            id: comment.id,
            start: comment.start_ms / 1000,
            ...(comment.end_ms === null ? {} : { end: comment.end_ms / 1000 }),
            drag: false,
            resize: false,
            color: `color-mix(in srgb, ${colour("--note")} 35%, transparent)`,
          });
        }
      };
      if (wave.getDuration() > 0) place();
      else wave.once("ready", place);
    },
    recolour: () => wave.setOptions({ splitChannels: channelColours(), cursorColor: colour("--bad") }),
    destroy: () => {
      wave.destroy();
      host.remove();
    },
  };
}

function channelColours() {
  return [
    { waveColor: colour("--chart-1"), progressColor: colour("--text"), height: CHANNEL_PX },
    { waveColor: colour("--chart-2"), progressColor: colour("--text"), height: CHANNEL_PX },
  ];
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * Replace the library's style elements by constructed sheets. The page's policy allows no inline style elements; sheets
 * made by our own script are not inline. It is done before the host is in the page, so that nothing is ever refused.
 */
function adoptStyles(host: HTMLElement): void {
  for (const child of host.children) {
    const root = child.shadowRoot;
    for (const style of root?.querySelectorAll("style") ?? []) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent ?? "");
      if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      style.remove();
    }
  }
}
