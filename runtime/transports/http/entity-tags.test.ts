import { describe, expect, test } from 'vitest'
import { parameters } from '#generated/validators.gen.ts'
import { entityTag, isNamed, requireNamed } from './entity-tags.ts'

const tag = entityTag({ id: 'a_1', version: 3 })

test('a tag is a strong one of the contract, the same for the same resource, and another for any change', () => {
  expect(tag).toMatch(/^"[A-Za-z0-9_-]{22}"$/)
  expect(entityTag({ version: 3, id: 'a_1' })).toBe(tag)
  for (const other of [
    { id: 'a_1', version: 4 },
    { id: 'a_1' },
    { id: 'a_1', version: '3' },
    { id: 'a_1', version: 3, x: null },
    null,
  ])
    expect(entityTag(other)).not.toBe(tag)
})

test('when a key was last used is no change of it', () => {
  const key = { id: 'key_1', lastUsedAt: null, name: 'a' }
  expect(entityTag({ ...key, lastUsedAt: '2026-02-03T04:05:06.789Z' })).toBe(entityTag(key))
  expect(entityTag({ ...key, name: 'b' })).not.toBe(entityTag(key))
})

const matches = (header: string): boolean => {
  try {
    requireNamed(header, tag)
    return true
  } catch {
    return false
  }
}

test.each([
  ['*', true, true],
  [tag, true, true],
  [`"x", ${tag}`, true, true],
  [`"x" ,,\t${tag} , "y"`, true, true],
  [`W/${tag}`, false, true],
  [`"x", W/${tag}`, false, true],
  ['"x"', false, false],
  ['""', false, false],
  [tag.toLowerCase(), false, false],
  [`"*"`, false, false],
  [`"${tag.slice(1, -1)},"`, false, false],
])('%s: If-Match %s, If-None-Match %s', (header, ifMatch, ifNoneMatch) => {
  expect([matches(header), isNamed(header, tag)]).toEqual([ifMatch, ifNoneMatch])
  expect(fits(header)).toBe(true)
})

const validate = parameters('updateAgent', 'header')!
const fits = (header: string): boolean => validate({ 'if-match': header }) === true

describe('what is no list of tags is refused', () => {
  test.each([
    '',
    'x',
    '"',
    '"x',
    'x"',
    "'x'",
    '"x" "y"',
    'w/"x"',
    'W/x',
    'W/ "x"',
    '*, "x"',
    '"x", *',
    '**',
    '"é"',
    '"a b"',
    '"x";"y"',
    `"${'x'.repeat(1024)}"`,
  ])('%j', (header) => expect(fits(header)).toBe(false))
})
