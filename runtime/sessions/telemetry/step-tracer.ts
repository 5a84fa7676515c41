import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { callTrace, spanOf, traceOf } from '#runtime/core/trace-context.ts'
import type { Traces } from '#runtime/ports/traces.ts'

interface StepPorts {
  readonly clock: Pick<Clock, 'now'>
  readonly traces?: Pick<Traces, 'sampled' | 'record'> | undefined
}

interface Step {
  readonly callId: string
  readonly attempt: number
  readonly name: string
  readonly logged: readonly { readonly event: CallEvent }[]
}

/** A span for a step of what follows a call, in the call's trace (SRS 4.5); each try of it has one. Throws what the step throws. */
export async function tracedStep<T>({ clock, traces }: StepPorts, step: Step, run: () => Promise<T>): Promise<T> {
  const { callId, attempt, name, logged } = step
  if (!traces?.sampled(traceOf(callId))) return await run()
  const started = logged.find(({ event }) => event.event_type === 'call.started')?.event
  const client = started?.event_type === 'call.started' ? started.data.traceparent : undefined
  const { traceId } = callTrace(callId, client)
  const startedAt = clock.now()
  const end = (error: string | null): void =>
    traces.record({
      ...{ traceId, spanId: spanOf(callId, `${name}/${attempt}/${startedAt}`), parentId: spanOf(callId) },
      ...{ name: `after_call ${name}`, kind: 'internal', startedAt, endedAt: clock.now(), error },
      attributes: { 'session.id': callId, 'gen_ai.conversation.id': callId, 'invorto.attempt': attempt },
    })
  try {
    const done = await run()
    end(null)
    return done
  } catch (error) {
    end(error instanceof Error ? error.name : 'Error')
    throw error
  }
}
