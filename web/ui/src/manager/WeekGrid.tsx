/**
 * The week as a grid of quarter hours, painted by mouse or keyboard: arrows move, Shift stretches, Space opens or closes.
 * The line above it and the table beside it say the same, for everyone who does not want a grid.
 */
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Cell, isBetween, moveOf } from "./grid_moves.ts";
import { t } from "./texts.ts";
import { blockRanges, CELL_MINUTES, CELLS_A_DAY, type CellState, cellState, clockTime, DAYS, painted, type Week } from "./windows.ts";

interface Props {
  week: Week;
  /** The law's own hours, drawn but never changed; null leaves the layer out. */
  law: Week | null;
  onChange: (week: Week) => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const CELLS = Array.from({ length: CELLS_A_DAY }, (_, cell) => cell);
const FIRST: Cell = [0, 32];
const SIGNS: Record<CellState, string> = { open: "o", part: "p", closed: "c" };

export function WeekGrid({ week, law, onChange }: Props) {
  const [anchor, setAnchor] = useState<Cell>(FIRST);
  const [focus, setFocus] = useState<Cell>(FIRST);
  const [hover, setHover] = useState<Cell | null>(null);
  const [opens, setOpens] = useState<boolean | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const hasKeys = useRef(false);
  const states = useMemo(() => DAYS.map((_, day) => CELLS.map((cell) => SIGNS[cellState(week, day, cell)]).join("")), [week]);
  const lawful = useMemo(() => DAYS.map((_, day) => CELLS.map((cell) => (law ? SIGNS[cellState(law, day, cell)] : "o")).join("")), [law]);

  const paint = (one: Cell, other: Cell, open: boolean): void =>
    onChange(blockRanges(one, other).reduce((done, range) => painted(done, range, open), week));

  useEffect(() => {
    if (hasKeys.current) body.current?.querySelector<HTMLElement>(`[data-cell="${focus[0]}-${focus[1]}"]`)?.focus();
  }, [focus]);

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

  const press = (event: KeyboardEvent): void => {
    const move = moveOf(event, focus);
    if (!move) return;
    event.preventDefault();
    hasKeys.current = true;
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

  const told = hover ?? focus;
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
          <tbody ref={body} onKeyDown={press} onPointerDown={down} onPointerOver={over} onPointerLeave={() => setHover(null)}>
            {DAYS.map((day, index) => (
              <Row
                key={day}
                day={index}
                name={t(`day.${day}`)}
                states={states[index] ?? ""}
                lawful={lawful[index] ?? ""}
                chosen={CELLS.map((cell) => (isBetween([index, cell], anchor, focus) ? "x" : "-")).join("")}
                focused={focus[0] === index ? focus[1] : -1}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="week-told small figures">{describe(told, states, lawful)}</p>
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
  lawful: string;
  chosen: string;
  focused: number;
}

/** One day; drawn again only when something of this day changed. */
const Row = memo(function Row({ day, name, states, lawful, chosen, focused }: RowProps) {
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
          aria-label={sentence(name, cell, states, lawful)}
          class={`${states[cell] ?? "c"}${lawful[cell] === "o" ? "" : " barred"}${cell % 4 === 0 ? " hour" : ""}`}
        />
      ))}
    </tr>
  );
});

function describe([day, cell]: Cell, states: string[], lawful: string[]): string {
  const name = DAYS[day];
  return name ? sentence(t(`day.${name}`), cell, states[day] ?? "", lawful[day] ?? "") : "";
}

/** "Mon 08:00–08:15: open", with the layer that closes it. */
function sentence(name: string, cell: number, states: string, lawful: string): string {
  const time = `${clockTime(cell * CELL_MINUTES)}–${clockTime((cell + 1) * CELL_MINUTES)}`;
  const isOpen = states[cell] !== "c";
  const isLawful = lawful[cell] === "o";
  if (isOpen && isLawful) return t(states[cell] === "p" ? "grid.part" : "grid.open", { day: name, time });
  if (isOpen) return t("grid.barred", { day: name, time });
  return t(isLawful ? "grid.closed" : "grid.closed_both", { day: name, time });
}

function cellAt(event: PointerEvent): Cell | null {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]")?.dataset["cell"] : undefined;
  if (!cell) return null;
  const [day, at] = cell.split("-").map(Number);
  return day === undefined || at === undefined ? null : [day, at];
}
