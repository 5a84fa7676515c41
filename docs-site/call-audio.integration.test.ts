import { mkdtemp, rm } from 'node:fs/promises'
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
import { startChromium } from './testing/chromium.ts'
import { unhurriedVoice } from './testing/unhurried-voice.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the page does: a call with a real microphone (of a browser that reads a file) and a meter in place of ears. */
const program = `
import { RealtimeClient } from './sdks/browser/index.ts'
import { CallAudio } from './sdks/browser/audio/index.ts'
import { violationsIn } from './sdks/browser/validators.ts'

const context = new AudioContext()
const meter = context.createAnalyser()
meter.connect(context.destination)
const samples = new Float32Array(meter.fftSize)
globalThis.told = []
globalThis.wrong = []
globalThis.loudest = 0
globalThis.level = () => {
  meter.getFloatTimeDomainData(samples)
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}
globalThis.call = async (url, callId, agentId, ticket) => {
  const sent = (way, frame) => way === 'sent' && typeof frame === 'string' && told.push(JSON.parse(frame))
  globalThis.client = new RealtimeClient({ url, observe: sent })
  client.on('message', (message) => {
    told.push(message)
    wrong.push(...violationsIn(message))
  })
  await client.connect(callId, agentId, { ticket })
  const onLoudness = (loudness) => { globalThis.loudest = Math.max(loudest, loudness) }
  globalThis.audio = await CallAudio.open(client, { context, into: meter, onLoudness })
}
`

let folder: string
let stage: Stage
let browser: Browser
let server: Server
let page: Page
beforeAll(async () => {
  const bundle = build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, write: false, format: 'iife', tsconfigRaw: '{}', plugins: [madeModules(root)] },
  })
  folder = await mkdtemp(join(tmpdir(), 'invorto-voice-'))
  ;[stage, browser] = await Promise.all([setStage(), unhurriedVoice('what-are-your-plans', folder).then(startChromium)])
  const script = (await bundle).outputFiles![0]!.text
  const files = {
    html: '<!doctype html><meta charset="utf-8"><title>A call</title><script src="/call.js"></script>',
    javascript: script,
  }
  server = createServer(({ url }, response) => {
    const type = url === '/call.js' ? 'javascript' : 'html'
    response.writeHead(200, { 'Content-Type': `text/${type}` })
    response.end(files[type])
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/call.html`)
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await stage?.strike()
  await rm(folder, { recursive: true, force: true })
})

interface Told {
  readonly text: string
  readonly utteranceId: string
  readonly heardMs: number
}

const told = (t: string) =>
  page.evaluate(`told.filter((message) => message.t === ${JSON.stringify(t)})`) as Promise<Told[]>
const until = (condition: string) => page.waitForFunction(condition, undefined, { timeout: 20_000, polling: 20 })

test('a browser hears a caller through its microphone and plays the agent, who falls silent when it is interrupted (FR-E3, FR-S1)', async () => {
  const agent = await stage.rest.call('createAgent', {
    body: { name: 'Browser', prompt: 'Sell plans.', firstMessage: null },
  })
  const { body } = await stage.rest.call('createTicket', { body: { callId: 'from-a-browser' } })
  await page.evaluate(
    `call(${JSON.stringify(stage.platform.url)}, 'from-a-browser', '${agent.body.id}', '${body.ticket}')`,
  )

  await until(`told.some(({ t }) => t === 'stt.final')`)
  expect((await told('stt.final')).map(({ text }) => text).join(' ')).toBe('what are your plans')
  expect(await page.evaluate('loudest')).toBeGreaterThan(0.1)

  await until('level() > 0.01')
  await until(`told.some(({ t, playedMs }) => t === 'playback.mark' && playedMs > 0)`)
  await page.evaluate('client.send.interrupt()')
  await until(`told.some(({ t }) => t === 'tts.stopped')`)
  await until('level() < 0.0001')
  const stopped = (await told('tts.stopped'))[0]!
  expect(stopped).toMatchObject({ cause: 'barge_in' })
  expect(stopped.heardMs).toBeGreaterThan(0)
  // What was heard is told once more, exactly, when it was cut off.
  const marks = await told('playback.mark')
  expect(marks.at(-1)).toMatchObject({ utteranceId: stopped.utteranceId })

  await page.evaluate('audio.muted = true')
  expect(await page.evaluate('audio.muted')).toBe(true)
  const closed = await page.evaluate('client.hangUp().then(({ code }) => code)')
  await page.evaluate('audio.close()')
  expect([closed, await page.evaluate('wrong')]).toEqual([1000, []])
}, 60_000)
