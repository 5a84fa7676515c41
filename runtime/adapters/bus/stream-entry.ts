/** An entry of a stream as Redis answers it: names and values take turns. */
export type StreamEntry = readonly [id: string, fields: readonly string[]]

export function fieldOf([, fields]: StreamEntry, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1]
  return undefined
}
