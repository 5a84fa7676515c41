import type { ProblemEntry } from '../bundle/catalogue.ts'
import { isObject, type Json, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { type MessageDocument, messageDocument } from './message-document.ts'
import { operationsOf } from './operations.ts'

const types = ['counter', 'gauge', 'histogram'] as const
/** More series than this of one metric are too many to keep. */
const MAX_SERIES = 1_000

/** One metric of `metrics.yaml`. */
export interface MetricEntry {
  readonly name: string
  readonly type: (typeof types)[number]
  readonly unit: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram, ascending. */
  readonly buckets: readonly number[] | null
  readonly doc: string
}

export interface LabelEntry {
  readonly name: string
  readonly values: readonly string[]
  readonly doc: string
}

export interface MetricTable {
  readonly labels: readonly LabelEntry[]
  readonly metrics: readonly MetricEntry[]
}

/** Where labels find values that other documents have. */
export interface MetricSurroundings {
  readonly openapi: JsonObject
  readonly events: JsonObject
  readonly problems: Readonly<Record<string, ProblemEntry>>
}

/** `metrics.yaml` with the values of its labels; an entry that does not fit is an error that names it. */
export function metricTable(source: Json, around: MetricSurroundings): MetricTable {
  const table = isObject(source) ? source : {}
  const events = messageDocument(around.events)
  const labels = Object.entries(optionalObjectAt(table, 'labels')).map(([name, entry]) =>
    labelOf(name, entry, around, events),
  )
  const buckets = optionalObjectAt(table, 'buckets')
  const metrics = Object.entries(optionalObjectAt(table, 'metrics')).map(([name, entry]) =>
    metricOf(name, entry, labels, buckets),
  )
  const used = new Set(metrics.flatMap((metric) => metric.labels))
  const idle = labels.find(({ name }) => !used.has(name))
  if (idle !== undefined) throw new Error(`No metric has the label "${idle.name}".`)
  return { labels, metrics }
}

/** How many series a metric may have at most, the buckets of a histogram counted once. */
export const seriesOf = ({ labels }: MetricEntry, table: readonly LabelEntry[]): number =>
  labels.reduce((count, label) => count * table.find(({ name }) => name === label)!.values.length, 1)

function labelOf(name: string, entry: Json, around: MetricSurroundings, events: MessageDocument): LabelEntry {
  const { values, enum: schema, of, doc } = isObject(entry) ? entry : ({} as JsonObject)
  const listed = [
    ...stringsOf(values),
    ...(typeof schema === 'string' ? enumOf(schema, around, events) : []),
    ...(typeof of === 'string' ? namesOf(of, around, events) : []),
  ]
  if (!/^[a-z][a-z_]*$/.test(name) || name === 'le' || listed.length === 0 || typeof doc !== 'string') {
    throw new Error(`The label "${name}" needs values, and a doc sentence; its own name is of small letters.`)
  }
  return { name, values: [...new Set(listed)], doc }
}

function enumOf(schema: string, { openapi }: MetricSurroundings, events: MessageDocument): string[] {
  const ofRest = optionalObjectAt(optionalObjectAt(openapi, 'components'), 'schemas')
  return stringsOf((events.schemas[schema] ?? optionalObjectAt(ofRest, schema)).enum)
}

function namesOf(what: string, { openapi, problems }: MetricSurroundings, events: MessageDocument): string[] {
  switch (what) {
    case 'operations':
      return operationsOf(openapi).map(({ id }) => id)
    case 'events':
      return events.messages.flatMap(({ tag }) => (tag === null ? [] : [tag]))
    case 'problems':
      return Object.keys(problems)
    case 'version':
      return [String(optionalObjectAt(openapi, 'info').version)]
    default:
      return []
  }
}

function metricOf(name: string, entry: Json, known: readonly LabelEntry[], bounds: JsonObject): MetricEntry {
  const source = isObject(entry) ? entry : {}
  const type = types.find((one) => one === source.type)
  const labels = stringsOf(source.labels)
  if (!/^[a-z][a-z0-9_]*$/.test(name) || type === undefined || (type === 'counter') !== name.endsWith('_total')) {
    throw new Error(`The metric "${name}" needs a type of ${types.join(', ')}; counters alone end in "_total".`)
  }
  if (typeof source.unit !== 'string' || typeof source.doc !== 'string' || !source.doc.endsWith('.')) {
    throw new Error(`The metric "${name}" needs a unit and a doc sentence.`)
  }
  const unknown = labels.find((label) => known.every((one) => one.name !== label))
  if (unknown !== undefined) throw new Error(`The metric "${name}" has the label "${unknown}", which is not described.`)
  const metric = {
    name,
    type,
    unit: source.unit,
    labels,
    buckets: bucketsOf(name, type, source.buckets, bounds),
    doc: source.doc,
  }
  const series = seriesOf(metric, known)
  if (series > MAX_SERIES)
    throw new Error(`The metric "${name}" could have ${series} series; at most ${MAX_SERIES} are kept.`)
  return metric
}

function bucketsOf(name: string, type: string, given: Json | undefined, bounds: JsonObject): number[] | null {
  const list = typeof given === 'string' ? bounds[given] : undefined
  const numbers = Array.isArray(list) ? list.filter((bound) => typeof bound === 'number') : null
  const rising = numbers?.every((bound, index) => index === 0 || bound > numbers[index - 1]!) === true
  if ((type === 'histogram') !== (numbers !== null) || (numbers !== null && !rising)) {
    throw new Error(`The metric "${name}" needs ascending buckets exactly when it is a histogram.`)
  }
  return numbers
}
