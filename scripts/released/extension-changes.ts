import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, type JsonObject, stringsOf } from '../bundle/json.ts'
import { extensionsIn } from '../checks/extensions.ts'
import type { Change } from './change.ts'
import { itemsAt } from './items.ts'
import type { Impact } from './semver.ts'

/** What a change of each extension asks; those that are not named promise nothing to anybody outside. */
const judges: Readonly<Record<string, (before: Json | undefined, after: Json | undefined) => Impact>> = {
  'x-roles': (before, after) => lists(before, after),
  'x-states': (before, after) => maps(before, after),
  'x-close-codes': (before, after) => maps(before, after),
  'x-ws-frame': () => 'major',
  'x-audio': () => 'major',
  'x-rate-limit': () => 'major',
  'x-etag': () => 'minor',
  'x-discriminator': () => 'major',
  'x-pii': () => 'minor',
  // Clients refuse what is longer; who knew of no bound may have had another.
  'x-longest-event': (before, after) => (Number(after ?? Infinity) > Number(before ?? Infinity) ? 'major' : 'minor'),
}

/** What changed in the vendor extensions of a document, which no diff of documents judges. */
export function extensionChanges(surface: string, base: JsonObject, revised: JsonObject): Change[] {
  const [before, after] = [judged(base), judged(revised)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((place) => {
    const [left, right] = [before.get(place), after.get(place)]
    if (isDeepStrictEqual(left?.value, right?.value)) return []
    const { name, pointer } = (right ?? left)!
    // Where its holder came or went as a whole, that is the change.
    if ((left === undefined || right === undefined) && !(has(base, pointer) && has(revised, pointer))) return []
    const impact = judges[name]!(left?.value, right?.value)
    const message = `\`${name}\` went from ${JSON.stringify(left?.value ?? null)} to ${JSON.stringify(right?.value ?? null)}.`
    return [{ surface, items: itemsAt(revised, pointer), impact, message, pointer }]
  })
}

function judged(document: JsonObject) {
  const found = extensionsIn(document).filter(({ name }) => name in judges)
  return new Map(found.map((extension) => [`${extension.pointer} ${extension.name}`, extension]))
}

function has(document: JsonObject, pointer: string): boolean {
  let value: Json | undefined = document
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined
  }
  return value !== undefined
}

/** Who loses something has a major change, who gains something a minor one. */
function lists(before: Json | undefined, after: Json | undefined): Impact {
  const [left, right] = [stringsOf(before), stringsOf(after)]
  return left.some((item) => !right.includes(item)) ? 'major' : 'minor'
}

function maps(before: Json | undefined, after: Json | undefined): Impact {
  const [left, right] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
  const lost = Object.entries(left).some(([key, values]) => !(key in right) || lists(values, right[key]) === 'major')
  return lost ? 'major' : 'minor'
}
