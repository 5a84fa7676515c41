import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import type { CallNarrator } from './call-narrator.ts'
import type { Conversation } from './conversation.ts'
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
        delta: (text) => this.#output.delta(turnId, text),
        sentence: (text) => this.#output.sentence(text),
        responded: (response) => {
          this.#narrator.responded(turnId, response)
          if (response.reason !== 'cut') this.#output.finished()
        },
        failed: (error) => this.#output.failed(error),
      },
    )
  }

  /** The model stops; what it has not said is dropped. */
  cut(): void {
    this.#reply?.cut()
  }
}
