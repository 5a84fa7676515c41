import type { PlacedRow } from '../requirements/rows.ts'
import { headline } from './headline.ts'
import type { DiffLine } from './line-diff.ts'
import type { Block, Review } from './report.ts'
import type { SignatureChange } from './signatures.ts'

/** A piece of the report, before it is a text of some format; words have code marks. */
export type Piece =
  | { readonly kind: 'verdict' | 'heading' | 'paragraph' | 'note'; readonly text: string }
  | { readonly kind: 'item'; readonly impact: Block['impact']; readonly text: string }
  | { readonly kind: 'points'; readonly label: string; readonly points: readonly Point[] }
  | { readonly kind: 'signature'; readonly label: string; readonly lines: readonly DiffLine[] }

export interface Point {
  readonly text: string
  readonly tone: 'none' | 'patch' | 'minor' | 'major'
}

/** What is more is counted. */
const most = { items: 6, sentences: 8, signatures: 8, lines: 24, tests: 4, rows: 5, examples: 6 }

/** The report as the same pieces in every format, the verdict first. */
export function outlineOf(review: Review): Piece[] {
  const { base, notes, blocks, otherSignatures, drafts, rows, findings, brokenPacts } = review
  return [
    { kind: 'verdict', text: headline(review) },
    { kind: 'paragraph', text: `Held against ${base}.` },
    ...notes.map((text) => ({ kind: 'note', text }) as const),
    ...blocks.flatMap((block, index) =>
      blockPieces(block, new Set(blocks.slice(0, index).flatMap((other) => other.signatures))),
    ),
    ...section(
      'Pacts that break',
      brokenPacts.map((text) => point(text, 'major')),
    ),
    ...section(
      'Lint',
      findings.map(({ severity, text }) => point(`${severity}: ${text}`, severity === 'error' ? 'major' : 'patch')),
    ),
    ...section(
      'Drafts',
      drafts.map((text) => point(text)),
    ),
    ...section(
      'Requirements',
      rows.map((row) => point(rowChange(row))),
    ),
    ...(otherSignatures.length === 0 ? [] : [{ kind: 'heading', text: 'Other generated code' } as const]),
    ...otherSignatures.map(signaturePiece),
  ]
}

/** A block; a signature that stood in one before it is not shown again. */
function blockPieces(block: Block, shown: ReadonlySet<SignatureChange>): Piece[] {
  const { items, state, impact, sentences, affected, examples, rows, tests } = block
  const signatures = block.signatures.filter((signature) => !shown.has(signature))
  const hidden = signatures.length - most.signatures
  const states = { new: ' is new', changed: '', gone: ' is gone' }
  return [
    {
      kind: 'item',
      impact,
      text: `${enumerated(
        items.map(({ title }) => title),
        most.items,
      )}${states[state]}`,
    },
    ...list('', sentencePoints(sentences)),
    { kind: 'paragraph', text: affected },
    ...signatures.slice(0, most.signatures).map(signaturePiece),
    ...(hidden > 0 ? [{ kind: 'paragraph', text: `And ${hidden} more declarations.` } as const] : []),
    ...list(
      'examples',
      cut(
        examples.map(({ kind, file }) => `${kind} \`${file}\``),
        most.examples,
      ).map((text) => point(text)),
    ),
    ...list(
      'requirements',
      cut(rows.map(rowText), most.rows).map((text) => point(text)),
    ),
    ...list(
      'tests',
      cut(
        tests.map((path) => `\`${path}\``),
        most.tests,
      ).map((text) => point(text)),
    ),
  ]
}

const point = (text: string, tone: Point['tone'] = 'none'): Point => ({ text, tone })

/** What matters first; what is only worded otherwise is one sentence. */
function sentencePoints(sentences: Block['sentences']): Point[] {
  const worded = sentences.filter(({ text }) => / was reworded\.$| is another one\.$/.test(text))
  const others =
    sentences.length > most.sentences ? sentences.filter((sentence) => !worded.includes(sentence)) : sentences
  const more = others.length - most.sentences
  return [
    ...others.slice(0, most.sentences).map(({ text, impact }) => point(text, impact)),
    ...(more > 0 ? [point(`And ${more} more of the same kind or less.`)] : []),
    ...(others.length < sentences.length ? [point(`${worded.length} descriptions and examples were reworded.`)] : []),
  ]
}

const list = (label: string, points: readonly Point[]): Piece[] =>
  points.length === 0 ? [] : [{ kind: 'points', label, points }]

const section = (title: string, points: readonly Point[]): Piece[] =>
  points.length === 0
    ? []
    : [
        { kind: 'heading', text: title },
        { kind: 'points', label: '', points },
      ]

function signaturePiece({ name, surfaces, lines }: SignatureChange): Piece {
  return { kind: 'signature', label: `${surfaces.join(', ')}: \`${name}\``, lines: cutLines(lines) }
}

function cutLines(lines: readonly DiffLine[]): DiffLine[] {
  return lines.length <= most.lines ? [...lines] : [...lines.slice(0, most.lines), { mark: 'gap', text: '' }]
}

const rowText = ({ id, status, title }: PlacedRow): string => `${id} ${status}: ${title}`

function rowChange({ id, title, before, after }: Review['rows'][number]): string {
  const status = before === after ? `${after}, row changed` : `${before ?? 'no row'} -> ${after ?? 'no row'}`
  return `${id} ${status}: ${title}`
}

function cut(texts: readonly string[], count: number): string[] {
  return texts.length <= count ? [...texts] : [...texts.slice(0, count), `and ${texts.length - count} more`]
}

const enumerated = (texts: readonly string[], count: number): string => cut(texts, count).join(', ')
