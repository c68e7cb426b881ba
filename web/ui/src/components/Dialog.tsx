/** A modal dialog on `<dialog>`: Escape closes it, focus returns to where it was. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../texts/texts.ts";
import { Button } from "./Button.tsx";

/** What gets the focus: what asks for it, else the first control that can take it. */
const FIRST = "[data-first], .body :is(input, select, textarea, button):not(:disabled)";

interface Props {
  title: string;
  children: ComponentChildren;
  footer?: ComponentChildren;
  isWide?: boolean;
  onClose: () => void;
}

export function Dialog({ title, children, footer, isWide, onClose }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next key is heard: what is typed fast after the key that opens a dialog belongs to the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    box.current?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => (before instanceof HTMLElement ? before.focus() : undefined);
  }, []);
  return (
    <dialog
      ref={box}
      class={`dialog ${isWide ? "wide" : ""}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <Button kind="plain" label={t("dialog.close")} onClick={onClose}>
          ✕
        </Button>
      </header>
      <div class="body stack">{children}</div>
      {footer ? <footer>{footer}</footer> : null}
    </dialog>
  );
}
