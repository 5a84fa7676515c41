import type { MetricLabels, MetricOf } from '#generated/metrics.gen.ts'

/** Records what happens. Each takes well under a microsecond, never throws, and knows no metric but those of `metrics.yaml`. */
export interface MetricRecorder {
  add<Name extends MetricOf<'counter'>>(name: Name, labels: MetricLabels<Name>, by?: number): void
  observe<Name extends MetricOf<'histogram'>>(name: Name, labels: MetricLabels<Name>, value: number): void
  set<Name extends MetricOf<'gauge'>>(name: Name, labels: MetricLabels<Name>, value: number): void
}

/** The metrics of this process (SRS 4.5). */
export interface Metrics extends MetricRecorder {
  /**
   * Runs at each scrape, to set what is a state and no happening: how deep a queue is, how many calls live. What it throws is told
   * and leaves the others alone; what takes longer than 5 s is left out of that scrape.
   */
  onScrape(read: (metrics: MetricRecorder) => void | Promise<void>): void
  /** Everything, in the text format of Prometheus 0.0.4. Scrapes at the same time share one. */
  scrape(): Promise<string>
}
