/** The command palette (Ctrl/Cmd+K): pages and actions found by typing. */
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { t } from "../texts/texts.ts";
import { Dialog } from "./Dialog.tsx";

export interface Command {
  code: string;
  title: string;
  keyHint?: string;
  act: () => void;
}

const isOpen = signal(false);
const sources = new Set<() => readonly Command[]>();

/** Add commands to the palette while a page is shown; the answer removes them. */
export function offerCommands(source: () => readonly Command[]): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

export function openPalette(): void {
  isOpen.value = true;
}

export function startPalette(): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      openPalette();
    }
  });
}

/** Commands whose title has every typed word, those that start with it first. */
export function found<T extends { title: string }>(commands: readonly T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = commands.filter((command) => words.every((word) => command.title.toLowerCase().includes(word)));
  const starts = (command: T): number => (command.title.toLowerCase().startsWith(typed.toLowerCase()) ? 0 : 1);
  return fits.sort((a, b) => starts(a) - starts(b));
}

export function Palette() {
  if (!isOpen.value) return null;
  const close = (): void => {
    isOpen.value = false;
  };
  const commands = [...sources].flatMap((source) => source());
  return (
    <Dialog title={t("shell.palette")} onClose={close}>
      <Chooser
        label={t("shell.palette_hint")}
        options={commands}
        onChoose={(command) => {
          close();
          command.act();
        }}
      />
    </Dialog>
  );
}

interface ChooserProps<T> {
  label: string;
  options: readonly T[];
  onChoose: (option: T) => void;
}

/** A type-ahead list: letters narrow it, arrows move, Enter takes. */
export function Chooser<T extends { code: string; title: string; keyHint?: string }>({ label, options, onChoose }: ChooserProps<T>) {
  const [typed, setTyped] = useState("");
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const shown = found(options, typed);
  const at = Math.min(index, Math.max(0, shown.length - 1));
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = (at + step + shown.length) % Math.max(1, shown.length);
      setIndex(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = shown[at];
      if (option) onChoose(option);
    }
  };
  return (
    <div class="palette">
      <input
        class="input"
        data-first=""
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls="chooser-list"
        aria-activedescendant={shown[at] ? `chooser-${shown[at].code}` : undefined}
        placeholder={label}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={move}
      />
      <ul ref={list} id="chooser-list" role="listbox" aria-label={label} tabIndex={-1}>
        {shown.map((option, position) => (
          <li
            key={option.code}
            id={`chooser-${option.code}`}
            role="option"
            aria-selected={position === at ? "true" : "false"}
            onClick={() => onChoose(option)}
          >
            <span>{option.title}</span>
            {option.keyHint ? <kbd>{option.keyHint}</kbd> : null}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p class="quiet">{t("shell.palette_none")}</p> : null}
    </div>
  );
}
