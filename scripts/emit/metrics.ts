import type { MetricTable } from './metric-table.ts'
import { header, literal, quoted } from './source-text.ts'

/** `generated/metrics.gen.ts`: every metric, and types that let no other be recorded. */
export function emitMetrics({ labels, metrics }: MetricTable): string {
  const entries = metrics.map(({ name, type, labels, buckets, doc }) => {
    const kind = { type, help: doc, labels, ...(buckets && { buckets }) }
    return `  ${name}: ${literal(kind)},\n`
  })
  return `${header('specs/metrics.yaml')}
/** The values that each label may have. */
export const labelValues = {
${labels.map(({ name, values }) => `  ${name}: [${values.map(quoted).join(', ')}],\n`).join('')}} as const

export type LabelName = keyof typeof labelValues
export type LabelValue<Label extends LabelName> = (typeof labelValues)[Label][number]

export interface MetricKind {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly LabelName[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
}

export const metrics = {
${entries.join('')}} as const satisfies Record<string, MetricKind>

export type MetricName = keyof typeof metrics

/** The metrics of one type. */
export type MetricOf<Type extends MetricKind['type']> = {
  [Name in MetricName]: (typeof metrics)[Name]['type'] extends Type ? Name : never
}[MetricName]

/** What each metric is recorded with. */
export type MetricLabels<Name extends MetricName> = [(typeof metrics)[Name]['labels'][number]] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Label in (typeof metrics)[Name]['labels'][number]]: LabelValue<Label> }
`
}
