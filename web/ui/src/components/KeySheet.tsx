/** The sheet of keys (`?`). */
import { t } from "../texts/texts.ts";
import { Dialog } from "./Dialog.tsx";

export interface KeyLine {
  keys: string;
  text: string;
}

export function KeySheet({ lines, onClose }: { lines: readonly KeyLine[]; onClose: () => void }) {
  return (
    <Dialog title={t("shell.keys")} onClose={onClose}>
      <dl class="facts">
        {lines.map((line) => (
          <>
            <dt key={`${line.keys}-key`}>
              <kbd>{line.keys}</kbd>
            </dt>
            <dd key={line.keys}>{line.text}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}
