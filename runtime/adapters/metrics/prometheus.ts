import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { labelValues, type MetricKind, metrics } from '#generated/metrics.gen.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { Metrics } from '#runtime/ports/metrics.ts'

/** A part that takes longer to tell its state is left out of this scrape. */
const READ_WITHIN_MS: Millis = 5_000
/** Counters with no more series than this are there from the beginning, at 0: else their first increase would be lost to `rate`. */
const BEGUN_AT_ZERO = 150

type Labels = Record<string, string>
type Recorded = Counter | Gauge | Histogram

/** The metrics of `metrics.yaml` with prom-client, in a registry of its own. */
export function prometheusMetrics(clock: Clock, onFault: (error: unknown) => void): Metrics {
  const registry = new Registry()
  const all = new Map(
    Object.entries(metrics).map(([name, kind]) => [name, recorded(registry, name, kind)] as [string, Recorded]),
  )
  const reads: Parameters<Metrics['onScrape']>[0][] = []
  const of = <T extends Recorded>(name: string): T => all.get(name) as T
  const recorder: Omit<Metrics, 'onScrape' | 'scrape'> = {
    add(name, labels, by = 1) {
      if (by > 0 && Number.isFinite(by)) of<Counter>(name).inc(labels as Labels, by)
    },
    observe(name, labels, value) {
      if (value >= 0 && Number.isFinite(value)) of<Histogram>(name).observe(labels as Labels, value)
    },
    set(name, labels, value) {
      if (Number.isFinite(value)) of<Gauge>(name).set(labels as Labels, value)
    },
  }
  const scrape = async (): Promise<string> => {
    const readings = reads.map(async (read) => read(recorder)).map((reading) => reading.catch(onFault))
    await within(clock, READ_WITHIN_MS, Promise.all(readings))
    return registry.metrics()
  }
  let scraping: Promise<string> | null = null
  return {
    ...recorder,
    onScrape: (read) => void reads.push(read),
    scrape() {
      scraping ??= scrape().finally(() => {
        scraping = null
      })
      return scraping
    },
  }
}

function recorded(registry: Registry, name: string, { type, help, labels, buckets }: MetricKind): Recorded {
  const options = { name, help, labelNames: [...labels], registers: [registry] }
  if (type === 'gauge') return new Gauge(options)
  if (type === 'histogram') return new Histogram({ ...options, buckets: [...(buckets ?? [])] })
  const counter = new Counter(options)
  const series = combinations(labels)
  if (series.length <= BEGUN_AT_ZERO) for (const labels of series) counter.inc(labels, 0)
  return counter
}

const combinations = (labels: MetricKind['labels']): Labels[] =>
  labels.reduce<Labels[]>(
    (series, label) => series.flatMap((one) => labelValues[label].map((value) => ({ ...one, [label]: value }))),
    [{}],
  )
