import type { Piece } from './outline.ts'

/** The report as Markdown, for a pull request. */
export function markdownOf(pieces: readonly Piece[]): string {
  return `${pieces.map(pieceText).join('\n\n')}\n`
}

function pieceText(piece: Piece): string {
  switch (piece.kind) {
    case 'verdict':
      return `**${piece.text}**`
    case 'heading':
      return `## ${piece.text}`
    case 'item':
      return `### ${piece.impact}: ${piece.text}`
    case 'note':
      return `> ${piece.text}`
    case 'paragraph':
      return piece.text
    case 'points': {
      const [indent, head] = piece.label === '' ? ['', []] : ['  ', [`- ${piece.label}`]]
      return [...head, ...piece.points.map(({ text }) => `${indent}- ${text}`)].join('\n')
    }
    case 'signature': {
      const lines = piece.lines.map(({ mark, text }) => (mark === 'gap' ? '  …' : `${mark} ${text}`.trimEnd()))
      return [piece.label, '', '```diff', ...lines, '```'].join('\n')
    }
  }
}
