/** What an id must not be: it is nothing, or steps in an address, and would ask for something else. */
const noIds: ReadonlySet<string> = new Set(['', '.', '..', 'undefined', 'null'])

/** Throws where it is no id. */
export function checkId(name: string, value: unknown): void {
  if (noIds.has(String(value))) throw new TypeError(`"${name}" must be an id; it is ${JSON.stringify(value)}.`)
}
