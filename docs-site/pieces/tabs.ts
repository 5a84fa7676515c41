import type { Token, Tokens } from 'marked'
import { type Html, html, raw, slug } from './html.ts'

/** Languages of which a reader uses one. */
const labels: Readonly<Record<string, string>> = { ts: 'TypeScript', python: 'Python' }

/** Programs that do the same in several languages. */
export interface TabsToken extends Tokens.Generic {
  readonly type: 'tabs'
  readonly codes: readonly Tokens.Code[]
}

/** One of those that are shown in tabs. */
export interface Tab {
  readonly label: string
  readonly figure: string
}

/** Programs that follow each other without a word between, each in another language, become one with tabs. */
export function tabbed(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  let codes: Tokens.Code[] = []
  let spaces: Token[] = []
  const close = (): void => {
    result.push(...(codes.length > 1 ? [{ type: 'tabs', raw: '', codes } satisfies TabsToken] : codes), ...spaces)
    codes = []
    spaces = []
  }
  for (const token of tokens) {
    if (token.type === 'space' && codes.length > 0) spaces.push(token)
    else {
      const code = token.type === 'code' && labelOf(token as Tokens.Code) !== undefined ? (token as Tokens.Code) : null
      if (code === null || codes.some((one) => labelOf(one) === labelOf(code))) close()
      if (code === null) result.push(token)
      else codes.push(code)
    }
  }
  close()
  return result
}

export const labelOf = ({ lang }: Tokens.Code): string | undefined => labels[(lang ?? '').split(' ')[0]!]

/** One of them is shown: radio buttons alone say which, so that it needs no script. */
export function tabsHtml(tabs: readonly Tab[], name: string): Html {
  const group = `tabs-${slug(name)}`
  const choices = tabs.map(({ label }, at) => {
    const id = `${group}-${at}`
    return html`<input type="radio" name="${group}" id="${id}" value="${label.toLowerCase()}"${raw(at === 0 ? ' checked' : '')}><label for="${id}">${label}</label>`
  })
  const figures = raw(tabs.map(({ figure }) => figure).join(''))
  return html`<div class="tabs" role="group" aria-label="Language">${choices}${figures}</div>`
}
