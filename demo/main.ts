import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '#runtime/core/system-clock.ts'
import { Ear } from '#simulators/speech/ear.ts'
import { writeWav } from '#simulators/speech/wav.ts'
import { converse, type Say } from './conversation.ts'
import { type DemoPlatform, startPlatform } from './platform.ts'
import { responseTimes, timelineTable } from './report.ts'
import { type Entry, Rest } from './rest.ts'

const help = `A call with a barge-in against a platform of its own, on the settings of the environment (PORT and DATA_DIR apart).

  node demo/main.ts [--out FOLDER] [--help]

  --out FOLDER   where its data and the agent's audio go (data/demo)
`
const RATE = 16_000
const clock = systemClock()

async function run(out: string): Promise<void> {
  const start = clock.now()
  const say: Say = (who, what) => {
    const seconds = ((clock.now() - start) / 1000).toFixed(2)
    process.stdout.write(`${seconds.padStart(7)} s  ${who.padEnd(9)} ${what}\n`)
  }
  await mkdir(out, { recursive: true })
  const platform = await startPlatform(join(out, 'platform'), (line) => say('platform', line))
  try {
    say('platform', `ready at ${platform.url}`)
    const { samples, entries } = await call(platform, say)
    process.stdout.write(`\n${timelineTable(entries)}\n\n${responseTimes(entries).join('\n')}\n`)
    await keepAudio(resolve(out, 'agent.wav'), samples)
    if (entries.filter(({ type }) => type === 'barge_in.detected').length !== 1) {
      throw new Error('The call did not go as it should have: the caller was not heard over the agent.')
    }
  } finally {
    await platform.stop()
  }
}

async function call(
  { url, apiKey }: DemoPlatform,
  say: Say,
): Promise<{ samples: Int16Array; entries: readonly Entry[] }> {
  const rest = new Rest(url, apiKey)
  const now = Math.floor(clock.now())
  const agent = await rest.createAgent({
    name: `Demo ${new Date(now).toISOString()}`,
    prompt: 'You sell telephone plans. Answer in one to three short sentences.',
    firstMessage: 'Hello, this is Invorto. How can I help you?',
  })
  say('platform', `agent ${agent.id}`)
  const callId = `demo-${now}`
  const samples = await converse(clock, { url, apiKey, callId, agentId: agent.id }, say)
  return { samples, entries: await rest.timeline(callId) }
}

/** Writes the agent's audio as the caller heard it, and says what stands in it. */
async function keepAudio(file: string, samples: Int16Array): Promise<void> {
  await writeFile(file, writeWav({ sampleRate: RATE, samples }))
  const ear = new Ear(RATE)
  ear.push(samples)
  const words = ear.text === '' ? '(no marked speech: a real voice)' : ear.text
  process.stdout.write(`\nIn the agent's audio stands: ${words}\nThe agent's audio: ${file}\n`)
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
