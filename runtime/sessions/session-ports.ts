import type { Agent } from '#generated/openapi.gen.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Tape } from '#runtime/pipeline/recorder.ts'
import type { ProviderPorts } from '#runtime/pipeline/steady/steady-providers.ts'
import type { Schemas } from '#runtime/ports/schemas.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import type { HttpTools } from './answers/http-tools.ts'
import type { ToolSnapshot } from './answers/tool-snapshot.ts'

export interface SessionPorts extends ProviderPorts {
  readonly ids: Ids
  readonly schemas: Schemas
  readonly httpTools: Pick<HttpTools, 'run'>
  /** Where calls are traced; what a tool is asked then says in which trace. */
  readonly traces?: Pick<Traces, 'sampled'> | undefined
  /** Something broke that the caller is not told in detail. */
  readonly onFault: (error: unknown) => void
}

export interface SessionSettings {
  readonly agent: Agent
  /** BCP 47: the caller's, or the agent's. */
  readonly locale: string
  readonly sampleRateHz: 8000 | 16000
  readonly tools: ToolSnapshot
  /** What the call is recorded on; absent where it is not. Caller audio that does not reach it is silence. */
  readonly tape?: Tape | undefined
  /** The client's span, in whose trace the call is (W3C Trace Context). */
  readonly traceparent?: string | undefined
}
