/** What the drawing reads of an event of `listSessionEvents` (OBS-00). */
export interface DrawnEvent {
  readonly ts: string
  readonly event_type: string
  readonly correlation_id: string
  readonly data?: { readonly [field: string]: unknown }
}

/** A stretch of time on one lane, in milliseconds since the first event; `cut` when it was broken off. */
export interface Span {
  readonly lane: Lane
  readonly fromMs: number
  readonly toMs: number
  readonly cut?: boolean
}

const lanes = ['caller', 'wait', 'model', 'tool', 'agent', 'silence'] as const
export type Lane = (typeof lanes)[number]

const fills: Readonly<Record<Lane, string>> = {
  caller: '▓',
  wait: '░',
  model: '═',
  tool: '▒',
  agent: '█',
  silence: '┄',
}
/** Events that are a moment, and what stands for them below the lanes. */
const marks: Readonly<Record<string, string>> = {
  'barge_in.detected': '^',
  'control.command_applied': 'c',
  'dtmf.received': '#',
  'dtmf.sent': '#',
  'provider.request_failed': '!',
  'silence.timer_fired': '?',
  'text.received': 't',
  'call.ended': '|',
}

/** What begins and what ends a stretch, and by what the two belong together. */
interface Rule {
  readonly lane: Lane
  readonly begins: (event: DrawnEvent) => boolean
  readonly ends: readonly string[]
  readonly same: (event: DrawnEvent) => unknown
}

const turn = ({ correlation_id }: DrawnEvent): unknown => correlation_id
const rules: readonly Rule[] = [
  {
    lane: 'caller',
    begins: ({ event_type, data }) => event_type === 'turn.started' && data?.initiator === 'caller',
    ends: ['endpointing.delay_applied'],
    same: turn,
  },
  { lane: 'model', begins: is('llm.request'), ends: ['llm.response', 'provider.request_failed'], same: () => '' },
  {
    lane: 'tool',
    begins: is('action.requested'),
    ends: ['action.completed', 'action.failed'],
    same: ({ data }) => data?.tool_call_id,
  },
  { lane: 'agent', begins: is('tts.started'), ends: ['tts.stopped'], same: ({ data }) => data?.utterance_id },
  {
    lane: 'silence',
    begins: is('silence.timer_started'),
    ends: ['silence.timer_fired', 'turn.started', 'call.ended'],
    same: () => '',
  },
]

function is(type: string): (event: DrawnEvent) => boolean {
  return ({ event_type }) => event_type === type
}

/** The stretches of a call, from its events alone: who spoke when, and what everybody waited for. */
export function spansOf(events: readonly DrawnEvent[]): Span[] {
  const start = Date.parse(events[0]?.ts ?? '')
  const at = ({ ts }: DrawnEvent): number => Date.parse(ts) - start
  const spans = rules.flatMap(({ lane, begins, ends, same }) =>
    events.flatMap((first, index) => {
      if (!begins(first)) return []
      const last = events
        .slice(index + 1)
        .find((event) => ends.includes(event.event_type) && same(event) === same(first))
      return last === undefined
        ? []
        : [{ lane, fromMs: at(first), toMs: at(last), cut: last.data?.cause === 'barge_in' }]
    }),
  )
  const waits = events.flatMap((event): Span[] => {
    const ms = event.event_type === 'endpointing.delay_applied' ? Number(event.data?.ms) : 0
    return ms > 0 ? [{ lane: 'wait', fromMs: at(event) - ms, toMs: at(event) }] : []
  })
  return [...spans, ...waits]
}

/** The timeline as text: a lane for each party and each wait, one column a slice of time, moments below. */
export function drawTimeline(events: readonly DrawnEvent[], columns = 100): string {
  const end = events.find(is('call.ended')) ?? events.at(-1)
  if (end === undefined) return ''
  const start = Date.parse(events[0]!.ts)
  const perColumn = Math.max(1, (Date.parse(end.ts) - start) / (columns - 1))
  const column = (ms: number): number => Math.min(columns - 1, Math.round(ms / perColumn))
  const spans = spansOf(events)
  const lane = (name: Lane): string => {
    const row: string[] = Array(columns).fill(' ')
    for (const { fromMs, toMs, cut } of spans.filter((span) => span.lane === name)) {
      row.fill(fills[name], column(fromMs), Math.max(column(toMs), column(fromMs) + 1))
      if (cut) row[column(toMs)] = '✂'
    }
    return row.join('')
  }
  const moments: string[] = Array(columns).fill(' ')
  for (const event of events) {
    const mark = marks[event.event_type]
    const ms = Date.parse(event.ts) - start
    if (mark !== undefined && ms <= (columns - 1) * perColumn + 1) moments[column(ms)] = mark
  }
  const rows: [string, string][] = [
    ['', scale(columns, perColumn)],
    ...lanes.map((name): [string, string] => [name, lane(name)]),
    ['', moments.join('')],
  ]
  const drawn = rows.map(([name, row]) => `${name.padEnd(9)}${row}`.trimEnd())
  return [...drawn, '^ barge-in  ✂ cut off  ! provider failed  ? silence  t typed  # key  c command  | end'].join('\n')
}

/** Seconds, every twenty columns. */
const scale = (columns: number, perColumn: number): string =>
  Array.from({ length: Math.floor(columns / 20) }, (_, index) =>
    `${((index * 20 * perColumn) / 1000).toFixed(1)} s`.padEnd(20),
  ).join('')
