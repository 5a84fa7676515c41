import { setTimeout as sleep } from 'node:timers/promises'
import { whileAwake } from './awake.ts'
import type { Bench, Row } from './bench.ts'
import { type BenchDatabase, startDatabase } from './database.ts'
import type { Callers, Traffic } from './processes/callers.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Usage } from './processes/usage.ts'
import { median, pairedRatio, rounded } from './statistics.ts'

const calls = 50
const settleMs = 3_000
const measuredMs = 10_000
const rounds = 2

interface Measured extends Usage {
  /** CPU of the gateway in a second of one call. */
  readonly cpuMsPerCallSecond: number
  readonly sentPerSecond: number
  readonly receivedKbPerSecond: number
}

/** What a call costs the gateway, against a process that only passes its frames on. */
export const gateway: Bench = {
  name: 'gateway',
  about: `CPU of the gateway for ${calls} calls, the agent speaking in half of them, against a bare ws relay`,
  async run(say) {
    say('PostgreSQL starts')
    const database = await startDatabase()
    const relays: Measured[] = []
    const platforms: Measured[] = []
    try {
      for (let round = 1; round <= rounds; round++) {
        say(`round ${round} of ${rounds}: relay, ${measuredMs / 1000} s`)
        relays.push(await whileAwake(() => measured('relay.ts', database)))
        say(`round ${round} of ${rounds}: platform, ${measuredMs / 1000} s`)
        platforms.push(await whileAwake(() => measured('platform.ts', database)))
      }
    } finally {
      await database.stop()
    }
    const cpu = (of: readonly Measured[]): number[] => of.map(({ cpuMsPerCallSecond }) => cpuMsPerCallSecond)
    const worstLag = (of: readonly Measured[]): number => Math.max(...of.map(({ lagP99Ms }) => lagP99Ms))
    return {
      rows: [...relays.map((one) => rowOf('relay', one)), ...platforms.map((one) => rowOf('platform', one))],
      figures: [
        { what: 'CPU of a call-second', value: median(cpu(platforms)), unit: 'ms', aim: { atMost: 3.3 } },
        { what: 'CPU of a call-second, bare relay', value: median(cpu(relays)), unit: 'ms' },
        { what: 'CPU, ours / relay', value: pairedRatio(cpu(platforms), cpu(relays)), unit: '' },
        { what: 'loop lag p99', value: worstLag(platforms), unit: 'ms', aim: { atMost: 30 } },
        { what: 'loop lag p99, bare relay', value: worstLag(relays), unit: 'ms' },
      ],
    }
  },
}

/** Fresh processes for each measurement: a sink, the gateway and the callers. */
async function measured(program: 'relay.ts' | 'platform.ts', { settings }: BenchDatabase): Promise<Measured> {
  const children = ['provider-sink.ts', program, 'callers.ts'].map(startChild)
  const [sink, server, callers] = children as [Child, Child, Child]
  try {
    const sinkUrl = await sink.ask<string>('start')
    const providers = { DEEPGRAM_BASE_URL: sinkUrl, OPENAI_BASE_URL: sinkUrl }
    const url = await server.ask<string>('start', { ...settings, ...providers, sinkUrl, DRAIN_TIMEOUT_MS: '0' })
    if (program === 'platform.ts') await ensureAgents(url, settings.INVORTO_DEV_API_KEY)
    await callers.ask('start', { url, calls, apiKey: settings.INVORTO_DEV_API_KEY } satisfies Callers)
    await sleep(settleMs)
    await callers.ask('traffic')
    await server.ask('begin')
    await sleep(measuredMs)
    const usage = await server.ask<Usage>('end')
    const traffic = await callers.ask<Traffic>('traffic')
    if (traffic.lost > 0) throw new Error(`${traffic.lost} of ${calls} calls were lost`)
    return {
      ...usage,
      cpuMsPerCallSecond: usage.cpuMs / ((usage.wallMs / 1000) * calls),
      sentPerSecond: (traffic.sent / usage.wallMs) * 1000,
      receivedKbPerSecond: traffic.receivedBytes / usage.wallMs,
    }
  } finally {
    for (const child of children.reverse()) await child.stop()
  }
}

/** The agent `speaker` greets, and what greets in this bench never ends; `listener` says nothing. */
async function ensureAgents(url: string, apiKey: string): Promise<void> {
  for (const [name, firstMessage] of [
    ['speaker', 'Hello.'],
    ['listener', null],
  ] as const) {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ name, externalId: name, prompt: 'Talk.', firstMessage })
    const { status } = await fetch(`${url}/v1/agents`, { method: 'POST', headers, body })
    if (status !== 201 && status !== 409) throw new Error(`createAgent answers ${status}`)
  }
}

const rowOf = (gatewayName: string, one: Measured): Row => ({
  gateway: gatewayName,
  calls,
  'cpu ms/call-s': rounded(one.cpuMsPerCallSecond),
  cores: rounded(one.cpuMs / one.wallMs),
  'lag p99 ms': rounded(one.lagP99Ms),
  'frames in/s': Math.round(one.sentPerSecond),
  'kB out/s': Math.round(one.receivedKbPerSecond),
})
