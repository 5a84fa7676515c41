import { Marked, type Tokens } from 'marked'
import { parse } from 'yaml'
import type { JsonObject } from '#scripts/bundle/json.ts'
import { codeBlock } from './code-block.ts'
import { languageOf } from './highlight.ts'
import { escaped, type Html, raw, slug } from './html.ts'
import { labelOf, type TabsToken, tabbed, tabsHtml } from './tabs.ts'

/** A heading of a text, with its anchor. */
export interface Heading {
  readonly id: string
  readonly title: string
  readonly depth: number
}

/** Other pages, and nothing that runs: a folder that is opened without a server has no policy that would forbid it. */
const LEADS_ON = /^(https?:|mailto:|[./#?]|[^:]*$)/i

/** Markdown as HTML, and its headings of the second and third rank. HTML in it is shown, not obeyed. */
export function markdown(text: string): { html: Html; headings: Heading[] } {
  const headings: Heading[] = []
  let section = ''
  const marked = new Marked({ gfm: true })
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens)
        const title = plain(inner)
        // What several sections have, such as the patches of a release, is told apart by its section.
        const id = headings.some(({ id }) => id === slug(title)) ? slug(section, title) : slug(title)
        if (depth === 2) section = title
        if (depth === 2 || depth === 3) headings.push({ id, title, depth })
        return `<h${depth} id="${id}"><a href="#${id}">${inner}</a></h${depth}>\n`
      },
      code: figureOf,
      html: ({ text: html }) => escaped(html),
      link: ({ href, raw: written }) => (LEADS_ON.test(href) ? false : escaped(written)),
      table(token) {
        const row = (cells: typeof token.header, tag: string) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`
        const body = token.rows.map((cells) => row(cells, 'td')).join('\n')
        return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>`
      },
    },
  })
  marked.use({
    hooks: { processAllTokens: tabbed },
    extensions: [
      {
        name: 'tabs',
        renderer: (token) => {
          const { codes } = token as TabsToken
          const tabs = codes.map((code) => ({ label: labelOf(code)!, figure: figureOf(code) }))
          return `${tabsHtml(tabs, codes[0]!.lang!).html}\n`
        },
      },
    ],
  })
  return { html: raw(marked.parse(text, { async: false })), headings }
}

function figureOf({ text, lang }: Pick<Tokens.Code, 'text' | 'lang'>): string {
  const [language = '', ...title] = (lang ?? '').split(' ')
  return codeBlock(text, languageOf(language), title.join(' ') || titleOf(language)).html
}

export const markdownHtml = (text: string): Html => markdown(text).html

const titleOf = (language: string): string =>
  ({ sh: 'Shell', bash: 'Shell', ts: 'TypeScript', js: 'JavaScript', python: 'Python', json: 'JSON', http: 'HTTP' })[
    language
  ] ?? 'Text'

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")

/** The front matter of a text and what follows it. */
export function frontMatter(text: string, name: string): { matter: JsonObject; body: string } {
  const [, matter, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  if (matter === undefined || body === undefined)
    throw new Error(`${name} needs front matter between two lines of ---.`)
  return { matter: (parse(matter) ?? {}) as JsonObject, body }
}
