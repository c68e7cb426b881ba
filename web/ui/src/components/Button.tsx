/** A button; a link that looks like one when it has an `href`. */
import type { ComponentChildren } from "preact";

interface Props {
  children: ComponentChildren;
  kind?: "primary" | "danger" | "plain" | undefined;
  /** Key shown on the button, for people who learn the keys by using the mouse. */
  keyHint?: string | undefined;
  disabled?: boolean | undefined;
  pressed?: boolean | undefined;
  href?: string | undefined;
  type?: "button" | "submit" | undefined;
  label?: string | undefined;
  title?: string | undefined;
  class?: string | undefined;
  id?: string | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
}

export function Button({ children, kind, keyHint, disabled, pressed, href, type = "button", label, title, id, onClick, ...rest }: Props) {
  const look = ["button", kind, rest.class].filter(Boolean).join(" ");
  const inside = (
    <>
      {children}
      {keyHint ? <kbd aria-hidden="true">{keyHint}</kbd> : null}
    </>
  );
  if (href !== undefined) {
    return (
      <a class={look} href={href} aria-label={label} title={title} id={id}>
        {inside}
      </a>
    );
  }
  return (
    <button class={look} type={type} disabled={disabled} aria-pressed={pressed} aria-label={label} title={title} id={id} onClick={onClick}>
      {inside}
    </button>
  );
}
