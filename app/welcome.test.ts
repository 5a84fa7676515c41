import { expect, test } from 'vitest'
import { welcome } from './welcome.ts'

const url = 'http://127.0.0.1:8080'

test('a newcomer is told the key, the docs, what to do next, and last that it is ready', () => {
  const told = welcome({ url, sandboxed: ['deepgram', 'openai'], apiKey: 'key-1' }).split('\n')
  expect(told).toEqual([
    '',
    expect.stringContaining('Ctrl-C'),
    '',
    'API key key-1',
    'Docs http://127.0.0.1:8080/docs',
    expect.stringMatching(/make demo .*http:\/\/127\.0\.0\.1:8080\/docs\/guide-first-call\.html$/),
    '',
    expect.stringContaining('set DEEPGRAM_API_KEY and OPENAI_API_KEY'),
    expect.stringContaining('a human voice is silence'),
    '',
    'ready http://127.0.0.1:8080',
    '',
    '',
  ])
})

test('where there is no key for development and nothing stands in, it is ready', () => {
  expect(welcome({ url, sandboxed: [], apiKey: undefined })).toBe('\nready http://127.0.0.1:8080\n\n')
  expect(welcome({ url, sandboxed: ['openai'], apiKey: undefined })).not.toContain('human voice')
})
