import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '#runtime/core/system-clock.ts'
import { Ear } from '#simulators/speech/ear.ts'
import { readWav, writeWav } from '#simulators/speech/wav.ts'
import { Caller } from './caller.ts'
import { startPlatform } from './platform.ts'
import { responseTimes, timelineTable } from './report.ts'
import { Rest } from './rest.ts'

const help = `A call with a barge-in against a platform of its own, on the settings of the environment (PORT and DATA_DIR apart).

  node demo/main.ts [--out FOLDER] [--help]

  --out FOLDER   where its data and the agent's audio go (data/demo)
`
const RATE = 16_000
/** How long the agent is let speak before the caller cuts in. */
const PATIENCE_MS = 2_200

const voices = new URL('../simulators/voices/', import.meta.url)

async function recording(name: string): Promise<Uint8Array> {
  const { samples } = readWav(await readFile(new URL(`${name}.wav`, voices)))
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
}

async function run(out: string): Promise<void> {
  const clock = systemClock()
  const start = clock.now()
  const say = (who: string, what: string): void => {
    const seconds = ((clock.now() - start) / 1000).toFixed(2)
    process.stdout.write(`${seconds.padStart(7)} s  ${who.padEnd(9)} ${what}\n`)
  }
  await mkdir(out, { recursive: true })
  const platform = await startPlatform(join(out, 'platform'), (line) => say('platform', line))
  try {
    say('platform', `ready at ${platform.url}`)
    const rest = new Rest(platform.url, platform.apiKey)
    const name = `Demo ${new Date(start).toISOString()}`
    const agent = await rest.createAgent({
      name,
      prompt: 'You sell telephone plans. Answer in one to three short sentences.',
      firstMessage: 'Hello, this is Invorto. How can I help you?',
    })
    say('platform', `agent ${agent.id}`)

    const silences: (() => void)[] = []
    const speeches: (() => void)[] = []
    const next = (list: (() => void)[]): Promise<void> => new Promise((done) => list.push(done))
    const callId = `demo-${Math.floor(start)}`
    const caller = new Caller(
      clock,
      { url: platform.url, apiKey: platform.apiKey, callId, agentId: agent.id },
      {
        connected: () => say('call', callId),
        sttFinal: ({ text }) => say('caller', text),
        ttsStarted: ({ fromMs }) => {
          say('agent', fromMs === undefined ? 'speaks' : `goes on from ${fromMs} ms`)
          for (const done of speeches.splice(0)) done()
        },
        ttsStopped: ({ cause, textHeard }) => {
          say('agent', `${cause === 'completed' ? 'said' : 'was cut after'}: ${textHeard}`)
          for (const done of silences.splice(0)) done()
        },
        controlBargein: () => say('caller', 'speaks over the agent'),
        error: ({ code, message }) => say('error', `${code}: ${message}`),
        end: ({ reason, durationSec }) => say('call', `ended: ${reason} after ${durationSec} s`),
      },
    )
    const greeted = next(silences)
    await caller.call()
    await greeted
    const answering = next(speeches)
    await caller.say(await recording('what-are-your-plans'))
    await answering
    await clock.sleep(PATIENCE_MS)
    const cut = next(silences)
    await caller.say(await recording('no-wait-tell-me-the-price'))
    await cut
    await next(silences)
    await caller.hangUp()

    const entries = await rest.timeline(callId)
    process.stdout.write(`\n${timelineTable(entries)}\n\n${responseTimes(entries).join('\n')}\n`)
    const samples = caller.recording()
    const file = resolve(out, 'agent.wav')
    await writeFile(file, writeWav({ sampleRate: RATE, samples }))
    const ear = new Ear(RATE)
    ear.push(samples)
    process.stdout.write(`\nIn the agent's audio stands: ${ear.text}\nThe agent's audio: ${file}\n`)
    const bargeIns = entries.filter(({ type }) => type === 'barge_in.detected').length
    if (bargeIns !== 1 || !ear.text.includes('999 rupees a month.'))
      throw new Error('The call did not go as it should have.')
  } finally {
    await platform.stop()
  }
}

const { out, help: asked } = parseArgs({
  options: { out: { type: 'string', default: 'data/demo' }, help: { type: 'boolean', default: false } },
}).values
if (asked) process.stdout.write(help)
else {
  run(out).catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  })
}
