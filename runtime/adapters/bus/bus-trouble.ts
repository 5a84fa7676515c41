import type { MetricLabels } from '#generated/metrics.gen.ts'

/** What went wrong, and the error that tells it. */
export type BusTrouble = (what: MetricLabels<'invorto_bus_troubles_total'>['trouble'], error: Error) => void
