/** Starts the front end: language, colours, session, address, live socket, first page. */
import { render } from "preact";
import { effect } from "@preact/signals";
import { whenSignedOut } from "./api/client.ts";
import { startTicking } from "./api/clock.ts";
import { connect } from "./api/live.ts";
import { startPalette } from "./components/Palette.tsx";
import { App } from "./shell/App.tsx";
import { startRouting } from "./shell/router.ts";
import { applyTheme, loadMe, me } from "./shell/session.ts";

applyTheme("system");
startTicking();
startRouting();
startPalette();
const forget = (): void => {
  me.value = null;
};
whenSignedOut(forget);
effect(() => {
  if (me.value) connect(forget);
});

const root = document.getElementById("app");
if (root) render(<App />, root);
void loadMe();
