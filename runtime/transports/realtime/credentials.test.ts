import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { credentialOf, echoed } from './credentials.ts'

const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln'
const protocols = (...offered: string[]) => ({ 'sec-websocket-protocol': offered.join(', ') })
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

test.each([
  [bearer('abc'), '/', 'key abc'],
  [{ authorization: 'bearer  abc' }, '/', 'key abc'],
  [bearer(jwt), '/', `token ${jwt}`],
  [protocols('invorto.v1', 'key.abc'), '/', 'key abc'],
  [protocols('key.abc', 'invorto.v1'), '/', 'key abc'],
  [protocols('invorto.v1', `jwt.${jwt}`), '/', `token ${jwt}`],
  [protocols('invorto.v1', 'ticket.abc'), '/', 'ticket abc'],
  [protocols('a-bare-api-key-01'), '/', 'key a-bare-api-key-01'],
  [{}, '/v1/realtime/c?api_key=abc', 'key abc in the URL'],
  // The first that is present counts, also when it is the wrong one.
  [{ ...bearer('one'), ...protocols('invorto.v1', 'key.two') }, '/?api_key=three', 'key one'],
  [protocols('invorto.v1', 'key.two'), '/?api_key=three', 'key two'],
  [protocols('invorto.v1', 'ticket.one', 'key.two'), '/', 'ticket one'],
  [{ authorization: 'Basic abc', ...protocols('key.two') }, '/', 'key two'],
  [protocols('invorto.v1', 'key.'), '/?api_key=three', 'key '],
  [protocols('invorto.v1', 'something'), '/', 'nothing'],
  [protocols('invorto.v1'), '/', 'nothing'],
  [{}, '/?api_key=', 'nothing'],
  [{}, '//[', 'nothing'],
  [{}, '/', 'nothing'],
])('%j at %s brings %s', (headers, url, expected) => {
  const credential = credentialOf({ headers, url } as unknown as IncomingMessage)
  const { kind, secret, inUrl } = credential ?? { kind: 'nothing', secret: '', inUrl: false }
  expect(credential === undefined ? 'nothing' : `${kind} ${secret}${inUrl ? ' in the URL' : ''}`).toBe(expected)
})

test.each([
  [['key.abc', 'invorto.v1'], 'invorto.v1'],
  [['ticket.abc', 'other'], false],
  [['a-bare-api-key-01'], 'a-bare-api-key-01'],
  [[], false],
])('of %j %s is echoed', (offered, chosen) => {
  expect(echoed(new Set(offered))).toBe(chosen)
})
