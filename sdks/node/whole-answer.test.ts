import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { dataAnswer } from './whole-answer.ts'

const answered = () => {
  const response = new Response(null, { headers: { 'x-request-id': 'r_1', etag: '"7"' } })
  return {
    response,
    answer: dataAnswer({ response, bytes: new TextEncoder().encode('{"id":"a_1"}').buffer }, { id: 'a_1' }),
  }
}

test('what came with the data is the answer’s own: it is in copies, in what is left of it, and in logs', () => {
  const { response, answer } = answered()
  expect(Object.keys(answer)).toEqual(['data', 'response', 'requestId', 'etag'])
  const { data, ...rest } = answer
  expect(data).toEqual({ id: 'a_1' })
  expect(rest).toEqual({ response, requestId: 'r_1', etag: '"7"' })
  expect(inspect(answer)).toContain("requestId: 'r_1'")
  expect(JSON.parse(JSON.stringify(answer))).toMatchObject({ data, requestId: 'r_1', etag: '"7"' })
})
