import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/**
 * Compares with a committed file, byte for byte. To renew one, delete it and run the test: it is written, the test fails
 * once, and the difference is reviewed like any other change.
 */
export function expectGolden(file: URL, text: string): void {
  if (existsSync(file)) return expect(text).toBe(readFileSync(file, 'utf8'))
  writeFileSync(file, text)
  expect.fail(`${file.pathname.split('/').at(-1)} was missing and has been written: review it and run again`)
}
