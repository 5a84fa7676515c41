import type { CallEvent, EventData, EventType } from '#generated/events.gen.ts'

/** A thing that follows a call. */
export type CallRemainder = EventData['call.finished']['missing'][number]

/** What is asked of what follows a call. */
export interface WantedAfterCall {
  readonly recording: boolean
  readonly summary: boolean
  readonly score: boolean
}

/** The events that say what of it is done. */
export const remainderTypes = [
  ...(['artifact.stored', 'artifact.erased', 'call.summarized', 'call.evaluated', 'cost.computed'] as const),
  'call.finished',
] as const satisfies readonly EventType[]

/** What of it the log does not have yet. What was erased is not missing. Pure. */
export function callRemainder(events: readonly CallEvent[], wanted: WantedAfterCall): CallRemainder[] {
  const done = new Set<string>()
  for (const event of events) {
    if (event.event_type === 'artifact.stored' || event.event_type === 'artifact.erased') done.add(event.data.kind)
    else done.add(event.event_type)
    if (event.event_type === 'artifact.erased') done.add('bundle')
  }
  const concluded = (!wanted.summary || done.has('call.summarized')) && (!wanted.score || done.has('call.evaluated'))
  const missing: [CallRemainder, boolean][] = [
    ['recording', wanted.recording && !done.has('recording')],
    ['transcript', !done.has('transcript')],
    ['metrics', !done.has('metrics')],
    ['bundle', !done.has('bundle')],
    ['conclusion', !concluded],
    ['cost', !done.has('cost.computed')],
  ]
  return missing.flatMap(([remainder, isMissing]) => (isMissing ? [remainder] : []))
}
