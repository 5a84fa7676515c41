import { readdir } from 'node:fs/promises'
import type { Clock } from '#runtime/core/clock.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { EventLoop } from './event-loop.ts'

/** Sets what the process itself shows: memory, processor time, open files, and how late its event loop is. */
export function processReadings(
  clock: Pick<Clock, 'now'>,
  loop: EventLoop,
): (metrics: MetricRecorder) => Promise<void> {
  const beganAt = clock.now() / 1_000 - process.uptime()
  let told = 0
  return async (metrics) => {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const seconds = (user + system) / 1_000_000
    metrics.add('process_cpu_seconds_total', {}, seconds - told)
    told = seconds
    metrics.set('process_start_time_seconds', {}, beganAt)
    metrics.set('process_resident_memory_bytes', {}, rss)
    metrics.set('nodejs_heap_size_used_bytes', {}, heapUsed)
    metrics.set('nodejs_heap_size_total_bytes', {}, heapTotal)
    metrics.set('nodejs_external_memory_bytes', {}, external)
    for (const [quantile, ms] of Object.entries(loop.lateness))
      metrics.set('invorto_event_loop_lag_ms', { quantile: quantile as keyof EventLoop['lateness'] }, ms)
    // Linux alone has it.
    const files = await readdir('/proc/self/fd').catch(() => null)
    if (files !== null) metrics.set('process_open_fds', {}, files.length)
  }
}
