import { pythonFolder } from '../emit/sdk/python/core.ts'
import { declarationsIn, listedIn } from './declarations.ts'
import type { Kind } from './item.ts'
import { type DiffLine, lineDiff } from './line-diff.ts'
import { pythonDeclarations } from './python-declarations.ts'

/** How a declaration of generated code changes. */
export interface SignatureChange {
  /** The declaration, `TtsStopped` or `operations.listCalls`. */
  readonly name: string
  /** Whose code it is: `server types`, `@invorto/server`, …; where several have the same, all of them. */
  readonly surfaces: readonly string[]
  readonly lines: readonly DiffLine[]
}

interface GeneratedSurface {
  /** Files, or folders of files. */
  readonly paths: readonly string[]
  readonly language: 'typescript' | 'python'
  /** The items whose shapes it has. */
  readonly kinds: readonly Kind[]
  /** Whether only what its files import and export by name is shown to anybody. */
  readonly listed?: true
}

/** Every generated surface: what the server is written in, and the packages by their names. */
export const generatedSurfaces: Readonly<Record<string, GeneratedSurface>> = {
  'server types': typescript(['operation', 'webhook'], 'generated/openapi.gen.ts'),
  'server routes': typescript(['operation'], 'generated/operations.gen.ts'),
  'server messages': typescript(['message'], 'generated/realtime.gen.ts'),
  events: typescript(['event'], 'generated/events.gen.ts'),
  webhooks: typescript(['webhook'], 'generated/webhooks.gen.ts'),
  problems: typescript(['problem'], 'generated/problems.gen.ts'),
  settings: typescript(['setting'], 'generated/config.gen.ts'),
  '@invorto/server': {
    ...typescript(
      ['operation', 'webhook'],
      ...['rest/types', 'resources', 'errors', 'index'].map((name) => `sdks/node/generated/${name}.gen.ts`),
    ),
    listed: true,
  },
  '@invorto/realtime': typescript(['message'], 'sdks/browser/generated/realtime.gen.ts'),
  '@invorto/webhooks': typescript(['webhook'], 'sdks/webhooks/generated/events.gen.ts'),
  'invorto (Python)': python(['operation', 'webhook'], `${pythonFolder}/models`, `${pythonFolder}/resources.py`),
  'invorto.webhooks (Python)': python(['webhook'], `${pythonFolder}/webhook_events.py`),
}

/** Packages in which a value that its type does not have is an error of the compiler; Python has none. */
export const closedPackages: readonly string[] = ['@invorto/server', '@invorto/realtime', '@invorto/webhooks']

function typescript(kinds: readonly Kind[], ...paths: readonly string[]): GeneratedSurface {
  return { paths, kinds, language: 'typescript' }
}

function python(kinds: readonly Kind[], ...paths: readonly string[]): GeneratedSurface {
  return { paths, kinds, language: 'python' }
}

/** Contents of the generated files, by surface. */
export type Generated = Readonly<Record<string, string>>

/** Every declaration that is not the same in both, those of several surfaces that change alike as one. */
export function signatureChanges(base: Generated, revised: Generated): SignatureChange[] {
  const found = new Map<string, { name: string; surfaces: string[]; lines: DiffLine[] }>()
  for (const surface of Object.keys(generatedSurfaces)) {
    const [before, after] = [declared(surface, base[surface]), declared(surface, revised[surface])]
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

function declared(surface: string, source = ''): Map<string, string[]> {
  const { language, listed } = generatedSurfaces[surface]!
  return language === 'python' ? pythonDeclarations(source) : declarationsIn(source, listed && listedIn(source))
}

/** Four spaces of indent are two, so that deep types fit. */
function narrow(line: DiffLine): DiffLine {
  const depth = /^(?: {4})+/.exec(line.text)?.[0].length ?? 0
  return { ...line, text: ' '.repeat(depth / 2) + line.text.slice(depth) }
}
