/** Writes src/api/schema.ts from openapi.json: one interface for each named shape. Paths stay in the pages. */
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("..", import.meta.url);
const { schemas } = JSON.parse(readFileSync(new URL("openapi.json", root), "utf8")).components;
const nameOf = (ref) => ref.split("/").at(-1);
const quoted = (key) => (/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key));

/** One type; `where` decides whether a property with a default may be left out (in requests) or is always there. */
function typeOf(schema) {
  if (schema === true || schema === undefined || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(" | ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  switch (schema.type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return arrayOf(schema);
    case "object":
      return objectOf(schema);
    default:
      return "unknown";
  }
}

function arrayOf(schema) {
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(", ")}]`;
  const item = typeOf(schema.items);
  return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
}

function objectOf(schema) {
  if (!schema.properties) return `Record<string, ${typeOf(schema.additionalProperties)}>`;
  return `{ ${Object.entries(schema.properties).map(([key, value]) => `${quoted(key)}: ${typeOf(value)}`).join("; ")} }`;
}

function interfaceOf(name, schema) {
  if (!schema.properties) return `export type ${name} = ${typeOf(schema)};\n`;
  const required = new Set(schema.required ?? []);
  const isRequest = requests.has(name);
  const lines = Object.entries(schema.properties).map(([key, value]) => {
    const mark = isRequest && !required.has(key) ? "?" : "";
    return `  ${quoted(key)}${mark}: ${typeOf(value)};`;
  });
  return `export interface ${name} {\n${lines.join("\n")}\n}\n`;
}

const { paths } = JSON.parse(readFileSync(new URL("openapi.json", root), "utf8"));
const requests = new Set(
  Object.values(paths)
    .flatMap((path) => Object.values(path))
    .flatMap((operation) => Object.values(operation.requestBody?.content ?? {}))
    .flatMap((content) => (content.schema?.$ref ? [nameOf(content.schema.$ref)] : [])),
);
const head = "/** The shapes of /api/v1, made from openapi.json by `npm run types`; do not edit. */\n\n";
const shapes = Object.keys(schemas).sort().map((name) => interfaceOf(name, schemas[name]));
writeFileSync(new URL("src/api/schema.ts", root), head + shapes.join("\n"));
