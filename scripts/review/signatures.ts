import { declarationsIn } from './declarations.ts'
import { type DiffLine, lineDiff } from './line-diff.ts'

/** How a declaration of generated code changes. */
export interface SignatureChange {
  /** The declaration, `TtsStopped` or `operations.listCalls`. */
  readonly name: string
  /** Whose code it is: `server`, `browser`, …; where several have the same, all of them. */
  readonly surfaces: readonly string[]
  readonly lines: readonly DiffLine[]
}

/** Every generated surface, and the file that it is. */
export const generatedSurfaces: Readonly<Record<string, string>> = {
  'server types': 'generated/openapi.gen.ts',
  'server routes': 'generated/operations.gen.ts',
  'server messages': 'generated/realtime.gen.ts',
  'browser client': 'sdks/browser/generated/realtime.gen.ts',
  events: 'generated/events.gen.ts',
  webhooks: 'generated/webhooks.gen.ts',
  problems: 'generated/problems.gen.ts',
  settings: 'generated/config.gen.ts',
}

/** Contents of the generated files, by surface. */
export type Generated = Readonly<Record<string, string>>

/** Every declaration that is not the same in both, those of several surfaces that change alike as one. */
export function signatureChanges(base: Generated, revised: Generated): SignatureChange[] {
  const found = new Map<string, { name: string; surfaces: string[]; lines: DiffLine[] }>()
  for (const surface of Object.keys(generatedSurfaces)) {
    const [before, after] = [declarationsIn(base[surface] ?? ''), declarationsIn(revised[surface] ?? '')]
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [left, right] = [before.get(name) ?? [], after.get(name) ?? []]
      if (left.join('\n') === right.join('\n')) continue
      const lines = lineDiff(left, right).map(narrow)
      const key = `${name} ${JSON.stringify(lines)}`
      const same = found.get(key)
      if (same === undefined) found.set(key, { name, surfaces: [surface], lines })
      else same.surfaces.push(surface)
    }
  }
  return [...found.values()]
}

/** Four spaces of indent are two, so that deep types fit. */
function narrow(line: DiffLine): DiffLine {
  const depth = /^(?: {4})+/.exec(line.text)?.[0].length ?? 0
  return { ...line, text: ' '.repeat(depth / 2) + line.text.slice(depth) }
}
