/** Why a wait function cannot be read, and where. */
export class WaitFunctionError extends Error {
  override readonly name = 'WaitFunctionError'
}

type Term = (x: number) => number

const functions: Readonly<
  Record<string, { readonly arity: readonly [number, number]; readonly of: (...n: number[]) => number }>
> = {
  min: { arity: [1, 8], of: Math.min },
  max: { arity: [1, 8], of: Math.max },
  pow: { arity: [2, 2], of: (a, b) => a ** b },
  sqrt: { arity: [1, 1], of: Math.sqrt },
  abs: { arity: [1, 1], of: Math.abs },
  exp: { arity: [1, 1], of: Math.exp },
  log: { arity: [1, 1], of: Math.log },
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([a-z]+)|([-+*/^(),]))/y
const MAX_DEPTH = 32

/**
 * Reads an arithmetic expression of `x` (FR-E2): numbers, `x`, `+ - * / ^`, brackets and a few functions, and nothing else.
 * Throws `WaitFunctionError`.
 */
export function parseWaitFunction(text: string): (x: number) => number {
  return new Parser(text).whole()
}

class Parser {
  readonly #text: string
  #at = 0
  #token = ''
  #kind: 'number' | 'name' | 'sign' | 'end' = 'end'
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#next()
  }

  whole(): Term {
    const term = this.#sum()
    if (this.#kind !== 'end') this.#fail(`"${this.#token}" is not expected`)
    return term
  }

  #sum(): Term {
    let left = this.#product()
    while (this.#is('+') || this.#is('-')) {
      const [a, plus] = [left, this.#take() === '+']
      const b = this.#product()
      left = plus ? (x) => a(x) + b(x) : (x) => a(x) - b(x)
    }
    return left
  }

  #product(): Term {
    let left = this.#signed()
    while (this.#is('*') || this.#is('/')) {
      const [a, times] = [left, this.#take() === '*']
      const b = this.#signed()
      left = times ? (x) => a(x) * b(x) : (x) => a(x) / b(x)
    }
    return left
  }

  #signed(): Term {
    if (++this.#depth > MAX_DEPTH) this.#fail('it is nested too deeply')
    const negative = this.#is('-') || this.#is('+') ? this.#take() === '-' : null
    const term = negative === null ? this.#power() : this.#signed()
    this.#depth -= 1
    return negative ? (x) => -term(x) : term
  }

  #power(): Term {
    const base = this.#atom()
    if (!this.#is('^')) return base
    this.#take()
    const exponent = this.#signed()
    return (x) => base(x) ** exponent(x)
  }

  #atom(): Term {
    if (this.#kind === 'number') {
      const value = Number(this.#take())
      return () => value
    }
    if (this.#kind === 'name') return this.#named()
    if (!this.#is('(')) this.#fail(this.#kind === 'end' ? 'it ends too early' : `"${this.#token}" is not expected`)
    this.#take()
    const inner = this.#sum()
    this.#close()
    return inner
  }

  #named(): Term {
    const name = this.#take()
    if (name === 'x') return (x) => x
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (known === undefined) this.#fail(`"${name}" is unknown; there are x and ${Object.keys(functions).join(', ')}`)
    if (!this.#is('(')) this.#fail(`"${name}" needs its brackets`)
    this.#take()
    const given = [this.#sum()]
    while (this.#is(',')) {
      this.#take()
      given.push(this.#sum())
    }
    this.#close()
    const [least, most] = known.arity
    if (given.length < least || given.length > most)
      this.#fail(`"${name}" takes ${least === most ? least : `${least} to ${most}`}`)
    return (x) => known.of(...given.map((term) => term(x)))
  }

  #close(): void {
    if (!this.#is(')')) this.#fail('a bracket is not closed')
    this.#take()
  }

  #is(sign: string): boolean {
    return this.#kind === 'sign' && this.#token === sign
  }

  #take(): string {
    const token = this.#token
    this.#next()
    return token
  }

  #next(): void {
    if (this.#text.slice(this.#at).trim() === '') {
      this.#kind = 'end'
      this.#token = ''
      return
    }
    TOKEN.lastIndex = this.#at
    const match = TOKEN.exec(this.#text)
    if (match === null) this.#fail(`"${this.#text.slice(this.#at).trim()[0]}" is not expected`)
    this.#at = TOKEN.lastIndex
    this.#kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign'
    this.#token = match[1] ?? match[2] ?? match[3]!
  }

  #fail(what: string): never {
    throw new WaitFunctionError(`${what}, at character ${Math.max(1, this.#at)}`)
  }
}
