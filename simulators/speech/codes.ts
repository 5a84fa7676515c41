import { begin, end, escapeNext, filler, firstPage, page, space } from './format.ts'

const printable = 32
const pageSize = 128
const beyondPages = 0x3000

/**
 * The 7-bit codes that carry `text`, with the codes that begin and end an utterance. ASCII letters are their own
 * codes; other letters up to U+2FFF lie on pages of 128, turned by 32 so that common letters need no escape; the rest
 * become `?`.
 */
export function toCodes(text: string): number[] {
  const codes = [begin]
  let current = 0
  for (const letter of text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()) {
    if (letter === ' ') {
      codes.push(current === 0 ? 32 : space)
      continue
    }
    const known = letter.codePointAt(0)! < beyondPages ? letter.codePointAt(0)! : 63
    const wanted = Math.floor(known / pageSize)
    if (wanted !== current) {
      codes.push(...(wanted === 0 ? [firstPage] : [page, wanted + printable]))
      current = wanted
    }
    const code = wanted === 0 ? known : (known + printable) % pageSize
    codes.push(...(code < printable ? [escapeNext, code + printable] : [code]))
  }
  codes.push(end)
  return codes
}

type Expecting = 'letter' | 'page' | 'escaped'

/** Turns codes back to text, one at a time; forgets its page where an utterance begins. */
export class CodeReader {
  #page = 0
  #expecting: Expecting = 'letter'

  /** The letter this code completes, or '' when it completes none. */
  read(code: number): string {
    const expecting = this.#expecting
    this.#expecting = 'letter'
    if (expecting === 'page') {
      this.#page = code - printable
      return ''
    }
    if (expecting === 'escaped') return this.#letter(code - printable)
    switch (code) {
      case begin:
      case firstPage:
        this.#page = 0
        return ''
      case page:
        this.#expecting = 'page'
        return ''
      case escapeNext:
        this.#expecting = 'escaped'
        return ''
      case space:
        return ' '
      case filler:
      case end:
        return ''
      default:
        return code < printable ? '' : this.#letter(code)
    }
  }

  /** A code was lost: what it announced does not follow. */
  skip(): void {
    this.#expecting = 'letter'
  }

  #letter(code: number): string {
    if (this.#page <= 0) return String.fromCodePoint(Math.max(printable, code))
    return String.fromCodePoint(this.#page * pageSize + ((code - printable + pageSize) % pageSize))
  }
}
