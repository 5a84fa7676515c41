import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '#runtime/core/system-clock.ts'
import { download } from './artifacts.ts'
import { converse, type Say } from './conversation.ts'
import { addUp, costTable } from './cost.ts'
import { type DemoPlatform, startPlatform } from './platform.ts'
import { responseTimes, timelineTable } from './report.ts'
import { type Artifacts, type Call, type Entry, type Rate, Rest } from './rest.ts'
import { openShop, orderTool, type Shop } from './shop.ts'
import { type DrawnEvent, drawTimeline } from './timeline-drawing.ts'

const help = `A call of three turns, with a barge-in and a tool, against a platform of its own; then its timeline, also drawn from its
events, what it cost (added up again here: it must be equal), what it came to, and its recording. About 20 seconds.

  node demo/main.ts [--out FOLDER] [--help]

  --out FOLDER   where recording.wav, transcript.jsonl, metrics.ndjson and timeline.json go, and the
                 platform's data (data/demo)
  --help         show this

Ends with 0 when the call went as it should have, else with 1. Settings are those of the environment, without PORT and
DATA_DIR; with DEEPGRAM_API_KEY and OPENAI_API_KEY the real providers are asked, who hear the recorded voices badly.
`
/** Rupees for a dollar in this demo. */
const USD_INR = 88.25
const FINISHED_WITHIN_MS = 15_000
const clock = systemClock()

async function run(out: string): Promise<void> {
  const start = clock.now()
  const say: Say = (who, what) => {
    const seconds = ((clock.now() - start) / 1000).toFixed(2)
    process.stdout.write(`${seconds.padStart(7)} s  ${who.padEnd(9)} ${what}\n`)
  }
  await mkdir(out, { recursive: true })
  const shop = await openShop((request) => say('tool', `the shop is asked: ${request}`))
  // The shop is on this machine, which tools may not reach otherwise.
  const settings = { EGRESS_ALLOW: '127.0.0.1/32', USD_INR_RATE: String(USD_INR) }
  let platform: DemoPlatform | undefined
  try {
    platform = await startPlatform(join(out, 'platform'), settings, (line) => say('platform', line))
    const { url, apiKey } = platform
    say('platform', `ready at ${url}`)
    const rest = new Rest(url, apiKey)
    const callId = `demo-${Math.floor(clock.now())}`
    const agentId = await createAgent(rest, shop)
    await converse(clock, { url, apiKey, callId, agentId }, say)
    await report(rest, callId, out)
  } finally {
    shop.close()
    await platform?.stop()
  }
}

/** An agent with a tool, and a rate of the tenant's own, in dollars. */
async function createAgent(rest: Rest, shop: Shop): Promise<string> {
  await rest.delete('/v1/tools/lookup_order')
  await rest.post('/v1/tools', orderTool(shop))
  const voice = { service: 'tts', provider: 'deepgram', unit: 'characters', per: 1000, price: 0.028, currency: 'USD' }
  const rates = await rest.list<Rate>('/v1/rates?limit=100')
  if (!rates.some(({ owner }) => owner === 'tenant')) await rest.post('/v1/rates', { ...voice, source: 'Our contract' })
  const { id } = await rest.post<{ id: string }>('/v1/agents', {
    name: `Demo ${new Date(clock.now()).toISOString()}`,
    prompt: 'You sell telephone plans and know where orders are. Answer in one to three short sentences.',
    firstMessage: 'Hello, this is Invorto. How can I help you?',
    tools: ['lookup_order'],
  })
  return id
}

async function report(rest: Rest, callId: string, out: string): Promise<void> {
  const { id, usage, summary, disposition } = await finished(rest, callId)
  const entries = await rest.list<Entry>(`/v1/calls/${callId}/timeline?limit=1000`)
  const rates = await rest.list<Rate>('/v1/rates?limit=100')
  const timeline = resolve(out, 'timeline.json')
  await writeFile(timeline, `${JSON.stringify(entries, null, 2)}\n`)
  const events = await rest.list<DrawnEvent>(`/v1/sessions/${id}/events?limit=1000`)
  print(timelineTable(entries), drawTimeline(events), responseTimes(entries).join('\n'))
  print(costTable(addUp(entries, rates, USD_INR), usage!))
  print(
    `Outcome: ${summary?.outcome} (by ${summary?.method}); success: ${disposition?.success}. ${disposition?.reason}`,
  )
  const files = await download(await rest.get<Artifacts>(`/v1/calls/${callId}/artifacts`), out)
  print(`${files}\ntimeline   ${timeline}`)
  const missing = ['barge_in.detected', 'tool.succeeded', 'artifact.stored'].filter(
    (wanted) => !entries.some(({ type }) => type === wanted),
  )
  if (missing.length > 0) throw new Error(`The call did not go as it should have: no ${missing.join(', no ')}.`)
}

/** The call, once it is summed up and its cost is known. */
async function finished(rest: Rest, callId: string): Promise<Call> {
  for (const until = clock.now() + FINISHED_WITHIN_MS; clock.now() < until; await clock.sleep(100)) {
    const call = await rest.get<Call>(`/v1/calls/${callId}`)
    if (call.usage !== null) return call
  }
  throw new Error(`The call was not finished within ${FINISHED_WITHIN_MS} ms of its end.`)
}

const print = (...parts: readonly string[]): void => void process.stdout.write(`\n${parts.join('\n\n')}\n`)

async function main(): Promise<void> {
  const { out, help: asked } = parseArgs({
    options: { out: { type: 'string', default: 'data/demo' }, help: { type: 'boolean', default: false } },
  }).values
  if (asked) process.stdout.write(help)
  else await run(out)
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
})
