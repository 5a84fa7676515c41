import { InvortoClient } from '#sdks/node/generated/index.gen.ts'
import type { Bench, Figure, Outcome, Row } from './bench.ts'
import { startChild } from './processes/child.ts'
import { median, pairedRatio, rounded } from './statistics.ts'

const rounds = 31
const callsARound = 200
const config = { name: 'Support Agent', prompt: 'You are a helpful customer support agent. '.repeat(10) }

type Call = () => Promise<unknown>

/** The same request in both ways, and what a call took in each round. */
interface Pair {
  readonly name: string
  readonly ways: Readonly<Record<'ours' | 'bare', Call>>
  readonly wallUs: Readonly<Record<'ours' | 'bare', number[]>>
  readonly cpuUs: Readonly<Record<'ours' | 'bare', number[]>>
}

/** What the Node SDK adds to a call, one after the other on a connection that is kept. */
export const sdkCalls: Bench = {
  name: 'sdk-calls',
  about: 'calls of the Node SDK, against bare fetch of the same from the same trivial server',
  async run(say) {
    const server = startChild('json-server.ts')
    try {
      const pairs = pairsAt(await server.ask<string>('start'))
      say(`${rounds} rounds of ${callsARound} calls each way, in turns`)
      for (let round = -3; round < rounds; round++) {
        for (const pair of pairs) {
          for (const way of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
            await measured(pair, way, round)
          }
        }
      }
      return outcomeOf(pairs)
    } finally {
      await server.stop()
    }
  },
}

function pairsAt(url: string): Pair[] {
  const client = new InvortoClient('key-of-a-tenant', { baseUrl: url })
  const headers = { Authorization: 'Bearer key-of-a-tenant' }
  const get = () => bare(`${url}/v1/agents/a_1`, { headers })
  const post = () =>
    bare(`${url}/v1/agents`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(config),
    })
  const pair = (name: string, ours: Call, bare: Call): Pair => ({
    ...{ name, ways: { ours, bare }, wallUs: { ours: [], bare: [] }, cpuUs: { ours: [], bare: [] } },
  })
  return [pair('GET', () => client.agents.get('a_1'), get), pair('POST', () => client.agents.create(config), post)]
}

/** What whoever has no SDK writes: the answer, or an error. */
async function bare(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${response.status}`)
  return response.json()
}

/** The rounds before 0 are for the compiler. */
async function measured({ ways, wallUs, cpuUs }: Pair, way: 'ours' | 'bare', round: number): Promise<void> {
  const begun = performance.now()
  const used = process.cpuUsage()
  for (let call = 0; call < callsARound; call++) await ways[way]()
  const { user, system } = process.cpuUsage(used)
  if (round < 0) return
  wallUs[way].push(((performance.now() - begun) * 1000) / callsARound)
  cpuUs[way].push((user + system) / callsARound)
}

function outcomeOf(pairs: readonly Pair[]): Outcome {
  const rows: Row[] = pairs.map(({ name, wallUs, cpuUs }) => ({
    call: name,
    'SDK us': rounded(median(wallUs.ours)),
    'fetch us': rounded(median(wallUs.bare)),
    'SDK / fetch': rounded(pairedRatio(wallUs.ours, wallUs.bare)),
    'SDK CPU us': rounded(median(cpuUs.ours)),
    'fetch CPU us': rounded(median(cpuUs.bare)),
  }))
  const figures: Figure[] = pairs.map(({ name, wallUs }) => ({
    ...{
      what: `${name} by the Node SDK / by bare fetch, wall`,
      value: pairedRatio(wallUs.ours, wallUs.bare),
      unit: '',
    },
    aim: { atMost: 1.1 },
  }))
  return { rows, figures }
}
