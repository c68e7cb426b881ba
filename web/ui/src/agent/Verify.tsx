/** The gate before the debt: what to ask, and the debt itself once the right party is verified. */
import * as commands from "./commands.ts";
import { call, changeDraft, draft } from "./panel.ts";
import type { DebtSeen } from "../api/shapes.ts";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Tick } from "../components/Field.tsx";
import { Money } from "../components/Figures.tsx";
import { formatDay, formatMoney } from "../texts/formats.ts";
import { productName } from "../texts/products.ts";
import { t } from "../texts/texts.ts";

export function Verify() {
  const view = call.value;
  return (
    <section class="card verify" aria-labelledby="verify-title">
      <div class="row spread">
        <h2 id="verify-title">{t("agent.verify")}</h2>
        {view?.verified ? <Badge tone="good">{t("agent.verified")}</Badge> : null}
      </div>
      {view?.verified ? null : <Items />}
      <Debt debt={view?.debt ?? null} />
    </section>
  );
}

function Items() {
  const view = call.value;
  const ticked = draft.value?.verified_items ?? [];
  const isOpen = view !== null && view.state !== "preview";
  const items = view?.verify ?? [];
  const isAll = items.length > 0 && items.every((item) => ticked.includes(item.code));
  return (
    <>
      <div class="verify-items">
        {items.map((item) => (
          <Tick
            key={item.code}
            checked={ticked.includes(item.code)}
            disabled={!isOpen}
            onChange={(isTicked) =>
              changeDraft({ verified_items: isTicked ? [...ticked, item.code] : ticked.filter((code) => code !== item.code) }, "chosen")
            }
          >
            {t.coded(`verify.${item.code}`, item.label)}: <strong>{item.expected}</strong>
          </Tick>
        ))}
      </div>
      <Button kind={isAll ? "primary" : undefined} keyHint="V" disabled={!isOpen || commands.isBusy.value} onClick={() => void commands.verify()}>
        {isAll ? t("agent.verify_confirm") : t("agent.verify_tick")}
      </Button>
    </>
  );
}

function Debt({ debt }: { debt: DebtSeen | null }) {
  if (!debt) return call.value ? <p class="hidden-debt small quiet">{t("agent.debt_hidden")}</p> : null;
  return (
    <div class="debt">
      <p class="past-due">
        <span class="quiet">{t("agent.past_due")}</span> <Money money={debt.past_due} />
      </p>
      <dl class="facts small">
        <dt>{t("agent.creditor")}</dt>
        <dd>
          {debt.creditor} · {productName(debt.product)}
        </dd>
        <dt>{t("agent.balance")}</dt>
        <dd>{formatMoney(debt.balance)}</dd>
        <dt>{t("agent.days_past_due")}</dt>
        <dd>{t("agent.days", { n: debt.days_past_due })}</dd>
        {debt.accounts.map((account) => (
          <>
            <dt key={`${account.account_number_masked}-number`} class="mono">
              {account.account_number_masked}
            </dt>
            <dd key={account.account_number_masked}>
              {t("agent.account_line", { amount: formatMoney(account.past_due), n: account.days_past_due })}
            </dd>
          </>
        ))}
        {debt.promise ? (
          <>
            <dt>{t("agent.last_promise")}</dt>
            <dd>
              {formatMoney(debt.promise.amount)} · {formatDay(debt.promise.due_on)} ·{" "}
              {t.coded(`promise_state.${debt.promise.state}`, debt.promise.state)}
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
