import type { ChatMessage } from '#runtime/ports/llm.ts'

/** Exchanges that the model is reminded of; older ones are left out, so that a long call stays affordable. */
const MAX_MESSAGES = 80

/** What was said so far, as the model is told it: of the agent's words only those that the caller heard. */
export class Conversation {
  readonly #system: ChatMessage
  readonly #messages: ChatMessage[] = []

  constructor(prompt: string) {
    this.#system = { role: 'system', content: prompt }
  }

  add(role: 'user' | 'assistant', content: string): void {
    if (content === '') return
    this.#messages.push({ role, content })
    if (this.#messages.length > MAX_MESSAGES) this.#messages.splice(0, 2)
  }

  messages(): readonly ChatMessage[] {
    return [this.#system, ...this.#messages]
  }
}
