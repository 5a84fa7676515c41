import { highlighted } from '../../docs-site/pieces/highlight.ts'
import { type Child, type Html, html, prose, raw } from '../../docs-site/pieces/html.ts'
import type { Piece } from './outline.ts'
import { pageStyle } from './page-style.ts'

/** The report as one HTML file that needs nothing else. */
export function pageOf(pieces: readonly Piece[]): string {
  const verdict = pieces.find(({ kind }) => kind === 'verdict')
  const title = verdict?.kind === 'verdict' ? verdict.text : 'Nothing in the contract changed'
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(pageStyle)}</style>
</head>
<body>
<main>
${sections(pieces)}
</main>
</body>
</html>
`.html
  }`
}

/** What begins with an item or a heading is a section; the rest is the head. */
function sections(pieces: readonly Piece[]): Child {
  const groups: Piece[][] = [[]]
  for (const piece of pieces) {
    if (piece.kind === 'item' || piece.kind === 'heading') groups.push([])
    groups.at(-1)!.push(piece)
  }
  return groups.map((group, index) => {
    const [first] = group
    const inner = group.map(pieceHtml)
    if (index === 0) return html`<header>${inner}</header>`
    return html`<section class="${first?.kind === 'item' ? first.impact : 'none'}">${inner}</section>`
  })
}

function pieceHtml(piece: Piece): Html {
  switch (piece.kind) {
    case 'verdict': {
      const [impact = '', ...rest] = piece.text.split(':')
      const [versions = '', ...facts] = rest.join(':').trim().split('; ')
      return html`<p class="eyebrow">What this change means</p>
<h1><span class="badge ${impact}">${impact}</span> ${versions.replace('->', '→')}</h1>
<p class="facts">${facts.join('; ')}</p>`
    }
    case 'heading':
      return html`<h2>${prose(piece.text)}</h2>`
    case 'item':
      return html`<h2><span class="badge ${piece.impact}">${piece.impact}</span><span>${prose(piece.text)}</span></h2>`
    case 'note':
      return html`<p class="note">${prose(piece.text)}</p>`
    case 'paragraph':
      return html`<p class="quiet">${prose(piece.text)}</p>`
    case 'points': {
      const points = piece.points.map(({ text, tone }) => html`<li class="${tone}">${prose(text)}</li>`)
      return piece.label === ''
        ? html`<ul class="sentences">${points}</ul>`
        : html`<div class="facet"><h3>${piece.label}</h3><ul>${points}</ul></div>`
    }
    case 'signature':
      return html`<figure><figcaption>${prose(piece.label)}</figcaption><pre tabindex="0" role="region" aria-label="Before and after">${piece.lines.map(lineHtml)}</pre></figure>`
  }
}

function lineHtml({ mark, text }: { mark: string; text: string }): Html {
  if (mark === 'gap') return html`<span class="line gap">…</span>`
  const kinds: Readonly<Record<string, string>> = { '+': 'plus', '-': 'minus', ' ': 'same' }
  return html`<span class="line ${kinds[mark]!}"><b>${mark}</b>${highlighted(text, 'ts')}</span>`
}
