/** Undo and redo of edited hours. The keys of a line that is typed in one go are undone together. */
import { useRef, useState } from "preact/hooks";
import { sameDocument, type WindowsDocument } from "./windows_document.ts";

const MOST = 100;
const TOGETHER_MS = 800;

export interface History {
  set: (next: WindowsDocument) => void;
  /** As `set`, for an edit by a key of a line. */
  type: (next: WindowsDocument) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) outside text fields, which have their own. */
  press: (event: KeyboardEvent) => void;
}

export function useHistory(current: WindowsDocument, onChange: (next: WindowsDocument) => void): History {
  const [past, setPast] = useState<WindowsDocument[]>([]);
  const [future, setFuture] = useState<WindowsDocument[]>([]);
  const typedAt = useRef(-TOGETHER_MS);
  const change = (next: WindowsDocument, goesOn: boolean): void => {
    if (!goesOn || past.length === 0) setPast([...past, current].slice(-MOST));
    setFuture([]);
    onChange(next);
  };
  const set = (next: WindowsDocument): void => {
    if (sameDocument(next, current)) return;
    typedAt.current = -TOGETHER_MS;
    change(next, false);
  };
  const type = (next: WindowsDocument): void => {
    if (sameDocument(next, current)) return;
    const goesOn = performance.now() - typedAt.current < TOGETHER_MS;
    typedAt.current = performance.now();
    change(next, goesOn);
  };
  const undo = (): void => {
    const former = past.at(-1);
    if (!former) return;
    setPast(past.slice(0, -1));
    setFuture([...future, current]);
    onChange(former);
  };
  const redo = (): void => {
    const next = future.at(-1);
    if (!next) return;
    setFuture(future.slice(0, -1));
    setPast([...past, current]);
    onChange(next);
  };
  const press = (event: KeyboardEvent): void => {
    const isText = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (isText || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  };
  return { set, type, undo, redo, canUndo: past.length > 0, canRedo: future.length > 0, press };
}
