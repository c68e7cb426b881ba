/** A one-time sign-in link for a person. It is shown here once; the server keeps only its hash. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { CopyButton, useCommand } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { Notice } from "../components/Notice.tsx";
import type { OneTimeLink, UserRow } from "./shapes.ts";
import { t } from "./texts.ts";

export function LinkDialog({ user, onClose }: { user: UserRow; onClose: () => void }) {
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const { isBusy, run } = useCommand();
  const make = (): void => run(async () => setLink(await api.post<OneTimeLink>(`/users/${user.id}/link`)));
  return (
    <Dialog title={t("users.link_of", { name: user.display_name })} onClose={onClose}>
      <p>{t("link.text")}</p>
      <div class="link-slot stack" aria-live="polite">
        {link ? (
          <>
            <input class="input mono" readOnly aria-label={t("link.label")} value={link.url} onFocus={(event) => event.currentTarget.select()} />
            <p class="small">
              {t("link.until")} <LocalTime at={link.expires_at} />
            </p>
            <Notice tone="warn">{t("link.once")}</Notice>
            <div>
              <CopyButton text={link.url} label={t("link.copy")} />
            </div>
          </>
        ) : (
          <div>
            <Button kind="primary" disabled={isBusy} onClick={make}>
              {t("link.make")}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
