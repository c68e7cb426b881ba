/** Checks the texts: every folder's English and Chinese have the same keys and the same values to fill, and no key is unused. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const SOURCE = new URL("../src", import.meta.url).pathname;
const KEY = /^\s*"?([\w.]+)"?:\s*(?:\r?\n\s*)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/gm;
const DYNAMIC = /`([a-z][\w.]*[._])\$\{/g;

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

const files = walk(SOURCE).filter((path) => /\.tsx?$/.test(path));
const isText = (path) => /(^|[._])(en|zh)\.ts$/.test(basename(path));
const sources = files.filter((path) => !isText(path)).map((path) => readFileSync(path, "utf8")).join("\n");
const prefixes = [...new Set([...sources.matchAll(DYNAMIC)].map((match) => match[1]))];
const faults = [];

function texts(path) {
  return new Map([...readFileSync(path, "utf8").matchAll(KEY)].map((match) => [match[1], match[2]]));
}

function slots(message) {
  return [...new Set([...message.matchAll(/\{(\w+)(?:\}|, plural)/g)].map((match) => match[1]))].sort().join(" ");
}

for (const path of files.filter((file) => /(^|[._])en\.ts$/.test(basename(file)))) {
  const where = path.slice(SOURCE.length + 1);
  const english = texts(path);
  const chinese = texts(join(dirname(path), basename(path).replace(/en\.ts$/, "zh.ts")));
  if (english.size === 0) faults.push(`${where}: no texts were read`);
  for (const [key, message] of english) {
    if (!chinese.has(key)) faults.push(`${where}: "${key}" has no Chinese`);
    else if (slots(message) !== slots(chinese.get(key))) faults.push(`${where}: "${key}" fills other values in Chinese`);
    const isUsed = sources.includes(`"${key}"`) || prefixes.some((prefix) => key.startsWith(prefix));
    if (!isUsed) faults.push(`${where}: "${key}" is not used`);
  }
  for (const key of chinese.keys()) if (!english.has(key)) faults.push(`${where}: "${key}" has no English`);
}

for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
