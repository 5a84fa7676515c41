import { expect, test } from 'vitest'
import { leveled, levelNamed, masked } from './log.ts'

test('only what is grave enough is written', () => {
  const written: string[] = []
  const write = (message: string) => written.push(message)
  const log = leveled({ error: write, warn: write, info: write, debug: write }, 'info')
  log.debug('a', () => expect.unreachable())
  log.info('b', () => ({}))
  log.error('c', () => ({}))
  expect(written).toEqual(['invorto: b', 'invorto: c'])
  expect([levelNamed('debug'), levelNamed('loud'), levelNamed(undefined)]).toEqual(['debug', 'warn', 'warn'])
})

test('credentials are masked by the name of their header', () => {
  const headers = new Headers({
    Authorization: 'Bearer k',
    'Idempotency-Key': 'i',
    'X-Api-Key': 'k',
    'Set-Cookie': 'c',
    'X-Signature': 's',
    'Content-Type': 'application/json',
  })
  expect(Object.values(masked(headers)).filter((value) => value !== '***')).toEqual(['application/json'])
})
