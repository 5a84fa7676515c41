import type { LabelEntry, MetricEntry, MetricTable } from '../emit/metric-table.ts'

/** What Prometheus puts on every series by itself, or makes of it. */
const ofPrometheus = ['instance', 'job', 'le']
/** Metrics of the scrape itself. */
const ofScrape = ['up']
const parts = ['_bucket', '_sum', '_count']
const words = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'and',
  'or',
  'unless',
  'offset',
  'bool',
  'inf',
  'nan',
])

interface Selector {
  readonly name: string
  /** `name=value`, as they stand between the braces. */
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[]
}

/** Everything in a PromQL expression that the table of metrics does not know: a name, a label, or a value that never comes. */
export function promqlFaults(expression: string, table: MetricTable): string[] {
  const selectors = selectorsOf(expression)
  if (selectors.length === 0) return ['reads no metric']
  const metrics = selectors.map(({ name }) => metricOf(name, table.metrics))
  const faults = selectors.flatMap((selector, index) => selectorFaults(selector, metrics[index], table.labels))
  return [
    ...faults,
    ...groupingFaults(
      expression,
      metrics.filter((metric) => metric !== undefined),
    ),
  ]
}

/** Names of metrics in the expression, with what stands in their braces. */
export function selectorsOf(expression: string): Selector[] {
  const bare = withoutGroupings(expression)
  const found = [...bare.matchAll(/(?<![\w:$"])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()\s*(\{[^}]*\})?/g)]
  return found
    .filter(
      ([whole, name, braces], index) =>
        !words.has(name!) &&
        !isInside(bare, found[index]!.index) &&
        (braces !== undefined || !isDuration(bare, found[index]!.index, whole)),
    )
    .map(([, name, braces = '']) => ({ name: name!, matchers: matchersOf(braces) }))
}

const matchersOf = (braces: string): Selector['matchers'] =>
  [...braces.matchAll(/([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label, operator, value]) => ({
    label: label!,
    operator: operator!,
    value: value!,
  }))

const withoutGroupings = (expression: string): string =>
  expression.replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')

/** Within braces, brackets or quotes: a label, a range or a text. */
function isInside(text: string, at: number): boolean {
  const before = text.slice(0, at)
  const open = (one: string, other: string): boolean => before.lastIndexOf(one) > before.lastIndexOf(other)
  return open('{', '}') || open('[', ']')
}

/** `5m` of `offset 5m` begins with a digit; its unit is no name. */
const isDuration = (text: string, at: number, word: string): boolean =>
  /\d$/.test(text.slice(0, at)) && /^(ms|s|m|h|d|w|y|e)/.test(word)

function metricOf(name: string, metrics: readonly MetricEntry[]): MetricEntry | undefined {
  const part = parts.find((ending) => name.endsWith(ending))
  const own = metrics.find((metric) => metric.name === name)
  if (own !== undefined) return own.type === 'histogram' ? undefined : own
  const histogram = part && metrics.find((metric) => metric.name === name.slice(0, -part.length))
  return histogram && histogram.type === 'histogram' ? histogram : undefined
}

function selectorFaults(
  { name, matchers }: Selector,
  metric: MetricEntry | undefined,
  labels: readonly LabelEntry[],
): string[] {
  if (ofScrape.includes(name)) return []
  if (metric === undefined) return [`reads ${name}, which specs/metrics.yaml does not have in this form`]
  return matchers.flatMap(({ label, operator, value }) => {
    if (ofPrometheus.includes(label)) return label === 'le' ? boundFaults(metric, value) : []
    if (!metric.labels.includes(label)) return [`asks ${name} for the label ${label}, which it does not have`]
    const known = labels.find((entry) => entry.name === label)!.values
    const asked = operator.includes('~') ? value.split('|') : [value]
    return asked
      .filter((one) => !one.includes('$') && !known.includes(one))
      .map((one) => `asks ${name} for ${label}="${one}", which never comes`)
  })
}

const boundFaults = ({ name, buckets }: MetricEntry, value: string): string[] =>
  buckets?.map(String).includes(value) || value === '+Inf'
    ? []
    : [`asks ${name} for the bucket ${value}, which it does not have`]

function groupingFaults(expression: string, metrics: readonly MetricEntry[]): string[] {
  const grouped = [...expression.matchAll(/\b(?:by|on|without|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, list]) =>
    list!.split(','),
  )
  const known = [...ofPrometheus, ...metrics.flatMap(({ labels }) => labels)]
  return grouped
    .map((label) => label.trim())
    .filter((label) => label !== '' && !known.includes(label))
    .map((label) => `groups by ${label}, which none of its metrics has`)
}
