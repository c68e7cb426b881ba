/** Signing in by login and password, and the page of a one-time link. */
import { useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Field } from "../components/Field.tsx";
import { faultSentence } from "../components/Toasts.tsx";
import { signIn } from "../shell/session.ts";
import { t } from "../texts/texts.ts";

export function SignInPage() {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(login, password);
    } catch (error) {
      setFault(faultSentence(error));
      setBusy(false);
    }
  };
  return (
    <div class="sign-in">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <h1>{t("sign_in.title")}</h1>
        <Field
          label={t("sign_in.login")}
          value={login}
          onInput={setLogin}
          input={{ autocomplete: "username", required: true, autocapitalize: "none", spellcheck: false }}
        />
        <Field
          label={t("sign_in.password")}
          type="password"
          value={password}
          onInput={setPassword}
          fault={fault}
          holdsFault
          input={{ autocomplete: "current-password", required: true }}
        />
        <div role="alert" class="unseen">
          {fault}
        </div>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {t("sign_in.submit")}
        </Button>
      </form>
    </div>
  );
}

/** The link is used up by the press of the button, not by opening it: mail scanners open links. */
export function LinkPage() {
  return (
    <div class="sign-in">
      <form class="card" method="post" action={location.pathname}>
        <h1>{t("sign_in.link_title")}</h1>
        <p>{t("sign_in.link_text")}</p>
        <Button kind="primary" type="submit">
          {t("sign_in.submit")}
        </Button>
      </form>
    </div>
  );
}
