import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { optionalObjectAt } from '#scripts/bundle/json.ts'
import { filesBelow } from '#scripts/files.ts'
import { iconLink, layout, type Shell } from './layout.ts'
import { llmsFullText, llmsText, markdownFile, pageMarkdown } from './llms.ts'
import { messageTable } from './message-table.ts'
import type { Page } from './page.ts'
import { namesPage, problemsPage, settingsPage } from './pages/catalogues.ts'
import { consolePage } from './pages/console.ts'
import { eventsPage } from './pages/events.ts'
import { frontPage } from './pages/front.ts'
import { guidePages } from './pages/guides.ts'
import { metricsPage } from './pages/metrics.ts'
import { changelogPages, downloads, releasedFile, versionsPage } from './pages/project.ts'
import { requirementsPage } from './pages/requirements.ts'
import { restPages } from './pages/rest.ts'
import { socketPage } from './pages/socket.ts'
import { webhookPages } from './pages/webhooks.ts'
import { bundleScripts, type ScriptName } from './scripts-bundle.ts'
import { searchIndex } from './search-index.ts'
import { readSources, type Sources } from './sources.ts'
import { readVoices, type Voice } from './voices.ts'

/** File of the site to content. All names are flat, so that the whole can lie in any folder, and on no server. */
export type Site = ReadonlyMap<string, string | Buffer>

const fonts = ['inter', 'jetbrains-mono'] as const

/** The whole site. The same sources give the same bytes. */
export async function computeSite(root: string): Promise<Site> {
  const [sources, voices, scripts, style, fontFiles] = await Promise.all([
    readSources(root),
    readVoices(root),
    bundleScripts(root),
    readStyle(root),
    Promise.all(fonts.map((font) => fontFile(root, font))),
  ])
  const site = new Map<string, string | Buffer>()
  const put = (name: string, ending: string, content: string | Buffer): string => {
    const file = `${name}-${hashOf(content)}.${ending}`
    site.set(file, content)
    return file
  }
  const fontNames = fontFiles.map((content, index) => put(fonts[index]!, 'woff2', content))
  const pages = pagesOf(sources, voices)
  const shell = shellOf(sources, { put, scripts, style: fontNames.reduce(withFont, style), fontNames, pages })
  for (const page of pages) {
    site.set(page.file, layout(page, pages, shell))
    site.set(markdownFile(page.file), pageMarkdown(page))
  }
  for (const { file, content } of voices) site.set(file, content)
  addTexts(site, sources, pages)
  site.set('review-example.html', withIcon(styledBy(sources.review.page, (style) => put('review', 'css', style))))
  const version = hashOf([...site].map(([name, content]) => `${name} ${hashOf(content)}`).join('\n'))
  const listed = JSON.stringify([...site.keys()].filter((name) => !/\.(md|txt|wav)$/.test(name)).sort())
  site.set('offline.js', `self.siteVersion="${version}";self.siteFiles=${listed};\n${scripts.offline}`)
  return site
}

export function pagesOf(sources: Sources, voices: readonly Voice[]): Page[] {
  return [
    frontPage(sources),
    ...guidePages(sources),
    ...restPages(sources),
    socketPage(sources),
    consolePage(voices),
    ...webhookPages(sources),
    eventsPage(sources),
    problemsPage(sources),
    settingsPage(sources),
    metricsPage(sources),
    namesPage(sources),
    requirementsPage(sources),
    ...changelogPages(sources),
    versionsPage(sources),
  ]
}

interface Parts {
  readonly put: (name: string, ending: string, content: string | Buffer) => string
  readonly scripts: Readonly<Record<ScriptName, string>>
  readonly style: string
  readonly fontNames: readonly string[]
  readonly pages: readonly Page[]
}

function shellOf({ documents }: Sources, { put, scripts, style, fontNames, pages }: Parts): Shell {
  const worklet = put('worklet', 'js', scripts.worklet)
  const table = JSON.stringify(messageTable(documents.realtime))
  return {
    version: String(optionalObjectAt(documents.openapi, 'info').version),
    fonts: fontNames,
    style: put('style', 'css', style),
    siteScript: put('site', 'js', scripts.site),
    languageScript: put('language', 'js', scripts.language),
    searchIndex: put('search', 'js', searchIndex(pages)),
    scripts: {
      'try-it': put('try-it', 'js', scripts['try-it']),
      console: put(
        'console',
        'js',
        `globalThis.consoleFacts={worklet:"${worklet}",messages:${table}};\n${scripts.console}`,
      ),
    },
  }
}

function addTexts(site: Map<string, string | Buffer>, { documents, released }: Sources, pages: readonly Page[]): void {
  site.set('llms.txt', llmsText(pages, pages[0]!.summary))
  site.set('llms-full.txt', llmsFullText(pages))
  for (const [file, { document }] of Object.entries(downloads)) {
    site.set(file, `${JSON.stringify(documents[document], null, 2)}\n`)
  }
  for (const [path, content] of released) site.set(releasedFile(path), content)
  site.set('icon.svg', icon)
}

/** A page that stands alone, with its style in a file: the server's policy lets no page have its own. */
function styledBy(page: string, put: (style: string) => string): string {
  return page.replace(
    /<style>([\s\S]*?)<\/style>/,
    (_, style: string) => `<link rel="stylesheet" href="${put(style)}">`,
  )
}

const withIcon = (page: string): string => page.replace('<title>', `${iconLink}\n<title>`)

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f6f66"/><path d="M7 14v4M11.500 10v12M16 6v20M20.500 11v10M25 14v4" stroke="#fff" stroke-width="2.600" stroke-linecap="round"/></svg>
`

const withFont = (style: string, file: string): string =>
  style.replace(`url(${file.replace(/-[0-9a-f]+\./, '.')})`, `url(${file})`)

async function readStyle(root: string): Promise<string> {
  const paths = await filesBelow(root, 'docs-site/style')
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')))
  return texts.join('\n')
}

const fontFile = (root: string, font: string): Promise<Buffer> =>
  readFile(join(root, `node_modules/@fontsource-variable/${font}/files/${font}-latin-wght-normal.woff2`))

const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex').slice(0, 10)
