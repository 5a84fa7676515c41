import { styleText } from 'node:util'
import type { Piece, Point } from './outline.ts'

export interface Screen {
  readonly columns: number
  readonly colours: boolean
}

type Style = Parameters<typeof styleText>[0]

const tones: Readonly<Record<Point['tone'], Style>> = { none: 'reset', patch: 'cyan', minor: 'green', major: 'red' }

/** The report for a terminal, in its width. */
export function terminalText(pieces: readonly Piece[], screen: Screen): string {
  const paint = (style: Style, text: string): string =>
    screen.colours ? styleText(style, text, { validateStream: false }) : text
  return `${pieces.map((piece) => linesOf(piece, screen.columns, paint).join('\n')).join('\n')}\n`
}

type Paint = (style: Style, text: string) => string

function linesOf(piece: Piece, columns: number, paint: Paint): string[] {
  switch (piece.kind) {
    case 'verdict':
      return wrapped(piece.text, columns, '').map((line) => paint(['bold', tones[toneOf(piece.text)]] as Style, line))
    case 'heading':
      return ['', paint('bold', piece.text)]
    case 'item': {
      const badge = piece.impact.toUpperCase().padEnd(6)
      const [first = '', ...more] = wrapped(piece.text, columns, ' '.repeat(8), 8)
      return [
        '',
        `${paint(['bold', tones[piece.impact]] as Style, badge)}  ${paint('bold', first)}`,
        ...more.map((line) => paint('bold', line)),
      ]
    }
    case 'note':
      return wrapped(piece.text, columns, '  ').map((line) => paint('yellow', line))
    case 'paragraph':
      return wrapped(piece.text, columns, '  ').map((line) => paint('dim', line))
    case 'points':
      return pointLines(piece, columns, paint)
    case 'signature':
      return [`  ${paint('dim', plain(piece.label))}`, ...piece.lines.map((line) => diffLine(line, columns, paint))]
  }
}

function pointLines({ label, points }: Extract<Piece, { kind: 'points' }>, columns: number, paint: Paint): string[] {
  const head = label === '' ? [] : [`  ${paint('dim', label)}`]
  const indent = label === '' ? '  ' : '    '
  const listed = points.flatMap(({ text, tone }) => {
    const [first = '', ...more] = wrapped(text, columns, `${indent}  `, indent.length + 2)
    return [`${indent}${paint(tones[tone], '•')} ${first}`, ...more]
  })
  return [...head, ...listed]
}

function diffLine({ mark, text }: { mark: string; text: string }, columns: number, paint: Paint): string {
  if (mark === 'gap') return paint('dim', '      …')
  const line = `    ${mark} ${text}`
  const shown = line.length > columns ? `${line.slice(0, columns - 1)}…` : line
  return mark === ' ' ? paint('dim', shown) : paint(mark === '+' ? 'green' : 'red', shown)
}

const toneOf = (verdict: string): Point['tone'] => verdict.slice(0, verdict.indexOf(':')) as Point['tone']

/** A terminal has colours in place of code marks. */
const plain = (text: string): string => text.replaceAll('`', '')

/** Lines of at most `columns`; the first begins after `taken` characters that are written before it. */
function wrapped(text: string, columns: number, indent: string, taken?: number): string[] {
  const lines: string[] = []
  let line = taken === undefined ? indent : ''
  let room = columns - (taken ?? 0)
  let empty = true
  for (const word of plain(text).split(' ')) {
    if (!empty && line.length + word.length + 1 > room) {
      lines.push(line)
      line = indent
      room = columns
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line]
}
