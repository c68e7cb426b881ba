/** A table whose columns can be sorted and whose rows can be opened by mouse or keyboard. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../texts/texts.ts";

export interface Column<Row> {
  code: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  /** What to sort by; a column without it cannot be sorted here. */
  sort?: (row: Row) => string | number;
  isNumber?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Address opened by a click on the row; the first cell is a real link to it. */
  href?: (row: Row) => string;
  empty?: string;
  isBusy?: boolean;
}

export function Table<Row>({ caption, columns, rows, rowKey, href, empty, isBusy }: Props<Row>) {
  const [order, setOrder] = useState<{ code: string; isDown: boolean } | null>(null);
  const shown = sorted(rows, columns, order);
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={caption} aria-busy={isBusy ? "true" : undefined}>
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.code} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)} data-open={href ? "" : undefined} onClick={href ? openRow : undefined}>
              {columns.map((column, index) => (
                <td key={column.code} class={column.isNumber ? "number" : undefined}>
                  {href && index === 0 ? <a href={href(row)}>{column.cell(row)}</a> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {shown.length === 0 ? (
            <tr>
              <td class="empty" colSpan={columns.length}>
                {isBusy ? t("shell.loading") : (empty ?? t("table.empty"))}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

type Order = { code: string; isDown: boolean } | null;

function Heading<Row>({ column, order, onOrder }: { column: Column<Row>; order: Order; onOrder: (order: Order) => void }) {
  const look = column.isNumber ? "number" : undefined;
  if (!column.sort) {
    return (
      <th scope="col" class={look}>
        {column.title}
      </th>
    );
  }
  const isChosen = order?.code === column.code;
  const sign = isChosen ? (order.isDown ? "▼" : "▲") : "↕";
  return (
    <th scope="col" class={look} aria-sort={isChosen ? (order.isDown ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => onOrder({ code: column.code, isDown: isChosen ? !order.isDown : false })}>
        {column.title} <span aria-hidden="true">{sign}</span>
      </button>
    </th>
  );
}

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order): readonly Row[] {
  const by = columns.find((column) => column.code === order?.code)?.sort;
  if (!by) return rows;
  const sign = order?.isDown ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)];
    return sign * (typeof left === "string" ? left.localeCompare(String(right)) : left - Number(right));
  });
}

function openRow(event: MouseEvent): void {
  const target = event.target as Element;
  if (target.closest("a, button, input, select") || getSelection()?.toString()) return;
  target.closest("tr")?.querySelector("a")?.click();
}
