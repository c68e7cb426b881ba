/**
 * What a person does with the columns of a file: one field for each, or "not used" said out loud. Checks that no
 * field has two columns, that nothing required is missing and that unused columns were accepted. Reads no file.
 */
/** The field of each column by its name; null is "not used". */
export type Choices = Readonly<Record<string, string | null>>;

export type MappingProblem =
  | { code: "twice"; field: string; columns: string[] }
  | { code: "missing"; field: string }
  | { code: "unused"; columns: string[] };

export function mappingProblems(choices: Choices, required: readonly string[], accepted: boolean): MappingProblem[] {
  const found: MappingProblem[] = [];
  for (const [field, columns] of columnsByField(choices)) {
    if (columns.length > 1) found.push({ code: "twice", field, columns });
  }
  const mapped = new Set(Object.values(choices));
  for (const field of required) {
    if (!mapped.has(field)) found.push({ code: "missing", field });
  }
  const unused = unusedColumns(choices);
  if (unused.length > 0 && !accepted) found.push({ code: "unused", columns: unused });
  return found;
}

export function unusedColumns(choices: Choices): string[] {
  return Object.keys(choices).filter((column) => choices[column] === null);
}

/** Columns that share a field with another one. */
export function clashing(choices: Choices): Set<string> {
  return new Set([...columnsByField(choices).values()].filter((columns) => columns.length > 1).flat());
}

/** The column → field part of a recipe, without the columns that are not used. */
export function mappedColumns(choices: Choices): Record<string, string> {
  return Object.fromEntries(Object.entries(choices).filter((pair): pair is [string, string] => pair[1] !== null));
}

function columnsByField(choices: Choices): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [column, field] of Object.entries(choices)) {
    if (field !== null) found.set(field, [...(found.get(field) ?? []), column]);
  }
  return found;
}
