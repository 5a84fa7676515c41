import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Stage, setStage } from '../contract-tests/stage.ts'
import { startChromium } from './testing/chromium.ts'

const voice = fileURLToPath(new URL('../simulators/voices/hello.wav', import.meta.url))

let stage: Stage
let browser: Browser
let context: BrowserContext
let page: Page
let faults: string[]
beforeAll(async () => {
  ;[stage, browser] = await Promise.all([setStage(), startChromium(voice)])
})
afterAll(async () => {
  await browser?.close()
  await stage?.strike()
})
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  faults = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(String(error)))
})
afterEach(() => context.close())

const open = (file: string) => page.goto(`${stage.platform.url}/docs/${file}`)

/** The languages of the programs that are shown in tabs, each once. */
const shown = async (of: Page = page): Promise<string[]> => [
  ...new Set(
    await of.locator('.tabs > input:checked').evaluateAll((all) => all.map((one) => (one as { value: string }).value)),
  ),
]

test('a language is chosen once, by keyboard, for every sample of every page, and for the next visit', async () => {
  await open('rest-agents.html')
  expect(await page.locator('.tabs').count()).toBeGreaterThan(5)
  expect(await shown()).toEqual(['curl'])
  const chosen = page.locator('#updateAgent .tabs')
  await chosen.scrollIntoViewIfNeeded()
  await chosen.locator('input:checked').focus()
  const before = await chosen.boundingBox()
  await page.keyboard.press('ArrowRight')
  expect(await shown()).toEqual(['typescript'])
  await page.keyboard.press('ArrowRight')
  expect(await shown()).toEqual(['python'])
  expect(await page.evaluate('document.activeElement.value')).toBe('python')
  // What the reader looks at stays where it is.
  expect(Math.abs((await chosen.boundingBox())!.y - before!.y)).toBeLessThan(2)
  expect(await page.locator('.tabs figure:visible pre:has-text("client = InvortoClient()")').count()).toBe(
    await page.locator('.tabs').count(),
  )

  const other = await context.newPage()
  for (const file of ['rest-tools.html', 'guide-sdks.html']) {
    await other.goto(`${stage.platform.url}/docs/${file}`)
    expect(await shown(other)).toEqual(['python'])
  }
  await other.locator('.tabs label:text-is("TypeScript")').first().click()
  await page.waitForFunction(`document.querySelector('.tabs > input:checked').value === 'typescript'`)
  expect(await shown()).toEqual(['typescript'])
  expect(faults).toEqual([])
})

test('no frame is drawn with another language than the chosen one', async () => {
  await context.addInitScript(`
    localStorage.setItem('invorto.language', 'python')
    globalThis.seen = []
    // What was parsed up to the middle of a group shows no program yet.
    const look = () => {
      for (const { value } of document.querySelectorAll('.tabs:has(> figure) > input:checked')) seen.push(value)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)`)
  await open('rest-agents.html')
  await page.waitForFunction('seen.length > 20')
  expect(await page.evaluate('[...new Set(seen)]')).toEqual(['python'])
})

test('where the browser keeps nothing the choice holds for the page', async () => {
  await context.addInitScript(
    `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('No.', 'SecurityError') } })`,
  )
  await open('rest-agents.html')
  await page.locator('.tabs label:text-is("Python")').first().click()
  expect(await shown()).toEqual(['python'])
  expect(faults).toEqual([])
})
