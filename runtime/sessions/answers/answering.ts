import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { Llm, LlmToolCall } from '#runtime/ports/llm.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import { type SpeechGuard, speechGuard } from '#runtime/sessions/speech/guardrails.ts'
import type { CallTools } from './call-tools.ts'
import type { Conversation } from './conversation.ts'
import { Reply, type ReplyResponse } from './reply.ts'

/** Rounds of tools before the model must answer with words (FR-TC5). */
const MOST_ROUNDS = 5
/** Rounds of wrong arguments: after the second the model must answer with words. */
const MOST_MISFITS = 2

/** One answer, over all the rounds of tools that it takes. */
interface Answer {
  readonly turnId: string
  /** What is being said of it. */
  said: string
  rounds: number
  misfits: number
}

export interface AnswerOutput {
  /** A piece of the answer, as the model writes it. */
  delta(turnId: string, text: string): void
  /** A sentence, to be spoken. */
  sentence(text: string): void
  /** All sentences of the answer were told. */
  finished(): void
  /** All sentences of the answer were told; then the agent hangs up. `said`: what they were. */
  hangUp(said: string): void
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
  readonly #tools: CallTools
  #reply: Reply | null = null
  /** The answer that is being given; null when there is none, or it was cut. */
  #answer: Answer | null = null

  constructor(
    ports: { readonly llm: Llm; readonly clock: Clock },
    agent: Agent,
    tools: CallTools,
    conversation: Conversation,
    narrator: CallNarrator,
    output: AnswerOutput,
  ) {
    this.#ports = ports
    this.#agent = agent
    this.#tools = tools
    this.#conversation = conversation
    this.#narrator = narrator
    this.#output = output
    this.#guard = speechGuard(agent)
  }

  /** Answers what was said so far. */
  begin(turnId: string): void {
    this.#answer = { turnId, said: '', rounds: 0, misfits: 0 }
    this.#ask(this.#answer)
  }

  /** The model stops; what it has not said is dropped. Tools that are under way go on: they may have done something. */
  cut(): void {
    this.#answer = null
    this.#reply?.cut()
  }

  #ask(answer: Answer): void {
    const { turnId } = answer
    const { model, temperature, maxTokens } = this.#agent.llm
    const messages = this.#conversation.messages()
    const { offered } = this.#tools
    const answerWithWords = answer.rounds >= MOST_ROUNDS || answer.misfits >= MOST_MISFITS
    this.#narrator.asked(turnId, messages.length)
    this.#reply = new Reply(
      this.#ports,
      { model, temperature, maxTokens, messages, ...(offered.length > 0 && { tools: offered, answerWithWords }) },
      {
        firstToken: (latencyMs) => this.#narrator.firstToken(turnId, latencyMs),
        // What may still be blocked is not shown before it is whole.
        delta: (text) => void (this.#guard.active || this.#output.delta(turnId, text)),
        sentence: (text) => this.#sentence(answer, text),
        responded: (response) => this.#responded(answer, response, answerWithWords),
        failed: (error) => this.#output.failed(error),
      },
    )
  }

  #sentence(answer: Answer, text: string): void {
    const blocked = this.#guard.blocks(text, answer.said)
    const said = blocked ? this.#guard.reply : text
    answer.said = `${answer.said} ${said}`.trim()
    if (this.#guard.active) this.#output.delta(answer.turnId, `${said} `)
    this.#output.sentence(said)
    if (!blocked) return
    this.#narrator.blocked(answer.turnId)
    this.cut()
    this.#output.finished()
  }

  #responded(answer: Answer, response: ReplyResponse, answerWithWords: boolean): void {
    this.#narrator.responded(answer.turnId, response)
    if (response.reason === 'cut') return
    if (response.toolCalls.length === 0 || answerWithWords) return this.#output.finished()
    const calls = response.toolCalls.map((call) => this.#tools.named(call))
    this.#conversation.addToolCalls(answer.said, calls)
    this.#carryOut(answer, calls).catch((error: unknown) => this.#output.failed(error))
  }

  /** All calls at once; the model goes on when each is answered, unless it has ended the call. */
  async #carryOut(answer: Answer, calls: readonly LlmToolCall[]): Promise<void> {
    const told = await Promise.all(
      calls.map(async (call) => {
        const came = await this.#tools.run(answer.turnId, call)
        this.#conversation.answerTool(call.id, came.content)
        return came
      }),
    )
    answer.rounds += 1
    if (told.some(({ misfit }) => misfit)) answer.misfits += 1
    if (this.#answer !== answer) return
    // Who hangs up must have done all they wanted to.
    if (told.some(({ endsCall }) => endsCall) && told.every(({ ok }) => ok)) this.#output.hangUp(answer.said)
    else this.#ask(answer)
  }
}
