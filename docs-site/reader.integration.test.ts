import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Stage, setStage } from '../contract-tests/stage.ts'
import { startChromium } from './testing/chromium.ts'

const voice = fileURLToPath(new URL('../simulators/voices/what-are-your-plans.wav', import.meta.url))

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

/** Gives the key as a reader does. */
async function giveKey(): Promise<void> {
  await page.click('#key-button')
  await page.fill('#key-field', stage.platform.apiKey)
  await page.keyboard.press('Enter')
}

test('a reader without a mouse finds an operation, gives the key, and calls the server', async () => {
  await open('index.html')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.keyboard.press('/')
  await page.keyboard.type('listAgents')
  await page.locator('#search-results [role=option]').first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/rest-agents.html#listAgents')

  await page.locator('#listAgents details.try summary').focus()
  await page.keyboard.press('Enter')
  const send = page.locator('#listAgents form button[type=submit]')
  await send.focus()
  await page.keyboard.press('Enter')
  // It needs a key, and asks for it.
  await page.locator('#key-dialog[open]').waitFor()
  await page.keyboard.type(stage.platform.apiKey)
  await page.keyboard.press('Enter')
  await page.locator('#key-dialog[open]').waitFor({ state: 'detached' })
  await send.focus()
  await page.keyboard.press('Enter')
  await page.locator('#listAgents .outcome figure').waitFor()
  expect(await page.textContent('#listAgents .state')).toMatch(/^200 in \d+ ms$/)
  expect(await page.textContent('#listAgents .outcome pre')).toContain('"data": []')
  expect(faults).toEqual([])
})

test('what is tried out is done: an agent is made with what stands in the form, a refusal is shown', async () => {
  await open('rest-agents.html')
  await giveKey()
  await page.click('#createAgent details.try summary')
  await page.fill('#try-createAgent-body', '{"name":"From the docs","prompt":"You help."}')
  await page.click('#createAgent form button[type=submit]')
  await page.locator('#createAgent .outcome figure').waitFor()
  expect(await page.textContent('#createAgent .state')).toMatch(/^201/)
  expect((await stage.rest.call('listAgents')).body.data[0].name).toBe('From the docs')
  await page.fill('#try-createAgent-body', '{"name":"Without a prompt"}')
  await page.click('#createAgent form button[type=submit]')
  await page.locator('#createAgent .outcome figcaption:text("Answer 400")').waitFor()
  expect(await page.textContent('#createAgent .outcome pre')).toContain('"pointer": "/prompt"')
})

test('the key lives in its tab, and is forgotten when the reader says so', async () => {
  await open('index.html')
  await giveKey()
  await open('console.html')
  expect(await page.textContent('#key-state')).toBe('Key kept')
  const other = await context.newPage()
  await other.goto(`${stage.platform.url}/docs/index.html`)
  expect(await other.textContent('#key-state')).toBe('Key')
  expect(await page.evaluate('localStorage.length + document.cookie.length')).toBe(0)
  await page.click('#key-button')
  await page.click('#key-form button[value=forget]')
  await page.locator('#key-state:text-is("Key")').waitFor()
  expect(faults).toEqual([])
})

test('the console makes a call: typed and spoken words are answered, every frame is listed, and can be taken along', async () => {
  await open('console.html')
  await giveKey()
  await page.click('#make-agent')
  await page.locator('#call-state:text("is made")').waitFor()
  await page.click('#call-button')
  await page.locator('#messages .kind:text-is("connected")').waitFor()
  await page.fill('#say', 'what are your plans')
  await page.keyboard.press('Enter')
  await page.locator('#words .agent:has-text("our plans start")').first().waitFor()
  await page.locator('#messages .received .kind:text-is("audio frame")').first().waitFor()

  await page.locator('#messages .kind:text-is("text.input")').click()
  const opened = page.locator('#messages .sent .opened')
  expect(await opened.locator('pre').textContent()).toContain('"text": "what are your plans"')
  expect(await opened.locator('a').getAttribute('href')).toBe('socket.html#message-textInput')

  const beside = await page.locator('#interrupt').boundingBox()
  await page.click('#microphone')
  await page.locator('#microphone[aria-pressed=true]').waitFor()
  expect(await page.locator('#interrupt').boundingBox()).toEqual(beside)
  const said = page.locator('#words .caller:not(.partial)')
  await said.nth(1).waitFor({ timeout: 20_000 })
  expect(await said.allTextContents()).toEqual(['what are your plans', 'what are your plans'])
  await page.click('#microphone')

  await page.fill('#filter', 'stt.final')
  expect(await page.locator('#messages > li:visible .kind').allTextContents()).toEqual(['stt.final'])
  await page.fill('#filter', '')
  await page.click('#hang-up')
  await page.locator('#call-state:text("Closed with 1000")').waitFor()
  // The list scrolls in itself: the page does not grow with it.
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(3_000)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')])
  const { traffic } = JSON.parse(await readFile((await download.path())!, 'utf8')) as {
    traffic: { way: string; kind: string; atMs: number }[]
  }
  const kinds = new Set(traffic.map(({ way, kind }) => `${way} ${kind}`))
  for (const kind of ['sent start', 'sent text.input', 'received llm.delta', 'sent audio frame', 'received end'])
    expect(kinds).toContain(kind)
  expect(traffic.map(({ atMs }) => atMs)).toEqual(traffic.map(({ atMs }) => atMs).sort((one, other) => one - other))
  expect(faults).toEqual([])
}, 60_000)

test('the agent asks the reader for a tool; a refused socket says why', async () => {
  await open('console.html')
  await giveKey()
  await page.fill('#agent', 'nobody')
  await page.click('#call-button')
  await page.locator('#call-state:text("Closed with 4404")').waitFor()
  expect(await page.textContent('#call-state')).toContain('nobody')
  await page.click('#make-agent')
  await page.locator('#call-state:text("docs-console")').waitFor()
  await page.click('#call-button')
  await page.fill('#say', 'where is order a123')
  await page.keyboard.press('Enter')
  await page.click('.tool-card button[type=submit]')
  await page.locator('#words .agent:has-text("shipped, with you on Friday")').waitFor()
  expect(faults).toEqual([])
}, 60_000)

test('what was visited once is read without a network, and searched', async () => {
  await open('index.html')
  await page.evaluate('navigator.serviceWorker.ready')
  await page.reload()
  await context.setOffline(true)
  await open('rest-tools.html')
  expect(await page.textContent('h1')).toBe('Tools')
  await page.keyboard.press('/')
  await page.keyboard.type('not_found')
  await page.locator('#search-results b:text-is("not_found")').waitFor()
})

test('on a phone the contents are a drawer that a keyboard opens and closes', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open('socket.html')
  expect(await page.locator('nav.side').isVisible()).toBe(false)
  await page.click('#menu-button')
  await page.locator('nav.side a[aria-current]').waitFor()
  expect(await page.evaluate('document.activeElement.getAttribute("aria-current")')).toBe('page')
  await page.keyboard.press('Escape')
  await page.locator('nav.side').waitFor({ state: 'hidden' })
  expect(await page.evaluate('document.activeElement.id')).toBe('menu-button')
  expect(faults).toEqual([])
})

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
