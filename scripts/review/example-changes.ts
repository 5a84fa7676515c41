/** Path to content. */
export type Texts = ReadonlyMap<string, string>

export interface ExampleChange {
  readonly kind: 'added' | 'changed' | 'removed'
  /** Name of the file. */
  readonly file: string
}

/** What happened to examples, by their folder. */
export function exampleChanges(before: Texts, after: Texts): Map<string, ExampleChange[]> {
  const changes = new Map<string, ExampleChange[]>()
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [left, right] = [before.get(path), after.get(path)]
    if (left === right) continue
    const [folder = '', ...file] = path.split('/')
    const kind = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed'
    changes.set(folder, [...(changes.get(folder) ?? []), { kind, file: file.join('/') }])
  }
  return changes
}
