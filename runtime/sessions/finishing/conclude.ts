import type { EventData } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { conclusionByRules } from '#runtime/domain/conclusions/by-rules.ts'
import { type Conclusion, conclusionFrom } from '#runtime/domain/conclusions/conclusion.ts'
import { conclusionRequest } from '#runtime/domain/conclusions/request.ts'
import { endedTalk } from '#runtime/domain/conclusions/transcript.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import { meteredLlm } from '../usage/metered-llm.ts'
import { UsageMeter, type UsedPiece } from '../usage/usage-meter.ts'
import { askModel } from './ask-model.ts'
import type { EndedCall } from './finish-step.ts'

export interface ConcludePorts {
  readonly llm: Llm
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
}

/** What the model may take to read a call; then rules say what they can. */
const DEADLINE_MS: Millis = 15_000

type Fallback = NonNullable<EventData['call.summarized']['fallback']>
type Concluded = Conclusion & { readonly by: { method: 'model' } | { method: 'rules'; fallback: Fallback } }

/**
 * Summary, disposition and score of a call, by the model, or by rules where it fails, refuses, or says what cannot be
 * read (FR-G3, SRS 7.7.5). The model is asked once; a call in which nothing was said it is not shown.
 */
export async function conclude(ports: ConcludePorts, call: EndedCall): Promise<void> {
  const { agent, log, logged } = call
  const wanted = wantedConclusion(agent)
  if (!wanted.summary && wanted.rubric === null) return
  const has = (type: string): boolean => logged.some(({ event }) => event.event_type === type)
  const missing = {
    summary: wanted.summary && !has('call.summarized'),
    rubric: has('call.evaluated') ? null : wanted.rubric,
  }
  if (!missing.summary && missing.rubric === null) return
  const { by, success, words, score } = await concluded(ports, call)
  const provider = by.method === 'model' && agent ? { provider: { name: ports.llm.name, model: agent.llm.model } } : {}
  if (missing.summary) log.append('call.summarized', { ...provider, data: { ...by, success }, content: words })
  if (missing.rubric !== null) {
    const data = { ...by, rubric: missing.rubric, score }
    log.append('call.evaluated', { ...provider, data, content: { text: words.reason } })
  }
  await log.flush()
}

/** What is to be concluded from the agent's calls. */
export const wantedConclusion = (agent: Agent | null) => ({
  summary: agent?.summary.enabled ?? true,
  rubric: agent?.successEvaluation?.rubric ?? null,
})

async function concluded(ports: ConcludePorts, call: EndedCall): Promise<Concluded> {
  const talk = endedTalk(call.logged)
  const rubric = call.agent?.successEvaluation?.rubric ?? null
  const byRules = (fallback: Fallback): Concluded => ({
    ...conclusionByRules(talk, rubric),
    by: { method: 'rules', fallback },
  })
  if (call.agent === null) return byRules('agent_gone')
  if (!talk.lines.some(({ role }) => role === 'user')) return byRules('nothing_said')
  try {
    const { text, reason } = await askModel(
      { llm: meteredModel(ports, call), clock: ports.clock },
      conclusionRequest(call.agent, talk),
      DEADLINE_MS,
    )
    if (reason === 'late') return byRules('model_failed')
    if (reason === 'content_filter') return byRules('model_refused')
    const conclusion = conclusionFrom(text, rubric)
    return conclusion === null ? byRules('model_unreadable') : { ...conclusion, by: { method: 'model' } }
  } catch (error) {
    ports.onFault(error)
    return byRules('model_failed')
  }
}

/** The model; its tokens go on top of what the call used before. */
function meteredModel({ llm }: ConcludePorts, { log, logged }: EndedCall): Llm {
  const before = logged.flatMap(({ event }) => (event.event_type === 'usage.recorded' ? [event.data] : []))
  const tell = ({ provider, turnId: _, ...data }: UsedPiece): void => {
    log.append('usage.recorded', { provider, data })
  }
  return meteredLlm(llm, new UsageMeter(tell, before), () => null)
}
