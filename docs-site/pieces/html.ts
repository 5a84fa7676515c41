/** Text that is HTML already. Everything else is escaped on its way in. */
export interface Html {
  readonly html: string
}

export type Child = Html | string | number | null | readonly Child[]

/** A template whose values are escaped, unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  return { html: strings.map((text, index) => text + (index < values.length ? rendered(values[index]!) : '')).join('') }
}

function rendered(child: Child): string {
  if (child === null) {
    return ''
  }
  if (typeof child === 'string' || typeof child === 'number') {
    return escaped(String(child))
  }
  return 'html' in child ? child.html : child.map(rendered).join('')
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A sentence with `code` marks; nothing else of Markdown is read. */
export function prose(text: unknown): Html {
  if (typeof text !== 'string') {
    return { html: '' }
  }
  return { html: escaped(text.trim()).replaceAll(/`([^`]+)`/g, '<code>$1</code>') }
}

/** Paragraphs, parted by empty lines. */
export function paragraphs(text: unknown): Html {
  const parts = typeof text === 'string' ? text.trim().split(/\n\s*\n/) : []
  return html`${parts.map((part) => html`<p>${prose(part)}</p>`)}`
}

/** HTML that was made elsewhere. */
export const raw = (text: string): Html => ({ html: text })

/** An anchor's name: what may stand in a fragment as it is. */
export const slug = (...parts: readonly string[]): string =>
  parts
    .join('-')
    .replaceAll(/[^A-Za-z0-9._]+/g, '-')
    .replaceAll(/^-|-$/g, '')
