/** What there is to say about one cell of the week: which rule of which layer closes it, with its source, and who does not want calls then. */
import { formatShare } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import type { Cell } from "./grid_moves.ts";
import { type Layers, type RuleOfLayer, rulesClosing, type ShownLayer } from "./layers.ts";
import { t } from "./texts.ts";
import { CELL_MINUTES, clockTime, DAYS, rangeText, spillOf, type Week } from "./windows.ts";

interface Props {
  cell: Cell;
  /** What the cell itself says, in short. */
  sentence: string;
  week: Week;
  shown: readonly ShownLayer[];
  wishes: Layers | null;
  /** The other corner of the selection; null where the mouse looks at another cell. */
  anchor: Cell | null;
  typing: string;
}

export function CellTold({ cell: [day, cell], sentence, week, shown, wishes, anchor, typing }: Props) {
  const rules = rulesClosing(shown, day, cell);
  const persons = wishes?.barred[day]?.[cell] ?? 0;
  const spill = spillOf(week, day);
  const before = DAYS[(day + 6) % 7] ?? "mon";
  const belongs = spill && cell * CELL_MINUTES < spill[1] - 1440 ? t("grid.belongs", { day: t(`day.${before}`), range: rangeText(spill) }) : null;
  return (
    <div class="week-told small">
      <p class="figures">
        <strong>{sentence}</strong> <span class="quiet">{typing ? t("grid.typed", { text: typing }) : anchor ? selection(anchor, [day, cell]) : ""}</span>
      </p>
      <div id="cell-told">
        {belongs ? <p>{belongs}</p> : null}
        {rules.map((rule) => (
          <p key={rule.id}>{ruleText(rule)}</p>
        ))}
        {persons > 0 && wishes ? <p>{t("layers.wishes", { n: persons, share: formatShare(persons / Math.max(1, wishes.cases)) })}</p> : null}
      </div>
    </div>
  );
}

/** "8:00-21:00 where the person is (United States; 12 CFR 1006.6)" */
export function ruleText(rule: RuleOfLayer): string {
  const said = t("layers.rule", {
    title: inLanguage({ en: rule.title, zh: rule.title_zh }),
    place: t.coded(`layer.${rule.place}`, inLanguage({ en: rule.place, zh: rule.place_zh })),
    cite: rule.cite,
  });
  return rule.waived_by ? `${said}, ${t("layers.waived", { consent: rule.waived_by })}` : said;
}

function selection(one: Cell, other: Cell): string {
  const [firstDay, lastDay] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [first, last] = [Math.min(one[1], other[1]), Math.max(one[1], other[1]) + 1];
  if (firstDay === lastDay && last - first === 1) return "";
  const name = (day: number): string => t(`day.${DAYS[day] ?? "mon"}`);
  const hours = ((lastDay - firstDay + 1) * (last - first) * CELL_MINUTES) / 60;
  return t("grid.selected", { from: `${name(firstDay)} ${clockTime(first * CELL_MINUTES)}`, to: `${name(lastDay)} ${clockTime(last * CELL_MINUTES)}`, hours });
}
