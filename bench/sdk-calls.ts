import { InvortoClient } from '#sdks/node/generated/index.gen.ts'
import type { Bench, Figure, Outcome, Row } from './bench.ts'
import { startChild } from './processes/child.ts'
import { median, pairedRatio, rounded } from './statistics.ts'

const rounds = 31
const callsARound = 200
const config = { name: 'Support Agent', prompt: 'You are a helpful customer support agent. '.repeat(10) }

type Call = () => Promise<unknown>

/** By the SDK; by what whoever has none writes; and by that with a limit of time, which the SDK has as well. */
const ways = ['ours', 'bare', 'timed'] as const
type Way = (typeof ways)[number]

/** The same request in each way, and what a call took in each round. */
interface Requested {
  readonly name: string
  readonly by: Readonly<Record<Way, Call>>
  readonly wallUs: Readonly<Record<Way, number[]>>
  readonly cpuUs: Readonly<Record<Way, number[]>>
}

/** What the Node SDK adds to a call, one after the other on a connection that is kept. */
export const sdkCalls: Bench = {
  name: 'sdk-calls',
  about: 'calls of the Node SDK, against bare fetch of the same from the same trivial server',
  async run(say) {
    const server = startChild('json-server.ts')
    try {
      const requests = requestsAt(await server.ask<string>('start'))
      say(`${rounds} rounds of ${callsARound} calls each way, in turns`)
      for (let round = -3; round < rounds; round++) {
        for (const request of requests) {
          for (const way of round % 2 === 0 ? ways : ways.toReversed()) await measured(request, way, round)
        }
      }
      return outcomeOf(requests)
    } finally {
      await server.stop()
    }
  },
}

function requestsAt(url: string): Requested[] {
  const client = new InvortoClient('key-of-a-tenant', { baseUrl: url })
  const headers = { Authorization: 'Bearer key-of-a-tenant' }
  const get = (timed?: RequestInit) => bare(`${url}/v1/agents/a_1`, { ...timed, headers })
  const post = (timed?: RequestInit) =>
    bare(`${url}/v1/agents`, {
      ...{ ...timed, method: 'POST', body: JSON.stringify(config) },
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    })
  const request = (name: string, ours: Call, fetched: (timed?: RequestInit) => Promise<unknown>): Requested => ({
    name,
    by: { ours, bare: () => fetched(), timed: () => fetched({ signal: AbortSignal.timeout(60_000) }) },
    wallUs: { ours: [], bare: [], timed: [] },
    cpuUs: { ours: [], bare: [], timed: [] },
  })
  return [
    request('GET', () => client.agents.get('a_1'), get),
    request('POST', () => client.agents.create(config), post),
  ]
}

/** What whoever has no SDK writes: the answer, or an error. */
async function bare(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${response.status}`)
  return response.json()
}

/** The rounds before 0 are for the compiler. */
async function measured({ by, wallUs, cpuUs }: Requested, way: Way, round: number): Promise<void> {
  const begun = performance.now()
  const used = process.cpuUsage()
  for (let call = 0; call < callsARound; call++) await by[way]()
  const { user, system } = process.cpuUsage(used)
  if (round < 0) return
  wallUs[way].push(((performance.now() - begun) * 1000) / callsARound)
  cpuUs[way].push((user + system) / callsARound)
}

function outcomeOf(requests: readonly Requested[]): Outcome {
  const rows: Row[] = requests.map(({ name, wallUs, cpuUs }) => ({
    call: name,
    'SDK us': rounded(median(wallUs.ours)),
    'fetch us': rounded(median(wallUs.bare)),
    'SDK / fetch': rounded(pairedRatio(wallUs.ours, wallUs.bare)),
    'SDK / fetch with a timeout': rounded(pairedRatio(wallUs.ours, wallUs.timed)),
    'SDK CPU us': rounded(median(cpuUs.ours)),
    'fetch CPU us': rounded(median(cpuUs.bare)),
  }))
  const figures: Figure[] = requests.map(({ name, wallUs }) => ({
    ...{
      what: `${name} by the Node SDK / by bare fetch, wall`,
      value: pairedRatio(wallUs.ours, wallUs.bare),
      unit: '',
    },
    aim: { atMost: 1.1 },
  }))
  return { rows, figures }
}
