/** A forecast's curves: what is asked, the scale, lines inside their bands, and what differs by more than chance. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AS_IT_STANDS, asked, bandPath, isApart, linePath, topOf, yOf } from "../src/manager/forecast.ts";
import type { Band, Outlook } from "../src/manager/forecast_shapes.ts";

const FRAME = { width: 340, height: 120, left: 40, bottom: 20 };
const band = (low: number, middle: number, high: number): Band => ({ low, middle, high });
const outlook = (...bands: Band[]): Outlook => ({ hours: bands.map((each) => ({ contacts: each, talk_share: each, abandoned: each, dialed: each })) }) as unknown as Outlook;

test("what is as the campaign stands is not sent", () => {
  assert.deepEqual(asked([AS_IT_STANDS, { ...AS_IT_STANDS, agents: 12, ceiling_share: 0.02 }], 8, null), {
    settings: [{}, { agents: 12, ceiling_share: 0.02 }],
    work_hours: 8,
  });
  assert.deepEqual(asked([AS_IT_STANDS], 6, 300), { settings: [{}], work_hours: 6, wanted_contacts: 300 });
});

test("the scale is a round number that no band passes", () => {
  for (const high of [0.4, 3, 5, 6, 10, 19, 21, 26, 99, 100, 101, 4321]) {
    const top = topOf([outlook(band(0, 0, high))], "contacts");
    assert.ok(top >= high && top <= Math.max(5, high * 2.5), `${high}: ${top}`);
  }
  assert.equal(topOf([outlook(band(0, 0.2, 0.3))], "talk_share"), 1);
});

test("a line lies within its band, and both within the frame", () => {
  const bands = [band(1, 4, 9), band(2, 3, 5)];
  const ys = (path: string): number[] => [...path.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
  const line = ys(linePath(bands, 10, FRAME));
  const edges = ys(bandPath(bands, 10, FRAME));
  assert.equal(line.length, 2);
  assert.equal(edges.length, 4);
  assert.ok(line[0]! > edges[0]! && line[0]! < edges[3]!);
  assert.ok(Math.min(...edges) >= 0 && Math.max(...edges) <= FRAME.height - FRAME.bottom);
  assert.equal(yOf(99, 10, FRAME), yOf(10, 10, FRAME));
});

test("two bands differ only if they do not touch", () => {
  assert.ok(isApart(band(1, 2, 3), band(4, 5, 6)));
  assert.ok(!isApart(band(1, 2, 3), band(3, 5, 6)));
});
