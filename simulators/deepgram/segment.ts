import { codeMs, type Mark } from '../speech/reader.ts'
import type { SpokenWord } from './results.ts'

/** The words heard since the last final transcript. */
export class Segment {
  words: SpokenWord[] = []
  #word: SpokenWord | undefined

  /** Whether anything was heard, a half word included. */
  get isEmpty(): boolean {
    return this.words.length === 0 && this.#word === undefined
  }

  add(mark: Mark): void {
    if (mark.type === 'began' || mark.type === 'ended' || (mark.type === 'letter' && mark.letter === ' ')) {
      this.endWord()
      return
    }
    const letters = mark.type === 'gap' ? '_'.repeat(mark.codes) : mark.letter
    const endMs = mark.atMs + codeMs * letters.length
    if (this.#word) {
      this.#word.text += letters
      this.#word.endMs = endMs
    } else this.#word = { text: letters, startMs: mark.atMs, endMs }
  }

  /** What is heard of a word counts as the word. */
  endWord(): void {
    if (this.#word) this.words.push(this.#word)
    this.#word = undefined
  }

  /** Gives the whole words away; a half one stays for the next segment. */
  take(): SpokenWord[] {
    const words = this.words
    this.words = []
    return words
  }
}
