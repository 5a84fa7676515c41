import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const textOf = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

test('the first call that the README shows is the program that is there', () => {
  const [, shown] = /^```ts\n(.*?)^```$/ms.exec(textOf('README.md')) ?? []
  expect(shown).toBe(textOf('demo/first-call.ts'))
})
