import type { LabelValue } from '#generated/metrics.gen.ts'
import type { Problem } from '#runtime/core/problem.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'

/** Counts a problem that a client is told (SRS 4.5), and the limit where it is one (FR-RL1). */
export function countProblem(metrics: MetricRecorder, door: LabelValue<'door'>, { code, limit }: Problem): void {
  metrics.add('invorto_problems_total', { door, code })
  if (limit !== undefined) metrics.add('invorto_limits_refused_total', { door, limit })
}
