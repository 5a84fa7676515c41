import { expect, test } from 'vitest'
import { storedJson } from './stored-json.ts'

test('what PostgreSQL refuses is replaced, in values and in names', () => {
  const value = { 'a\0': ['b\ud800', { '\udc00': 'c\0d', n: 1, none: null }], ok: '🙂 \\u0000' }
  expect(JSON.parse(storedJson(value))).toEqual({
    'a\ufffd': ['b\ufffd', { '\ufffd': 'c\ufffdd', n: 1, none: null }],
    ok: '🙂 \\u0000',
  })
  expect(storedJson(JSON.parse('{"__proto__":"\\u0000"}'))).toBe('{"__proto__":"\ufffd"}')
})
