import type { Finding } from '../checks/spec-findings.ts'
import type { Change } from '../released/change.ts'
import { type Impact, worst } from '../released/semver.ts'
import type { Surface } from '../released/surface.ts'
import type { PlacedRow } from '../requirements/rows.ts'
import { affectedBy, type ItemState, packagesThatLose, uncompiledWords } from './affected.ts'
import { type ExampleChange, exampleChanges, type Texts } from './example-changes.ts'
import { documentItem, type Item, itemsIn, keyOf } from './item.ts'
import { type RowChange, rowChanges } from './row-changes.ts'
import { type Sentence, sentencesOf } from './sentences.ts'
import { type Generated, generatedSurfaces, type SignatureChange, signatureChanges } from './signatures.ts'

/** A revision of the contract, as it is read. */
export interface Side {
  readonly surface: Surface
  readonly generated: Generated
  /** Path below `specs/examples/` to content. */
  readonly examples: Texts
  readonly rows: readonly PlacedRow[]
}

/** Items that change alike, and how. */
export interface Block {
  readonly items: readonly Item[]
  readonly state: ItemState
  readonly impact: Impact
  readonly sentences: readonly Sentence[]
  /** Who has to do what, in a sentence. */
  readonly affected: string
  /** Packages with which code that names a value which is gone no longer compiles. */
  readonly uncompiled: readonly string[]
  readonly signatures: readonly SignatureChange[]
  readonly examples: readonly ExampleChange[]
  readonly rows: readonly PlacedRow[]
  /** Files that name one of them. */
  readonly tests: readonly string[]
}

/** What a change of the contract means. */
export interface Review {
  /** What it is held against. */
  readonly base: string
  readonly impact: Impact
  readonly version: string
  readonly blocks: readonly Block[]
  /** Generated declarations that change and belong to no item. */
  readonly otherSignatures: readonly SignatureChange[]
  readonly drafts: readonly string[]
  readonly rows: readonly RowChange[]
  /** What the lint finds that it did not find before. */
  readonly findings: readonly Finding[]
  /** What the pacts of the base ask for and get no more. */
  readonly brokenPacts: readonly string[]
  /** What the reader should know of the report itself. */
  readonly notes: readonly string[]
}

export interface Named {
  readonly base: string
  readonly version: string
  readonly findings: readonly Finding[]
  readonly brokenPacts: readonly string[]
  readonly notes: readonly string[]
}

/** What stands between two sides; `tests` are the texts of test files by path. */
export function reviewOf(base: Side, revised: Side, changes: readonly Change[], tests: Texts, named: Named): Review {
  const contract = changes.filter(({ surface }) => surface !== 'drafts')
  const signatures = signatureChanges(base.generated, revised.generated)
  const groups = grouped(base, revised, contract)
  const blocks = groups.map((group) => blockOf(group, { signatures, revised, tests }))
  const told = new Set(blocks.flatMap((block) => block.signatures))
  return {
    ...named,
    impact: worst(blocks.map(({ impact }) => impact)),
    blocks: blocks.sort((left, right) => weight(right) - weight(left)),
    otherSignatures: signatures.filter((signature) => !told.has(signature)),
    drafts: draftSentences(base.surface, revised.surface, changes),
    rows: rowChanges(base.rows, revised.rows),
  }
}

const weights: Readonly<Record<Impact, number>> = { none: 0, patch: 1, minor: 2, major: 3 }
const weight = ({ impact }: Block): number => weights[impact]

/** Whether there is nothing to tell. */
export function isEmpty(review: Review): boolean {
  const { blocks, otherSignatures, drafts, rows, findings } = review
  return [blocks, otherSignatures, drafts, rows, findings].every(({ length }) => length === 0)
}

interface Group {
  readonly items: readonly Item[]
  readonly state: ItemState
  readonly changes: readonly Change[]
  readonly examples: readonly ExampleChange[]
}

/** Items with the same changes together. */
function grouped(base: Side, revised: Side, changes: readonly Change[]): Group[] {
  const [before, after] = [itemsIn(base.surface), itemsIn(revised.surface)]
  const all = new Map([...before, ...after])
  const examples = exampleChanges(base.examples, revised.examples)
  const byItem = new Map<string, Change[]>()
  const note = (key: string, change: Change | null): void => {
    const held = byItem.get(key) ?? []
    byItem.set(key, change === null ? held : [...held, change])
  }
  for (const change of changes) for (const key of keysOf(change, all)) note(key, change)
  for (const key of all.keys()) {
    if (before.has(key) !== after.has(key) || examples.has(all.get(key)!.examples)) note(key, null)
  }
  const groups = new Map<string, Group>()
  for (const [key, held] of byItem) {
    const item = all.get(key) ?? documentItem(key.trim())
    const state = !before.has(key) && after.has(key) ? 'new' : before.has(key) && !after.has(key) ? 'gone' : 'changed'
    const own = examples.get(item.examples) ?? []
    const alike = `${state} ${item.kind} ${held.map((change) => changes.indexOf(change)).join()}`
    const group = state === 'changed' && own.length === 0 ? alike : key
    groups.set(group, { items: [...(groups.get(group)?.items ?? []), item], state, changes: held, examples: own })
  }
  return [...groups.values()]
}

/** The items of a change; what stands above items belongs to those below it, or to the document. */
function keysOf({ surface, items, pointer }: Change, all: ReadonlyMap<string, Item>): string[] {
  const keys = items.map((name) => keyOf({ surface, name }))
  if (keys.length > 0) return keys
  const path = /^#?\/paths\/([^/]+)$/.exec(pointer)?.[1]?.replaceAll('~1', '/')
  const below = [...all].filter(([, item]) => path !== undefined && item.title.includes(` ${path}\``))
  return below.length > 0 ? below.map(([key]) => key) : [`${surface} `]
}

interface Around {
  readonly signatures: readonly SignatureChange[]
  readonly revised: Side
  readonly tests: Texts
}

function blockOf({ items, state, changes, examples }: Group, { signatures, revised, tests }: Around): Block {
  const [first] = items
  const sentences = state === 'changed' ? sentencesOf(changes, first!.to === 'the platform') : []
  const impact = state === 'new' ? 'minor' : state === 'gone' ? 'major' : worst(changes.map(({ impact }) => impact))
  const rows = revised.rows.filter((row) => items.some((item) => carries(row, item)))
  const own = signatures.filter((signature) => items.some((item) => owns(item, signature)))
  const uncompiled = sentences.some(({ narrowed }) => narrowed) ? packagesThatLose(own) : []
  return {
    items,
    state,
    impact,
    sentences: distinct(sentences),
    affected: [affectedBy(items, state, impact, sentences), ...uncompiledWords(uncompiled)].join(' '),
    uncompiled,
    signatures: own,
    examples,
    rows,
    tests: [...tests]
      .filter(([, text]) => items.some(({ words }) => words.some((word) => word.test(text))))
      .map(([path]) => path),
  }
}

function distinct(sentences: readonly Sentence[]): Sentence[] {
  const seen = new Map(sentences.map((sentence) => [sentence.text, sentence]))
  return [...seen.values()].sort((left, right) => weights[right.impact] - weights[left.impact])
}

function carries({ id, carries = [] }: PlacedRow, { requirements, carrier }: Item): boolean {
  return requirements.includes(id) || (carrier !== '' && carries.includes(carrier))
}

function owns({ declarations, schemas, kind }: Item, { name, surfaces }: SignatureChange): boolean {
  if (declarations.includes(name)) return true
  if (!surfaces.some((surface) => generatedSurfaces[surface]!.kinds.includes(kind))) return false
  return schemas.has(name.replace(/^components\.schemas\./, ''))
}

/** What was reviewed only and is another now, came or was served. */
function draftSentences(
  { drafts: before }: Surface,
  { drafts: after, ...live }: Surface,
  changes: readonly Change[],
): string[] {
  const served = new Set([...itemsIn({ ...live, drafts: {} }).values()].map(({ name }) => name))
  const wentLive = Object.keys(before).filter(
    (name) => after[name] === undefined && served.has(name.replace(/^(?!webhook)[a-z]+\./, '')),
  )
  return [
    ...changes.filter(({ surface }) => surface === 'drafts').map(({ message }) => message),
    ...Object.entries(after)
      .filter(([name]) => before[name] === undefined)
      .map(([name, { at }]) => `The draft \`${name}\` (${at}) is new.`),
    ...wentLive.map((name) => `The draft \`${name}\` is live now.`),
  ]
}
