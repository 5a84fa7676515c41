import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import type { CallNarrator } from './call-narrator.ts'
import type { Conversation } from './conversation.ts'
import { type SpeechGuard, speechGuard } from './guardrails.ts'
import { Reply } from './reply.ts'

export interface AnswerOutput {
  /** A piece of the answer, as the model writes it. */
  delta(turnId: string, text: string): void
  /** A sentence, to be spoken. */
  sentence(text: string): void
  /** All sentences of the answer were told. */
  finished(): void
  /** `ProviderError`, or a fault of ours. */
  failed(error: unknown): void
}

/** The agent's answers: asks the model, one answer at a time, and records how it went. */
export class Answering {
  readonly #ports: { readonly llm: Llm; readonly clock: Clock }
  readonly #agent: Agent
  readonly #conversation: Conversation
  readonly #narrator: CallNarrator
  readonly #output: AnswerOutput
  readonly #guard: SpeechGuard
  #reply: Reply | null = null

  constructor(
    ports: { readonly llm: Llm; readonly clock: Clock },
    agent: Agent,
    conversation: Conversation,
    narrator: CallNarrator,
    output: AnswerOutput,
  ) {
    this.#ports = ports
    this.#agent = agent
    this.#conversation = conversation
    this.#narrator = narrator
    this.#output = output
    this.#guard = speechGuard(agent)
  }

  /** Answers what was said so far. */
  begin(turnId: string): void {
    const { model, temperature, maxTokens } = this.#agent.llm
    const messages = this.#conversation.messages()
    this.#narrator.asked(turnId, messages.length)
    this.#reply = new Reply(
      this.#ports,
      { model, temperature, maxTokens, messages },
      {
        firstToken: (latencyMs) => this.#narrator.firstToken(turnId, latencyMs),
        // What may still be blocked is not shown before it is whole.
        delta: (text) => void (this.#guard.active || this.#output.delta(turnId, text)),
        sentence: (text) => this.#sentence(turnId, text),
        responded: (response) => {
          this.#narrator.responded(turnId, response)
          if (response.reason !== 'cut') this.#output.finished()
        },
        failed: (error) => this.#output.failed(error),
      },
    )
  }

  #sentence(turnId: string, text: string): void {
    const blocked = this.#guard.blocks(text)
    const said = blocked ? this.#guard.reply : text
    if (this.#guard.active) this.#output.delta(turnId, `${said} `)
    this.#output.sentence(said)
    if (!blocked) return
    this.cut()
    this.#output.finished()
  }

  /** The model stops; what it has not said is dropped. */
  cut(): void {
    this.#reply?.cut()
  }
}
