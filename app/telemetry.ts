import type { Config } from '#generated/config.gen.ts'
import { labelValues } from '#generated/metrics.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { prometheusMetrics } from '#runtime/adapters/metrics/prometheus.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { ProviderPorts } from '#runtime/pipeline/steady/steady-providers.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { FinishJobCounts } from '#runtime/ports/finishing.ts'
import type { MetricRecorder, Metrics } from '#runtime/ports/metrics.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import { LogBacklog } from '#runtime/sessions/log/log-backlog.ts'
import { callMeter } from '#runtime/sessions/telemetry/call-meter.ts'
import { callTracer } from '#runtime/sessions/telemetry/call-tracer.ts'
import { observedBus } from '#runtime/sessions/telemetry/observed-bus.ts'
import type { Connections } from './database.ts'
import { EventLoop } from './event-loop.ts'
import { processReadings } from './process-readings.ts'
import { openTraces } from './traces.ts'

export interface Telemetry {
  readonly metrics: Metrics
  readonly loop: EventLoop
  readonly backlog: LogBacklog
  /** The bus, of whose events metrics are made. */
  observed(bus: Bus): Bus
  /** Absent where no collector is set: then nothing is traced. */
  readonly traces: Traces | undefined
}

/** What watches the process itself. `started` is told what to stop. */
export async function openTelemetry(
  config: Config,
  clock: Clock,
  onFault: (error: unknown) => void,
  started: (stop: () => Promise<void>) => void,
): Promise<Telemetry> {
  const metrics = prometheusMetrics(clock, onFault)
  const loop = new EventLoop(clock)
  started(async () => loop.stop())
  const backlog = new LogBacklog(config.MAX_UNSTORED_LOG_BYTES)
  metrics.onScrape(processReadings(clock, loop))
  metrics.onScrape((to) => {
    const { events, oldestMs } = backlog.look(clock.now())
    to.set('invorto_queue_depth', { queue: 'call_log' }, events)
    to.set('invorto_queue_oldest_ms', { queue: 'call_log' }, oldestMs)
    to.set('invorto_call_log_unstored_bytes', {}, backlog.bytes)
    to.set('invorto_call_log_unstored_max_bytes', {}, backlog.maxBytes)
  })
  const traces = await openTraces(config, clock, metrics, onFault)
  if (traces !== undefined) {
    started(() => traces.close())
    metrics.onScrape((to) => to.set('invorto_queue_depth', { queue: 'traces' }, traces.waiting))
  }
  const observers = [callMeter(metrics), ...(traces === undefined ? [] : [callTracer(traces)])]
  return { metrics, loop, backlog, traces, observed: (bus) => observedBus(bus, observers, onFault) }
}

interface Parts {
  readonly readiness: Deps['readiness']
  readonly connections: () => Connections
  readonly liveCalls: () => number
  readonly openSockets: () => number
  readonly finishJobs: () => FinishJobCounts
  readonly circuits: ProviderPorts['circuits']
  readonly droppedLines: () => number
}

/** Reads the state of each part when somebody scrapes. */
export function readParts(metrics: Metrics, parts: Parts): void {
  metrics.set('invorto_build_info', { version: labelValues.version[0] }, 1)
  let told = 0
  metrics.onScrape((to) => {
    to.set('invorto_calls_live', {}, parts.liveCalls())
    to.set('invorto_sockets_open', {}, parts.openSockets())
    const jobs = parts.finishJobs()
    to.set('invorto_queue_depth', { queue: 'jobs' }, jobs.waiting + jobs.active)
    to.set('invorto_queue_depth', { queue: 'dead_jobs' }, jobs.dead)
    for (const service of ['asr', 'llm', 'tts'] as const)
      to.set('invorto_provider_circuit_open', { service }, parts.circuits[service].waitMs === null ? 0 : 1)
    readConnections(to, parts.connections())
    to.add('invorto_log_lines_dropped_total', {}, parts.droppedLines() - told)
    told = parts.droppedLines()
  })
  metrics.onScrape(async (to) => {
    for (const { name, ok } of await parts.readiness()) to.set('invorto_part_up', { part: name }, ok ? 1 : 0)
  })
}

function readConnections(to: MetricRecorder, { total, idle, waiting, most }: Connections): void {
  to.set('invorto_db_connections', { state: 'busy' }, total - idle)
  to.set('invorto_db_connections', { state: 'idle' }, idle)
  to.set('invorto_db_connections', { state: 'waiting' }, waiting)
  to.set('invorto_db_connections_max', {}, most)
}
