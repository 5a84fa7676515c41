import { byId, made } from '../elements.ts'

/** What was said, as a reader follows it: the caller on the right, the agent on the left. */
export class Conversation {
  readonly #list = byId('words')
  #partial: HTMLElement | null = null
  #answer: HTMLElement | null = null

  clear(): void {
    this.#list.replaceChildren()
    this.#partial = null
    this.#answer = null
  }

  /** Words that may still change. */
  heard(text: string): void {
    this.#partial ??= this.#line('caller partial', '')
    this.#partial.textContent = text
  }

  said(text: string): void {
    this.#partial?.remove()
    this.#partial = null
    this.#answer = null
    this.#line('caller', text)
  }

  /** The next piece of the agent's answer. */
  answers(piece: string): void {
    this.#answer ??= this.#line('agent', '')
    this.#answer.textContent += piece
    this.#list.scrollTop = this.#list.scrollHeight
  }

  /** The agent is silent: what the caller heard of it stands in place of what was written. */
  silent(heard: string | undefined, wholly: boolean): void {
    if (heard !== undefined && heard !== '') {
      this.#answer ??= this.#line('agent', '')
      if (!wholly) this.#answer.replaceChildren(heard, made('small', {}, 'cut here'))
      else if (!this.#answer.textContent?.includes(heard))
        this.#answer.textContent += `${this.#answer.textContent === '' ? '' : ' '}${heard}`
    }
    if (!wholly) this.#answer = null
  }

  note(text: string): void {
    this.#line('tool', text)
  }

  #line(kind: string, text: string): HTMLElement {
    const line = made('li', { class: kind }, text)
    this.#list.append(line)
    this.#list.scrollTop = this.#list.scrollHeight
    return line
  }
}
