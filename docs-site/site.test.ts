import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { problemCatalogue } from '#scripts/bundle/catalogue.ts'
import { messageDocument } from '#scripts/emit/message-document.ts'
import { operationsOf } from '#scripts/emit/operations.ts'
import { settingsOf } from '#scripts/emit/settings.ts'
import { webhooksOf } from '#scripts/emit/webhooks.ts'
import { closeCodes } from '#sdks/browser/generated/realtime.gen.ts'
import { computeSite, type Site } from './site.ts'
import { readSources, type Sources } from './sources.ts'

const root = join(import.meta.dirname, '..')
let site: Site
let sources: Sources
beforeAll(async () => {
  ;[site, sources] = await Promise.all([computeSite(root), readSources(root)])
})

const text = (file: string): string => {
  const content = site.get(file)
  if (content === undefined) throw new Error(`The site has no ${file}.`)
  return content.toString()
}
const pages = (): string[] => [...site.keys()].filter((file) => file.endsWith('.html'))
const idsOf = (page: string): string[] => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
const allIds = (): Set<string> => new Set(pages().flatMap((file) => idsOf(text(file))))

test('every operation, message, event, webhook, problem, setting and close code has its place', () => {
  const ids = allIds()
  const { documents, problems, config } = sources
  const places = [
    ...operationsOf(documents.openapi).map(({ id }) => id),
    ...messageDocument(documents.realtime).messages.map(({ key }) => `message-${key}`),
    ...messageDocument(documents.events).messages.map(({ tag }) => `event-${tag}`),
    ...webhooksOf(documents.openapi).map(({ type }) => `webhook-${type}`),
    ...Object.keys(problemCatalogue(problems)),
    ...settingsOf(config).map(({ name }) => name),
  ]
  expect(places.filter((place) => !ids.has(place))).toEqual([])
  for (const code of Object.keys(closeCodes)) expect(text('socket.html')).toContain(`<code>${code}</code>`)
})

test('every link leads to a file of the site, and its anchor to a place there', () => {
  const broken = pages().flatMap((file) =>
    [...text(file).matchAll(/ (?:href|src)="([^"]+)"/g)]
      .map(([, link]) => link!)
      .filter((link) => {
        const [target = '', anchor] = link.split('#')
        const known = target === '' ? file : target
        return !site.has(known) || (anchor !== undefined && anchor !== '' && !idsOf(text(known)).includes(anchor))
      })
      .map((link) => `${file}: ${link}`),
  )
  expect(broken).toEqual([])
})

test('no anchor stands twice on a page', () => {
  const twice = pages().flatMap((file) => {
    const ids = idsOf(text(file))
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${file}#${id}`)
  })
  expect(twice).toEqual([])
})

test('a page has no script, style or address in it that the policy of the server would refuse', () => {
  for (const file of pages()) {
    const page = text(file)
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:/)
    expect(page).not.toMatch(/(?:src|<link[^>]* href)="(?:https?:)?\/\//)
  }
})

test('the search knows the places, and each of its addresses is one', () => {
  const [, index = '[]'] =
    /^globalThis\.searchIndex=(.*);$/m.exec(text([...site.keys()].find((file) => /^search-/.test(file))!)) ?? []
  const lines = JSON.parse(index) as string[][]
  expect(lines.length).toBeGreaterThan(500)
  const broken = lines
    .map(([, , address = '']) => address)
    .filter((address) => {
      const [file = '', id] = address.split('#')
      return !site.has(file) || (id !== undefined && !idsOf(text(file)).includes(id))
    })
  expect(broken).toEqual([])
})

test('what a reader sees has no marks of Markdown and no numbers of documents that he does not have', () => {
  const search = text([...site.keys()].find((file) => /^search-/.test(file))!)
  expect(search).not.toContain('`')
  const titles = pages().flatMap((file) => [...text(file).matchAll(/Example: ([^<]*)</g)].map(([, title]) => title!))
  expect(titles.length).toBeGreaterThan(100)
  expect(titles.filter((title) => !/^[A-Z0-9]/.test(title) || /\b(srs|obs|readme|voip)\b/i.test(title))).toEqual([])
})

test('every page has an icon, and every reference page says what its samples take from the environment', () => {
  expect(pages().filter((file) => !text(file).includes('<link rel="icon" href="icon.svg"'))).toEqual([])
  const samples = pages().filter((file) => text(file).includes('$API_BASE_URL') && file.startsWith('rest-'))
  expect(samples.length).toBeGreaterThan(5)
  for (const file of samples) {
    const before = text(file).split('class="operation"')[0]!
    for (const name of ['API_BASE_URL=', 'INVORTO_API_KEY=']) expect(before).toContain(name)
  }
})

test('llms.txt is of the form of llmstxt.org, and every page that it names is there', () => {
  const list = text('llms.txt')
  expect(list).toMatch(/^# Invorto\n\n> .+\n/)
  const links = [...list.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!)
  expect(links.length).toBeGreaterThan(15)
  expect(links.filter((link) => !site.has(link))).toEqual([])
})

test('the same sources give the same bytes', async () => {
  const again = await computeSite(root)
  expect([...again.keys()]).toEqual([...site.keys()])
  expect([...again].filter(([file, content]) => !Buffer.from(content).equals(Buffer.from(site.get(file)!)))).toEqual([])
})
