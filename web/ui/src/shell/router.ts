/** Where we are: the address as a signal, patterns with `:names`, and moving without a reload. */
import { signal } from "@preact/signals";

export const address = signal({ path: location.pathname, query: new URLSearchParams(location.search) });

/** Values of the `:names` when the path fits the pattern, else null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) {
      if (value === "") return null;
      params[part.slice(1)] = decodeURIComponent(value);
    } else if (part !== value) return null;
  }
  return params;
}

/** Move to an address of ours; `replace` leaves no step to go back to. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  read();
  if (how === "push") scrollTo(0, 0);
}

/** Change some of the query (null removes), without a step to go back to. */
export function setQuery(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(address.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  go(address.value.path + (text === "" ? "" : `?${text}`), "replace");
}

/** Follow plain clicks on links of ours without a reload. Links with `download`, `target` or to /api are left alone. */
export function startRouting(): void {
  addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.pathname.startsWith("/api/") || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function read(): void {
  address.value = { path: location.pathname, query: new URLSearchParams(location.search) };
}
