import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { madeModules } from '#scripts/sdks/made-modules.ts'
import { type Stage, setStage } from '../contract-tests/stage.ts'
import { until } from '../contract-tests/until.ts'
import { startChromium } from './testing/chromium.ts'
import { unhurriedVoice } from './testing/unhurried-voice.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const PAGE =
  '<!doctype html><title>Guide</title><button id="button">Call</button><meter id="meter"></meter><script src="/guide.js"></script>'

/** The program for pages, as the guide shows it, but for where the packages and the platform are and whom it calls. */
async function programOfTheGuide(url: string): Promise<string> {
  const [, code = ''] = /^```js\n([\s\S]*?)^```$/m.exec(await readFile(`${root}docs-site/guides/sdks.md`, 'utf8')) ?? []
  const contents = code
    .replace("'@invorto/realtime'", "'./sdks/browser/index.ts'")
    .replace("'@invorto/realtime/audio'", "'./sdks/browser/audio/index.ts'")
    .replace('new RealtimeClient()', `new RealtimeClient('${url}')`)
    .replace("'call-123', 'agent-456'", 'callId, agentId')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, write: false, format: 'iife', tsconfigRaw: '{}', plugins: [madeModules(root)] },
  })
  return outputFiles![0]!.text
}

let folder: string
let stage: Stage
let browser: Browser
let agentId: string
let server: Server
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invorto-voice-'))
  ;[stage, browser] = await Promise.all([setStage(), unhurriedVoice('hello', folder).then(startChromium)])
  const agent = { name: 'Guide', prompt: 'You help.', firstMessage: null }
  agentId = (await stage.rest.call('createAgent', { body: agent })).body.id
  const program = await programOfTheGuide(stage.platform.url)
  server = createServer(({ url }, response) => {
    const isProgram = url === '/guide.js'
    response.setHeader('Content-Type', isProgram ? 'text/javascript' : 'text/html')
    response.end(isProgram ? program : PAGE)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await stage?.strike()
  await rm(folder, { recursive: true, force: true })
})

/** A page with the guide's program and what it finds there: a button, a meter, and a way to tickets. */
async function visit(callId: string): Promise<Page> {
  const page = await browser.newPage()
  await page.exposeFunction(
    'fetchTicket',
    async () => (await stage.rest.call('createTicket', { body: { callId } })).body.ticket,
  )
  await page.addInitScript(`Object.assign(globalThis, ${JSON.stringify({ callId, agentId })}); globalThis.refused = []
    addEventListener('unhandledrejection', ({ reason }) => refused.push(reason.name))`)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return page
}

const statusOf = async (callId: string): Promise<number> =>
  (await stage.rest.call('getCall', { path: { callId } })).status

test('the page of the guide calls at a click, with the microphone', async () => {
  const page = await visit('guided')
  // The voice is there once: its loudest moment is kept.
  await page.evaluate(`globalThis.loudest = 0
    Object.defineProperty(meter, 'value', { set(level) { loudest = Math.max(loudest, level) } })`)
  await page.click('#button')
  await until('the call is there', async () => ((await statusOf('guided')) === 200 ? true : undefined))
  await page.waitForFunction('loudest > 0.05')
  expect(await page.evaluate('refused')).toEqual([])
  await page.close()
}, 30_000)

test('where the microphone is denied there is no call', async () => {
  const page = await visit('denied')
  await page.evaluate(
    `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('No.', 'NotAllowedError'))`,
  )
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.click('#button')
  await page.waitForFunction('refused.length > 0')
  expect(await page.evaluate('refused')).toEqual(['NotAllowedError'])
  expect([sockets, await statusOf('denied')]).toEqual([[], 404])
  await page.close()
}, 30_000)

/** Keeps every microphone that the page opens. */
const KEEPS = `globalThis.microphones = []
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const stream = await open(asked)
    microphones.push(...stream.getTracks())
    return stream
  }`

test.each([
  ['no ticket', `Promise.reject(new DOMException('No.', 'NetworkError'))`, 'NetworkError'],
  ['a ticket that is none', `Promise.resolve('forged')`, 'CallRefusedError'],
])(
  'with %s each click lets go of its microphone',
  async (_, ticket, refusal) => {
    const page = await visit('unticketed')
    await page.evaluate(`${KEEPS}; globalThis.fetchTicket = () => ${ticket}`)
    for (const clicks of [1, 2]) {
      await page.click('#button')
      await page.waitForFunction(`refused.length === ${clicks}`)
    }
    expect(await page.evaluate('microphones.map(({ readyState }) => readyState)')).toEqual(['ended', 'ended'])
    expect([await page.evaluate('refused'), await statusOf('unticketed')]).toEqual([[refusal, refusal], 404])
    await page.close()
  },
  30_000,
)
