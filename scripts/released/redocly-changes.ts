import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { redocly } from '../bundle/bundle.ts'
import type { Json, JsonObject } from '../bundle/json.ts'
import type { Change } from './change.ts'
import { itemsAt } from './items.ts'
import { oneWay } from './one-way.ts'
import type { Impact } from './semver.ts'

interface Reported {
  readonly path: string
  readonly typeName: string
  readonly kind: 'added' | 'modified' | 'removed'
  readonly impact: Impact
  readonly property?: string
  readonly verdicts: readonly { readonly ruleId: string; readonly message: string }[]
  readonly base?: Place
  readonly revision?: Place
}

interface Place {
  readonly pointer: string
  readonly value?: Json
}

/** Lists where clients keep what they do not know (API rules: answers, messages and events are open). */
const harmless = new Set(['enum-values-added'])

/** What a change of these keywords asks of users, which redocly calls a patch. */
const asked: Readonly<Record<string, (before: string, after: string) => { impact: Impact; message: string }>> = {
  'Schema default': (before, after) => ({
    impact: 'minor',
    message: `Who gives nothing has ${after} now, in place of ${before}.`,
  }),
  // On the wire nothing is different, but in clients it is the name of an argument.
  'Parameter name': (before, after) => ({
    impact: 'major',
    message: `The parameter ${before} is called ${after} now, and clients give it by its name.`,
  }),
}

/** What `redocly diff` sees between two versions of a document, each side in its own direction: what is sent, what is received. */
export async function redoclyChanges(
  root: string,
  name: string,
  base: JsonObject,
  revised: JsonObject,
): Promise<Change[]> {
  if (isDeepStrictEqual(base, revised)) return []
  const folder = await mkdtemp(join(tmpdir(), 'invorto-diff-'))
  try {
    const [before, after] = [join(folder, 'base.json'), join(folder, 'revised.json')]
    const [left, right] = [oneWay(base), oneWay(revised)]
    await writeFile(before, JSON.stringify(left))
    await writeFile(after, JSON.stringify(right))
    const options = ['--config', 'specs/style/diff.yaml', '--format', 'json', '--fail-on', 'none']
    const { stdout } = await redocly(root, ['diff', before, after, ...options])
    const { changes } = JSON.parse(stdout) as { changes: Reported[] }
    return changes
      .filter((change) => !isToldElsewhere(change))
      .map((change) => told(name, change, change.kind === 'removed' ? left : right))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Extensions have judges of their own, a message stands in its channel as well, and the version is the verdict. */
function isToldElsewhere({ path, typeName, property }: Reported): boolean {
  const version = path === '#/info' && property === 'version'
  return typeName === 'SpecExtension' || path.startsWith('#/operations/') || version
}

/** A value in place of another: whoever acts on the one that is gone waits for it in vain, although nothing fails. */
function replaced({ property, base, revision }: Reported): { impact: Impact; message: string } | undefined {
  const [before, after] = [base?.value, revision?.value]
  if (property !== 'enum' || !Array.isArray(before) || !Array.isArray(after)) return undefined
  const [went, came] = [
    before.filter((value) => !after.includes(value)),
    after.filter((value) => !before.includes(value)),
  ]
  if (went.length === 0 || came.length === 0) return undefined
  return { impact: 'major', message: `Values: ${JSON.stringify(came)} in place of ${JSON.stringify(went)}.` }
}

function told(surface: string, change: Reported, document: JsonObject): Change {
  const { path, typeName, kind, property, verdicts } = change
  const [before, after] = [change.base?.value, change.revision?.value]
  const own =
    kind === 'modified'
      ? (asked[`${typeName} ${property}`]?.(JSON.stringify(before), JSON.stringify(after)) ?? replaced(change))
      : undefined
  const what = property === undefined ? `${typeName} was ${kind}` : `\`${property}\` of ${typeName} was changed`
  const message = verdicts.length > 0 ? verdicts.map(({ message }) => message).join(' ') : `${what} at ${path}.`
  const widened = verdicts.length > 0 && verdicts.every(({ ruleId }) => harmless.has(ruleId))
  return {
    surface,
    items: itemsAt(document, path),
    impact: own?.impact ?? (widened ? 'minor' : change.impact),
    message: own?.message ?? message,
    pointer: path,
    edit: {
      kind,
      type: typeName,
      property: property ?? null,
      source: (change.revision ?? change.base)?.pointer ?? path,
      before,
      after,
    },
  }
}
