/**
 * The week as a grid of quarter hours, painted by mouse or keyboard: arrows move, Shift stretches, Space opens or closes,
 * typed times go there. The line above it and the table beside it say the same, for everyone who does not want a grid.
 */
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { CellTold } from "./CellTold.tsx";
import { type Cell, isBetween, moveOf, typedCells } from "./grid_moves.ts";
import { closersOf, closing, type Layers, type ShownLayer, wishesOf } from "./layers.ts";
import { t } from "./texts.ts";
import { blockRanges, CELL_MINUTES, CELLS_A_DAY, cellState, clockTime, DAYS, painted, signsOf, type Week } from "./windows.ts";

interface Props {
  week: Week;
  /** The layers that are shown over the campaign's hours, drawn but never changed. */
  shown: readonly ShownLayer[];
  /** Where the persons' wishes are shown, the layers they come with. */
  wishes: Layers | null;
  onChange: (week: Week) => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const CELLS = Array.from({ length: CELLS_A_DAY }, (_, cell) => cell);
const FIRST: Cell = [0, 32];
const TYPING_MS = 1500;

export function WeekGrid({ week, shown, wishes, onChange }: Props) {
  const [anchor, setAnchor] = useState<Cell>(FIRST);
  const [focus, setFocus] = useState<Cell>(FIRST);
  const [hover, setHover] = useState<Cell | null>(null);
  const [opens, setOpens] = useState<boolean | null>(null);
  const [typing, setTyping] = useState("");
  const body = useRef<HTMLTableSectionElement>(null);
  const hasKeys = useRef(false);
  const states = useMemo(() => signsOf(week), [week]);
  const closers = useMemo(() => closersOf(shown), [shown]);
  const levels = useMemo(() => (wishes ? wishesOf(wishes) : []), [wishes]);

  const paint = (one: Cell, other: Cell, open: boolean): void =>
    onChange(blockRanges(one, other).reduce((done, range) => painted(done, range, open), week));

  useEffect(() => {
    if (hasKeys.current) body.current?.querySelector<HTMLElement>(`[data-cell="${focus[0]}-${focus[1]}"]`)?.focus();
  }, [focus]);

  useEffect(() => {
    if (typing === "") return undefined;
    const timer = setTimeout(() => setTyping(""), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typing]);

  // The button may be let go outside the grid, and sooner than the next frame.
  useLayoutEffect(() => {
    if (opens === null) return undefined;
    const finish = (): void => {
      setOpens(null);
      paint(anchor, focus, opens);
    };
    addEventListener("pointerup", finish, { once: true });
    return () => removeEventListener("pointerup", finish);
  }, [opens, anchor, focus, week]);

  const type = (text: string): void => {
    setTyping(text);
    const cells = typedCells(text);
    if (!cells) return;
    setAnchor([focus[0], cells[0]]);
    setFocus([focus[0], cells[1]]);
  };

  const press = (event: KeyboardEvent): void => {
    const move = moveOf(event, focus);
    if (!move) return;
    event.preventDefault();
    hasKeys.current = true;
    if (move.kind === "typed") return type(typing + move.sign);
    setTyping("");
    if (move.kind === "paint") paint(anchor, focus, cellState(week, anchor[0], anchor[1]) !== "open");
    else if (move.kind === "drop") setAnchor(focus);
    else if (move.kind === "all") {
      setAnchor([0, 0]);
      setFocus([6, CELLS_A_DAY - 1]);
    } else {
      setFocus(move.to);
      if (!move.stretches) setAnchor(move.to);
    }
  };

  /** A screen reader or the mouse may put the focus on any cell; the selection starts anew there. */
  const enter = (event: FocusEvent): void => {
    const cell = cellAt(event);
    if (!cell || opens !== null || (cell[0] === focus[0] && cell[1] === focus[1])) return;
    setFocus(cell);
    setAnchor(cell);
  };

  const down = (event: PointerEvent): void => {
    const cell = cellAt(event);
    if (!cell || event.button !== 0) return;
    hasKeys.current = event.pointerType === "mouse";
    setFocus(cell);
    if (!event.shiftKey) setAnchor(cell);
    // A finger scrolls the page; its tap paints one cell on release.
    const from = event.shiftKey ? anchor : cell;
    setOpens(cellState(week, from[0], from[1]) !== "open");
    if (event.pointerType === "mouse") event.preventDefault();
  };

  const over = (event: PointerEvent): void => {
    const cell = cellAt(event);
    setHover(cell);
    if (cell && opens !== null && event.pointerType === "mouse") setFocus(cell);
  };

  return (
    <div class="week-grid">
      <div class="week-scroll" tabIndex={-1}>
        <table role="grid" aria-multiselectable="true" aria-label={t("grid.label")} aria-describedby="grid-keys">
          <thead>
            <tr>
              <td />
              {HOURS.map((hour) => (
                <th key={hour} scope="col" colSpan={4}>
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={press} onFocusIn={enter} onPointerDown={down} onPointerOver={over} onPointerLeave={() => setHover(null)}>
            {DAYS.map((day, index) => (
              <Row
                key={day}
                day={index}
                name={t(`day.${day}`)}
                states={states[index] ?? ""}
                closers={closers[index] ?? ""}
                levels={levels[index] ?? ""}
                chosen={CELLS.map((cell) => (isBetween([index, cell], anchor, focus) ? "x" : "-")).join("")}
                focused={focus[0] === index ? focus[1] : -1}
              />
            ))}
          </tbody>
        </table>
      </div>
      <CellTold
        cell={hover ?? focus}
        sentence={describe(hover ?? focus, states, closers)}
        week={week}
        shown={shown}
        wishes={wishes}
        anchor={hover ? null : anchor}
        typing={typing}
      />
      <ul class="row legend small">
        <li><span class="swatch o" aria-hidden="true" />{t("grid.legend_open")}</li>
        <li><span class="swatch o barred" aria-hidden="true" />{t("grid.legend_barred")}</li>
        <li><span class="swatch" aria-hidden="true" />{t("grid.legend_closed")}</li>
        {wishes ? <li><span class="swatch w3" aria-hidden="true" />{t("grid.legend_wishes")}</li> : null}
      </ul>
      <p class="small quiet" id="grid-keys">
        {t("grid.keys")}
      </p>
    </div>
  );
}

interface RowProps {
  day: number;
  name: string;
  states: string;
  closers: string;
  levels: string;
  chosen: string;
  focused: number;
}

/** One day; drawn again only when something of this day changed. */
const Row = memo(function Row({ day, name, states, closers, levels, chosen, focused }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {CELLS.map((cell) => (
        <td
          key={cell}
          role="gridcell"
          data-cell={`${day}-${cell}`}
          tabIndex={cell === focused ? 0 : -1}
          aria-selected={chosen[cell] === "x" ? "true" : "false"}
          aria-label={sentence(name, cell, states, closers)}
          aria-describedby={cell === focused ? "cell-told" : undefined}
          class={classOf(cell, states, closers, levels)}
        />
      ))}
    </tr>
  );
});

function classOf(cell: number, states: string, closers: string, levels: string): string {
  const level = levels[cell] ?? "0";
  return [states[cell] ?? "c", closers[cell] === "0" ? "" : "barred", cell % 4 === 0 ? "hour" : "", level === "0" ? "" : `w${level}`].filter(Boolean).join(" ");
}

function describe([day, cell]: Cell, states: string[], closers: string[]): string {
  const name = DAYS[day];
  return name ? sentence(t(`day.${name}`), cell, states[day] ?? "", closers[day] ?? "") : "";
}

/** "Mon 08:00–08:15: open", with the layers that close it. */
function sentence(day: string, cell: number, states: string, closers: string): string {
  const time = `${clockTime(cell * CELL_MINUTES)}–${clockTime((cell + 1) * CELL_MINUTES)}`;
  const names = closing(closers[cell]).map((code) => t(`layer.${code}`));
  if (states[cell] === "c") return t("grid.closed", { day, time, layers: [t("layer.campaign"), ...names].join(t("grid.and")) });
  if (names.length > 0) return t("grid.barred", { day, time, layers: names.join(t("grid.and")) });
  return t(states[cell] === "p" ? "grid.part" : "grid.open", { day, time });
}

function cellAt(event: Event): Cell | null {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]")?.dataset["cell"] : undefined;
  if (!cell) return null;
  const [day, at] = cell.split("-").map(Number);
  return day === undefined || at === undefined ? null : [day, at];
}
