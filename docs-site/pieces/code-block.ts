import type { Json } from '#scripts/bundle/json.ts'
import { highlighted, type Language } from './highlight.ts'
import { type Html, html } from './html.ts'

/** Code with its title; a script adds the button that copies it. It can be scrolled by keyboard. */
export function codeBlock(code: string, language: Language, title: string): Html {
  return html`<figure class="code"><figcaption>${title}</figcaption><pre tabindex="0" role="region" aria-label="${title}"><code>${highlighted(code.trimEnd(), language)}</code></pre></figure>`
}

export const jsonBlock = (value: Json, title: string): Html =>
  codeBlock(typeof value === 'string' ? value : JSON.stringify(value, null, 2), 'json', title)
