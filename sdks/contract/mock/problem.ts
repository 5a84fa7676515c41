import { type ProblemCode, problems } from '#generated/problems.gen.ts'
import type { Violation } from '#generated/violation.gen.ts'

/** A refusal of the mock, in the words of the catalogue. */
export class MockProblem extends Error {
  override readonly name = 'MockProblem'
  readonly code: ProblemCode
  readonly errors: readonly object[]

  constructor(code: ProblemCode, detail: string, errors: readonly object[] = []) {
    super(detail)
    this.code = code
    this.errors = errors
  }

  get status(): number {
    return problems[this.code].status
  }

  /** The problem document. */
  body(instance: string, requestId: string): object {
    const { status, title, retryable } = problems[this.code]
    const { code, message: detail, errors } = this
    const type = `/problems/${code}`
    return { type, title, status, code, detail, instance, requestId, retryable, ...(errors.length > 0 && { errors }) }
  }
}

/** What is wrong with a body, or with the parameters of one place. */
export function badRequest(violations: readonly Violation[], place: 'pointer' | 'parameter' | 'header'): MockProblem {
  const errors = violations.map(({ pointer, message, keyword }) => ({
    [place]: place === 'pointer' ? pointer : pointer.split('/')[1] || 'parameters',
    ...{ message, keyword },
  }))
  const [first] = violations
  return new MockProblem('bad_request', `"${first?.pointer}" ${first?.message}.`, errors)
}
