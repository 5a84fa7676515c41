import type { ChatMessage, LlmToolCall } from '#runtime/ports/llm.ts'

/** Exchanges that the model is reminded of; older ones are left out, so that a long call stays affordable. */
const MAX_MESSAGES = 80
/** What stands for an answer that has not come: the model must not ask twice for what may be under way. */
const PENDING = JSON.stringify({
  status: 'pending',
  note: 'It is still running. Do not call it again for the same thing.',
})

type Message = {
  -readonly [K in keyof Extract<ChatMessage, { role: 'assistant' }>]: Extract<ChatMessage, { role: 'assistant' }>[K]
}
type Answer = { role: 'tool'; toolCallId: string; content: string }

/** What was said so far, as the model is told it: of the agent's words only those that the caller heard. */
export class Conversation {
  readonly #system: ChatMessage
  readonly #messages: (ChatMessage | Message | Answer)[] = []
  /** Of the answer that is being given: the messages with calls, and which of its words came before each. */
  #rounds: { readonly message: Message; readonly from: number; readonly to: number }[] = []

  constructor(prompt: string) {
    this.#system = { role: 'system', content: prompt }
  }

  /** Words of the caller, or all that was heard of the agent's answer. */
  add(role: 'user' | 'assistant', content: string): void {
    const rounds = role === 'assistant' ? this.#rounds.splice(0) : []
    for (const { message, from, to } of rounds) message.content = content.slice(from, to).trim()
    const rest = content.slice(rounds.at(-1)?.to ?? 0).trim()
    if (rest !== '') this.#push({ role, content: rest })
  }

  /** The answer stops for tools; `said` is all that it was going to say so far. Each call counts as pending until it is answered. */
  addToolCalls(said: string, calls: readonly LlmToolCall[]): void {
    const from = this.#rounds.at(-1)?.to ?? 0
    const message: Message = { role: 'assistant', content: said.slice(from).trim(), toolCalls: calls }
    this.#rounds.push({ message, from, to: said.length })
    this.#push(message)
    for (const { id } of calls) this.#messages.push({ role: 'tool', toolCallId: id, content: PENDING })
  }

  /** What came of a call, also when the talk has gone on since. */
  answerTool(id: string, content: string): void {
    const message = this.#messages.find((message) => message.role === 'tool' && message.toolCallId === id)
    if (message !== undefined) (message as Answer).content = content
  }

  messages(): readonly ChatMessage[] {
    return [this.#system, ...this.#messages.map((message) => ({ ...message }))]
  }

  #push(message: ChatMessage): void {
    this.#messages.push(message)
    if (this.#messages.length > MAX_MESSAGES) this.#messages.splice(0, 2)
    // An answer without its call would be refused.
    while (this.#messages[0]?.role === 'tool') this.#messages.shift()
  }
}
