/** The header: where one can go by one's rights, language, colours, sign-out. */
import { useState } from "preact/hooks";
import { Account } from "./Account.tsx";
import { may, me, prefer, preferences, preferLanguage, signOut, type Theme } from "./session.ts";
import { address } from "./router.ts";
import { Button } from "../components/Button.tsx";
import { openPalette } from "../components/Palette.tsx";
import { toastFault } from "../components/Toasts.tsx";
import { homeOf, ROUTES } from "../routes.tsx";
import { language } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

const NEXT_THEME: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const THEME_SIGN: Record<Theme, string> = { system: "◐", light: "☀", dark: "☾" };

export function Masthead() {
  const who = me.value;
  const [isAccount, setAccount] = useState(false);
  return (
    <>
      <header class="frame-head">
        {who?.simulated ? <div class="simulated">{t("shell.simulated")}</div> : null}
        <div class="masthead">
          <a class="name" href={who ? homeOf(who.role) : "/sign-in"}>
            <span aria-hidden="true">◎</span> Ringfence
          </a>
          <nav aria-label={t("shell.navigation")}>
            <ul>
              {ROUTES.filter((route) => route.nav !== null && who && may(route.right)).map((route) => (
                <li key={route.pattern}>
                  <a href={route.pattern} aria-current={isCurrent(route.pattern) ? "page" : undefined}>
                    {route.nav ? t(route.nav) : null}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <Tools onAccount={() => setAccount(true)} />
        </div>
      </header>
      {isAccount ? <Account onClose={() => setAccount(false)} /> : null}
    </>
  );
}

function Tools({ onAccount }: { onAccount: () => void }) {
  const who = me.value;
  const theme = preferences().theme ?? "system";
  const themeText = t(`shell.theme.${theme}`);
  return (
    <div class="tools">
      {who ? (
        <Button kind="plain" class="finds" onClick={openPalette} keyHint="Ctrl K">
          {t("shell.palette")}
        </Button>
      ) : null}
      <Button
        kind="plain"
        label={t("shell.language_label")}
        onClick={() => void preferLanguage(language.value === "en" ? "zh" : "en").catch(toastFault)}
      >
        {t("shell.language")}
      </Button>
      {who ? (
        <>
          <Button
            kind="plain"
            label={t("shell.theme_label", { theme: themeText })}
            title={themeText}
            onClick={() => void prefer({ theme: NEXT_THEME[theme] }).catch(toastFault)}
          >
            {THEME_SIGN[theme]}
          </Button>
          <Button kind="plain" class="who" label={t("account.open", { name: who.display_name })} title={who.display_name} onClick={onAccount}>
            {who.display_name}
          </Button>
          <Button kind="plain" onClick={() => void signOut().catch(toastFault)}>
            {t("shell.sign_out")}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function isCurrent(pattern: string): boolean {
  const path = address.value.path;
  return path === pattern || path.startsWith(`${pattern}/`);
}
