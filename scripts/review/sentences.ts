import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, stringsOf } from '../bundle/json.ts'
import type { Change, Edit } from '../released/change.ts'
import { type Impact, worst } from '../released/semver.ts'
import { type Place, placeOf } from './place.ts'

/** What a change means, in words for a reader of the contract. */
export interface Sentence {
  readonly impact: Impact
  readonly text: string
  /** Whether it is about what is sent to the platform, rather than what comes from it. */
  readonly sent: boolean
  /** Whether something that is received has values no more that code may name. */
  readonly narrowed: boolean
}

type Edited = Change & { readonly edit: Edit }

/** Sentences for changes of one item; those that concern other items too are told by their schema. */
export function sentencesOf(changes: readonly Change[], itemSent: boolean): Sentence[] {
  const edited = changes.filter((change): change is Edited => change.edit !== undefined)
  const others = changes.filter((change) => change.edit === undefined)
  const renames = edited.flatMap((change) => {
    const after = change.edit.kind === 'removed' ? renamedTo(change, edited) : undefined
    return after === undefined ? [] : [{ before: change, after }]
  })
  const renamed = new Set(renames.flatMap(({ before, after }) => [before, after]))
  const tell = (change: Change, words: (place: Place) => string, impact = change.impact): Sentence => {
    const place = placeOf(change.items.length > 1 ? (change.edit?.source ?? change.pointer) : change.pointer)
    const sent = isSent(change, itemSent)
    return { impact, text: sentence(words(place)), sent, narrowed: !sent && losesValues(change) }
  }
  return [
    ...renames.map(({ before, after }) =>
      tell(
        before,
        (place) => `${placed(place)} is called \`${lastName(after)}\` now`,
        worst([before.impact, after.impact]),
      ),
    ),
    ...edited
      .filter((change) => !renamed.has(change))
      .map((change) => tell(change, (place) => editWords(change, place, isSent(change, itemSent)))),
    ...others.map((change) => tell(change, (place) => withPlace(change, place))),
  ]
}

function losesValues({ edit }: Change): boolean {
  if (edit?.property !== 'enum' && edit?.property !== 'const') return false
  return listOf(edit.before).some((value) => !listOf(edit.after).includes(value))
}

/** The same node under another name beside it. */
function renamedTo(removed: Edited, all: readonly Edited[]): Edited | undefined {
  const parent = parentOf(removed.pointer)
  if (!/\/(properties|parameters)$/.test(parent)) return undefined
  const nameless = (value: Json | undefined) => (isObject(value) ? { ...value, name: '' } : value)
  return all.find(
    ({ pointer, edit }) =>
      edit.kind === 'added' &&
      parentOf(pointer) === parent &&
      isDeepStrictEqual(nameless(edit.after), nameless(removed.edit.before)),
  )
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

function lastName({ pointer, edit }: Edited): string {
  const value = edit.after ?? edit.before
  if (edit.type === 'Parameter' && isObject(value)) return String(value.name)
  return placeOf(pointer).field.split('.').at(-1) ?? ''
}

/** In a request or parameter, or in a message to the platform. */
function isSent({ pointer, surface }: Change, itemSent: boolean): boolean {
  if (surface !== 'openapi') return itemSent
  return !pointer.includes('/responses/') && !pointer.startsWith('#/webhooks')
}

function editWords(change: Edited, place: Place, sent: boolean): string {
  const { kind, type, property, before, after } = change.edit
  const name = `\`${lastName(change)}\``
  if (property !== null) return keywordWords(property, before, after, place, sent) ?? change.message
  if (type === 'Parameter') return parameterWords(kind, after ?? before, name)
  if (type === 'Response') {
    const status = place.part.replace('answer ', '')
    return kind === 'added' ? `it may answer ${status} now` : `it no longer answers ${status}`
  }
  if (type === 'Header') return `the header ${code(place.field)} of ${place.part} was ${kind}`
  if (type === 'Schema' && /\/properties\/[^/]+$/.test(change.pointer)) {
    if (kind === 'removed') return `${placed(place)} is gone`
    return `${placed(place)} is new${sent ? ' and may be sent' : ''}`
  }
  if (/^(One|Any|All)Of$/.test(type)) {
    const what = type === 'AllOf' ? 'made of' : 'a choice of'
    return `${placed(place)} is ${kind === 'added' ? 'now' : 'no longer'} ${what} several schemas`
  }
  if (place.part === '' || /^(Operation|PathItem|Message|Channel)/.test(type)) {
    return kind === 'added' ? 'it is new' : 'it is gone'
  }
  return `${type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()} of ${placed(place)} was ${kind}`
}

function parameterWords(kind: Edit['kind'], value: Json | undefined, name: string): string {
  const { in: where = '', required = false } = isObject(value) ? value : {}
  const what = `${where === '' ? '' : `${where} `}parameter ${name}`
  if (kind === 'removed') return `the ${what} is gone`
  return required === true ? `the ${what} must be sent now` : `the ${what} may be sent now`
}

/** Words for a keyword of a schema, parameter or operation that was changed. */
function keywordWords(
  keyword: string,
  before: Json | undefined,
  after: Json | undefined,
  place: Place,
  sent: boolean,
): string | null {
  const field = placed(place)
  switch (keyword) {
    case 'required':
      return requiredWords(before, after, place, sent)
    case 'enum':
    case 'const':
      return valueWords(before, after, field, sent)
    case 'description':
    case 'summary':
    case 'title':
      return `the ${keyword} of ${field} was reworded`
    case 'examples':
    case 'example':
      return `the example of ${field} is another one`
    case 'default':
      return `${field} is ${code(after)} where it is left out; it was ${code(before)}`
    case 'deprecated':
      return after === true ? `${field} is deprecated` : `${field} is not deprecated any more`
    default:
      if (before === undefined) return `\`${keyword}\` of ${field} is ${code(after)} now; there was none`
      if (after === undefined) return `\`${keyword}\` of ${field} is gone; it was ${code(before)}`
      return `\`${keyword}\` of ${field} is ${code(after)} now; it was ${code(before)}`
  }
}

function requiredWords(before: Json | undefined, after: Json | undefined, place: Place, sent: boolean): string {
  if (typeof (after ?? before) === 'boolean') {
    return after === true ? `${placed(place)} must be sent now` : `${placed(place)} may be left out now`
  }
  const [left, right] = [stringsOf(before), stringsOf(after)]
  const within = (names: readonly string[]): string =>
    names.map((name) => placed({ ...place, field: place.field === '' ? name : `${place.field}.${name}` })).join(', ')
  const [came, went] = [right.filter((name) => !left.includes(name)), left.filter((name) => !right.includes(name))]
  return [
    ...(came.length === 0 ? [] : [`${within(came)} ${sent ? 'must be sent now' : 'is always there now'}`]),
    ...(went.length === 0 ? [] : [`${within(went)} may be ${sent ? 'left out' : 'missing'} now`]),
  ].join('; ')
}

function valueWords(before: Json | undefined, after: Json | undefined, field: string, sent: boolean): string {
  const [left, right] = [listOf(before), listOf(after)]
  const named = (values: readonly Json[]): string => values.map(code).join(', ')
  const came = right.filter((value) => !left.includes(value))
  const went = left.filter((value) => !right.includes(value))
  if (!sent && came.length > 0 && went.length > 0) return `${field} is ${named(came)} now in place of ${named(went)}`
  return [
    ...(came.length === 0 ? [] : [`${field} may be ${named(came)} now`]),
    ...(went.length === 0 ? [] : [`${field} ${sent ? 'may not be' : 'is never'} ${named(went)} any more`]),
  ].join('; ')
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])

/** `a.b` of the request; the item itself where there is no field. */
function placed({ part, field }: Place): string {
  const whole = part === '' ? 'it' : part === 'parameter' ? 'a parameter' : wholeOf(part)
  if (field === '') return whole
  return part === 'payload' || part === '' ? `\`${field}\`` : `\`${field}\` of ${whole}`
}

function wholeOf(part: string): string {
  if (part === 'request' || part === 'payload') return `the ${part}`
  return part.startsWith('answer ') ? `the ${part}` : `\`${part}\``
}

/** What another judge said, with the place where it said so. */
function withPlace({ message, pointer }: Change, place: Place): string {
  if (pointer === '' || place.field === '') return message
  return `${placed(place)}: ${message}`
}

function code(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}

const sentence = (words: string): string => {
  const text = words.replace(/^[a-z]/, (letter) => letter.toUpperCase())
  return /[.!?]$/.test(text) ? text : `${text}.`
}
