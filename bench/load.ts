import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { whileAwake } from './awake.ts'
import type { Bench, Outcome } from './bench.ts'
import { withCast } from './cast.ts'
import type { BenchDatabase } from './database.ts'
import type { Child } from './processes/child.ts'
import type { Talked, Talkers } from './processes/talkers.ts'
import type { Resources, Usage } from './processes/usage.ts'
import { rounded } from './statistics.ts'

const calls = 100
const turns = 5
const turnMs = 4_000
/** Calls of the soak: short ones, so many at a time. */
const soakCalls = 1_000
const soakAtOnce = 50
const soakTurnMs = 3_000
/** Rounds of such calls before anything is measured: a process that has served for a while has its code compiled. */
const warmUps = 8
/** What a call lasts on average where 1,000 are live at once and 10,000 begin in an hour (NFR 4.2). */
const lastsSec = 360
/** Until nothing follows a call any more. */
const finishedWithinMs = 60_000
const lookEveryMs = 100
/** What a process does by itself once all is finished, such as dropping what nobody asks for again. */
const settleMs = 4_000
/** And connections to the database that nobody needs any more. */
const restMs = 15_000

/** Many calls in one process, each turn of them answered, and what a thousand calls leave behind. */
export const load: Bench = {
  name: 'load',
  about: `${calls} calls at once in one gateway process, ${turns} turns each; then ${soakCalls} calls, ${soakAtOnce} at a time`,
  run(say) {
    say('PostgreSQL, providers and the platform start')
    return withCast(['talking-providers.ts', 'platform.ts', 'talkers.ts'], (database, cast) =>
      measure(database, cast, say),
    )
  },
}

async function measure(
  { settings }: BenchDatabase,
  [providers, platform, talkers]: readonly [Child, Child, Child],
  say: (progress: string) => void,
): Promise<Outcome> {
  const providersUrl = await providers.ask<string>('start')
  const addresses = { DEEPGRAM_BASE_URL: providersUrl, OPENAI_BASE_URL: `${providersUrl}/v1` }
  const url = await platform.ask<string>('start', { ...settings, ...addresses })
  const apiKey = settings.INVORTO_DEV_API_KEY
  const asked = { url, apiKey, agentId: 'bench', calls: soakAtOnce, turns: 1, turnMs: soakTurnMs } satisfies Talkers
  await createAgent(url, apiKey)
  say('warming up')
  for (let round = 0; round < warmUps; round++) await talkers.ask('talk', asked)
  await settled(settings.DATABASE_URL)
  // Before the garbage is collected by hand: that makes the heap smaller, and calls dearer until it has grown again.
  say(`${calls} calls, ${(turns * turnMs) / 1000} s`)
  const { talked, usage, cpu } = await whileAwake(() =>
    talkAll(platform, talkers, { ...asked, calls, turns, turnMs }, settings.DATABASE_URL),
  )
  await sleep(restMs)
  const before = await platform.ask<Resources>('resources')
  let soaked = { answered: 0, lost: 0, refused: 0 }
  for (let done = 0; done < soakCalls; done += soakAtOnce) {
    if (done % 250 === 0) say(`${done} of ${soakCalls} calls`)
    const { answered, lost, refused } = await talkers.ask<Talked>('talk', asked)
    soaked = {
      answered: soaked.answered + answered,
      lost: soaked.lost + lost,
      refused: soaked.refused + refused,
    }
  }
  await settled(settings.DATABASE_URL)
  await sleep(restMs)
  const after = await platform.ask<Resources>('resources')
  return {
    rows: [
      { calls, turns: calls * turns, ...talked, cores: rounded(usage.cpuMs / usage.wallMs) },
      { calls: soakCalls, turns: soakCalls, ...soaked, cores: '' },
    ],
    figures: [
      { what: 'turns answered', value: talked.answered / (calls * turns), unit: '', aim: { atLeast: 1 } },
      ...cpu,
      { what: 'loop lag p99', value: usage.lagP99Ms, unit: 'ms', aim: { atMost: 30 } },
      { what: 'turns of the soak answered', value: soaked.answered / soakCalls, unit: '', aim: { atLeast: 1 } },
      {
        what: 'heap after / before the soak',
        value: after.heapBytes / before.heapBytes,
        unit: '',
        aim: { atMost: 1.1 },
      },
      { what: 'heap before', value: before.heapBytes / 1e6, unit: 'MB' },
      { what: 'handles that the soak left', value: after.handles - before.handles, unit: '', aim: { atMost: 0 } },
    ],
  }
}

/**
 * All calls at once, and what they cost: from the first beginning until what follows the last call is done. The calls are
 * so short that beginnings and ends are a quarter of it; the aim, 300 live calls a core (SRS 17.7), is held against calls
 * that last as NFR 4.2 says.
 */
async function talkAll(
  platform: Child,
  talkers: Child,
  asked: Talkers,
  database: string,
): Promise<{ talked: Talked; usage: Usage; cpu: Outcome['figures'] }> {
  const { calls, turns, turnMs } = asked
  await platform.ask('begin')
  const talking = talkers.ask<Talked>('talk', asked)
  // The calls begin one after the other within the first turn, and end so after the last: between the two all are live.
  await sleep(turnMs)
  const begunMs = await platform.ask<number>('cpuMs')
  await sleep((turns - 1) * turnMs)
  const talkedMs = await platform.ask<number>('cpuMs')
  const talked = await talking
  const usage = await platform.ask<Usage>('end')
  await settled(database)
  const allMs = await platform.ask<number>('cpuMs')
  const turnSeconds = (calls * turnMs) / 1000
  const liveMs = (talkedMs - begunMs) / (turnSeconds * (turns - 1))
  const someLiveMs = (liveMs * turnSeconds) / 2
  const beginningMs = (begunMs - someLiveMs) / calls
  const endMs = (allMs - talkedMs - someLiveMs) / calls
  const cpu: Outcome['figures'] = [
    { what: 'CPU of a call-second, while all are live', value: liveMs, unit: 'ms' },
    { what: 'CPU of a beginning', value: beginningMs, unit: 'ms' },
    { what: 'CPU of an end and what follows it', value: endMs, unit: 'ms' },
    {
      what: `CPU of a call-second, all in all, calls of ${lastsSec} s`,
      value: liveMs + (beginningMs + endMs) / lastsSec,
      unit: 'ms',
      aim: { atMost: 3.3 },
    },
    {
      what: `CPU of a call-second, all in all, these calls of ${(turns * turnMs) / 1000} s`,
      value: allMs / (turnSeconds * turns),
      unit: 'ms',
    },
  ]
  return { talked, usage, cpu }
}

async function createAgent(url: string, apiKey: string): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Bench', externalId: 'bench', prompt: 'Sell plans.' })
  const { status } = await fetch(`${url}/v1/agents`, { method: 'POST', headers, body })
  if (status !== 201) throw new Error(`createAgent answers ${status}`)
}

/** Resolves when all that follows the calls that have ended is done, and a little later. */
async function settled(database: string): Promise<void> {
  const client = new Client({ connectionString: database })
  await client.connect()
  const open = async (): Promise<boolean> =>
    (await client.query('SELECT 1 FROM calls WHERE finished_at IS NULL LIMIT 1')).rows.length > 0
  try {
    for (let waited = 0; await open(); waited += lookEveryMs) {
      if (waited >= finishedWithinMs) throw new Error('What follows the calls does not come to an end.')
      await sleep(lookEveryMs)
    }
  } finally {
    await client.end()
  }
  await sleep(settleMs)
}
