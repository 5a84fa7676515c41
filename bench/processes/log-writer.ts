import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { redisBus } from '#runtime/adapters/bus/redis-streams.ts'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { postgresStore } from '#runtime/adapters/store/postgres.ts'
import { newAgent, sampleCall } from '#runtime/adapters/testing/samples.ts'
import { sampledChecks } from '#runtime/core/contract-checks.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { CallLog, type Happening } from '#runtime/sessions/log/call-log.ts'
import { percentile } from '../statistics.ts'
import { answerParent } from './child.ts'
import { usageAnswers } from './usage.ts'

/** A process that owns calls and writes their logs, as the gateway does it: no sockets, no audio. */
export interface Writing {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly calls: number
}

export interface Burst {
  /** Events a second, of all calls together. */
  readonly rate: number
  readonly events: number
}

/** What one event cost who appended it. */
export interface Appended {
  readonly p50Us: number
  readonly p99Us: number
  readonly lagP99Ms: number
}

const TICK_MS = 5
const golden = new URL('../../runtime/domain/projections/golden/call.log.jsonl', import.meta.url)
const clock = systemClock()
const ids = uuidV7Ids(clock, randomBytes)
const usage = usageAnswers()
const logs: CallLog[] = []
let spoken: LoggedEvent[] = []
const storedOf = new Map<string, number>()

async function start({ databaseUrl, redisUrl, calls }: Writing): Promise<void> {
  const lines = (await readFile(golden, 'utf8')).trim().split('\n')
  spoken = lines.map((line) => JSON.parse(line) as LoggedEvent).slice(3, 100)
  const store = postgresStore(createPool({ url: databaseUrl }), systemClock())
  const inner = redisBus({ url: redisUrl, clock })
  const bus: typeof inner = {
    ...inner,
    stored(sessionId, seq, all) {
      storedOf.set(sessionId, seq)
      inner.stored(sessionId, seq, all)
    },
  }
  const sealer = aesSealer(Buffer.alloc(32, 3), randomBytes)
  const checks = sampledChecks(100, () => {})
  const onTrouble = (error: unknown): void => void process.stderr.write(`${error}\n`)
  const ports = { clock, bus, events: store.events, sealer, checks, onTrouble }
  const [tenantId, processId] = [ids.next('tenant'), ids.next('process')]
  await store.keys.ensureTenant({ id: tenantId, name: 'bench', createdAt: new Date().toISOString() })
  const agent = newAgent()
  await store.agents.create(tenantId, agent, 10)
  for (let n = 0; n < calls; n++) {
    const call = sampleCall(agent, { status: 'in_progress' })
    const owner = { processId, epoch: 1 }
    await store.calls.create(tenantId, call, owner)
    logs.push(new CallLog(ports, tenantId, call.id, { owner }))
  }
}

function burst({ rate, events }: Burst): Promise<Appended> {
  const tookUs: number[] = []
  const from = performance.now()
  usage.begin()
  return new Promise((done) => {
    const timer = setInterval(() => {
      const due = Math.min(events, Math.floor(((performance.now() - from) * rate) / 1_000))
      for (let n = tookUs.length; n < due; n++) tookUs.push(append(n))
      if (due < events) return
      clearInterval(timer)
      const { lagP99Ms } = usage.end()
      done({ p50Us: percentile(tookUs, 0.5), p99Us: percentile(tookUs, 0.99), lagP99Ms })
    }, TICK_MS)
  })
}

/** One event of the call whose turn it is; how long that took. */
function append(nth: number): number {
  const { event, content } = spoken[nth % spoken.length]!
  const happening = { data: event.data, correlationId: event.correlation_id, ...(content !== undefined && { content }) }
  const before = performance.now()
  logs[nth % logs.length]!.append(event.event_type, happening as Happening<typeof event.event_type>)
  return (performance.now() - before) * 1_000
}

const stored = (): number => [...storedOf.values()].reduce((sum, seq) => sum + seq, 0)

answerParent({ start, burst, stored })
