import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, setStage } from '../contract-tests/stage.ts'
import { startChromium } from './testing/chromium.ts'

const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 900 }
const silence = fileURLToPath(new URL('../simulators/voices/hello.wav', import.meta.url))

let stage: Stage
let browser: Browser
let axe: string
beforeAll(async () => {
  ;[stage, browser, axe] = await Promise.all([
    setStage(),
    startChromium(silence),
    readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  ])
})
afterAll(async () => {
  await browser?.close()
  await stage?.strike()
})

const at = (file: string): string => `${stage.platform.url}/docs/${file}`

/** The site's pages, as they are found from the first one. */
async function files(): Promise<string[]> {
  const front = await (await fetch(at('index.html'))).text()
  return [...new Set([...front.matchAll(/href="([a-z0-9-]+\.html)"/g)].map(([, file]) => file!))]
}

/** What repeats: the first of each stand for all, since they are made of the same pieces. */
const repeated = [
  '.operation:nth-of-type(n + 3)',
  '.fields > li:nth-child(n + 4)',
  'nav.side li:nth-child(n + 4)',
  'tbody tr:nth-child(n + 4)',
  '.card:nth-of-type(n + 4)',
  '.operations li:nth-child(n + 3)',
]
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Contrast is looked at apart, where nothing repeats: axe paints each piece of text for it. */
const whole = { runOnly: tags, resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } }
const contrast = { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] }

/** What axe finds against WCAG 2.2 A and AA, in the page without what `exclude` selects. */
function violations(page: Page, options: object, exclude: readonly string[] = []): Promise<string[]> {
  return page.evaluate(
    async ({ options, exclude }) => {
      interface Found {
        id: string
        nodes: { html: string; failureSummary: string }[]
      }
      const { axe, document } = globalThis as unknown as {
        axe: { run(...of: unknown[]): Promise<{ violations: Found[] }> }
        document: unknown
      }
      const found = await axe.run({ include: [document], exclude }, options)
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
    },
    { options, exclude },
  )
}

interface Looked {
  readonly faults: string[]
  readonly links: string[]
}

/** Looks at one page: what fails on it, what it leads to, what axe says in both schemes, and whether it is too wide. */
async function look(page: Page, file: string): Promise<Looked> {
  const faults: string[] = []
  const hear = (text: string) => faults.push(`${file}: ${text}`)
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && hear(message.text()))
  page.on('pageerror', (error) => hear(String(error)))
  page.on('response', (response) => response.status() >= 400 && hear(`${response.status()} ${response.url()}`))
  await page.setViewportSize(desktop)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(at(file))
  // A policy without inline scripts lets the debugger in, as it lets an extension.
  await page.evaluate(axe)
  const unfold = (open: boolean) =>
    page.evaluate(`for (const one of document.querySelectorAll('main details')) one.open = ${open}`)
  for (const fault of await violations(page, contrast, repeated)) hear(`light, ${fault}`)
  await unfold(true)
  for (const fault of await violations(page, whole)) hear(`all open, ${fault}`)
  if (await isTooWide(page)) hear('is wider than a desktop')
  await page.setViewportSize(phone)
  if (await isTooWide(page)) hear('is wider than a phone when all is open')
  await unfold(false)
  await page.emulateMedia({ colorScheme: 'dark' })
  if (await isTooWide(page)) hear('is wider than a phone')
  for (const options of [contrast, whole])
    for (const fault of await violations(page, options, repeated)) hear(`dark on a phone, ${fault}`)
  const links = (await page.evaluate('[...document.links].map(({ href }) => href)')) as string[]
  page.removeAllListeners()
  return { faults, links }
}

/** How many rows the controls of a bar stand in; they are centred in their row. */
const rowsOf = (page: Page, bar: string): Promise<number> =>
  page.evaluate((bar) => {
    interface Control {
      getBoundingClientRect(): { top: number; bottom: number }
    }
    const { document } = globalThis as unknown as { document: { querySelectorAll(of: string): Iterable<Control> } }
    const centres = [...document.querySelectorAll(`${bar} > :not(.hidden)`)].map((control) => {
      const { top, bottom } = control.getBoundingClientRect()
      return (top + bottom) / 2
    })
    return centres.toSorted((one, other) => one - other).filter((at, row, all) => row === 0 || at - all[row - 1]! > 12)
      .length
  }, bar)

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth') as Promise<boolean>

test('every page loads without a fault, suits WCAG AA in light and dark, and fits a phone and a desktop', async () => {
  const waiting = await files()
  expect(waiting.length).toBeGreaterThan(20)
  const seen: Looked[] = []
  const reader = async (): Promise<void> => {
    const page = await browser.newPage()
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) seen.push(await look(page, file))
    await page.close()
  }
  await Promise.all([reader(), reader()])
  expect(seen.flatMap(({ faults }) => faults)).toEqual([])
  const links = new Set(seen.flatMap(({ links }) => links.map((link) => link.split('#')[0]!)))
  const answers = await Promise.all([...links].map(async (link) => [link, (await fetch(link)).status] as const))
  expect(answers.filter(([, status]) => status !== 200)).toEqual([])
}, 120_000)

test.each([1280, 1366, 1440, 1920])(
  'the bars of the console are one row each on a screen of %s pixels',
  async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    await page.goto(at('console.html'))
    expect([await rowsOf(page, '.filters'), await rowsOf(page, '.controls')]).toEqual([1, 1])
    await page.close()
  },
)
