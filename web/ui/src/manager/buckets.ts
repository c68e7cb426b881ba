/**
 * The check of a set of delinquency buckets: every day from 1 on lies in exactly one. Mirrors the server's own
 * check so that the row at fault is marked while it is typed; the server still decides.
 */
export type BucketRow = { code: string; name_en: string; name_zh: string; first_day: number; last_day: number | null };

/** What is wrong with which row (its place in the list as given), and the day it should have. */
export type BucketProblem = {
  code: "gap" | "overlap" | "order" | "end" | "start" | "number" | "code" | "name";
  row: number;
  field: "code" | "name_en" | "first_day" | "last_day";
  day: number;
};

export function bucketProblems(rows: readonly BucketRow[]): BucketProblem[] {
  const found = rows.flatMap(ownProblems);
  rows.forEach((row, at) => {
    if (rows.findIndex((other) => other.code === row.code) < at) found.push({ code: "code", row: at, field: "code", day: 0 });
  });
  return found.length > 0 ? found : chainProblems(rows);
}

/** Give the row after `at` the day that closes the gap, so that one edit does not leave two rows wrong. */
export function followedOn(rows: readonly BucketRow[], at: number): BucketRow[] {
  const end = rows[at]?.last_day;
  return rows.map((row, index) => (index === at + 1 && typeof end === "number" ? { ...row, first_day: end + 1 } : row));
}

function ownProblems(row: BucketRow, at: number): BucketProblem[] {
  const found: BucketProblem[] = [];
  if (!/^[a-z0-9_]{1,20}$/.test(row.code)) found.push({ code: "code", row: at, field: "code", day: 0 });
  if (!row.name_en.trim() || !row.name_zh.trim()) found.push({ code: "name", row: at, field: "name_en", day: 0 });
  if (!Number.isInteger(row.first_day) || row.first_day < 1) {
    found.push({ code: "number", row: at, field: "first_day", day: 1 });
  }
  if (row.last_day !== null && !Number.isInteger(row.last_day)) {
    found.push({ code: "number", row: at, field: "last_day", day: row.first_day });
  } else if (row.last_day !== null && row.last_day < row.first_day) {
    found.push({ code: "order", row: at, field: "last_day", day: row.first_day });
  }
  return found;
}

function chainProblems(rows: readonly BucketRow[]): BucketProblem[] {
  const order = rows.map((row, at) => ({ row, at })).sort((one, other) => one.row.first_day - other.row.first_day);
  let expected: number | null = 1;
  for (const { row, at } of order) {
    if (expected === null || row.first_day < expected) {
      return [{ code: "overlap", row: at, field: "first_day", day: expected ?? row.first_day }];
    }
    if (row.first_day > expected) {
      return [{ code: expected === 1 ? "start" : "gap", row: at, field: "first_day", day: expected }];
    }
    expected = row.last_day === null ? null : row.last_day + 1;
  }
  const last = order.at(-1);
  return last && expected !== null ? [{ code: "end", row: last.at, field: "last_day", day: expected }] : [];
}
