import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { type Egress, EgressError } from '#runtime/ports/egress.ts'
import { egressKeySets } from './key-sets.ts'
import { publicKeys } from './public-keys.ts'

const URL_OF_SET = 'https://auth.acme.example/jwks.json'
const jwk = (kid: string) => ({ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid })

function keySets(answers: (body: { text: string; status: number }) => void = () => undefined) {
  const clock = new VirtualClock()
  const answer = { text: JSON.stringify({ keys: [] }), status: 200 }
  answers(answer)
  const asked: string[] = []
  let away = false
  const egress: Pick<Egress, 'send'> = {
    async send({ url }) {
      asked.push(url)
      if (away) throw new EgressError('unreachable', 'It cannot be reached.')
      return { status: answer.status, headers: {}, body: Buffer.from(answer.text) }
    },
  }
  const sets = egressKeySets({ egress: egress as Egress, publicKeys, clock })
  const publish = (...keys: object[]): void => {
    answer.text = JSON.stringify({ keys })
  }
  return { clock, asked, sets, publish, answer, leave: (gone: boolean) => (away = gone) }
}

test('a set is read once in five minutes', async () => {
  const { clock, asked, sets, publish } = keySets()
  publish(jwk('one'), jwk('two'))
  for (let n = 0; n < 5; n++) expect(await sets.find(URL_OF_SET, 'two')).toMatchObject({ kid: 'two', alg: 'EdDSA' })
  expect(asked).toHaveLength(1)
  await clock.advance(5 * 60_000)
  await sets.find(URL_OF_SET, 'two')
  expect(asked).toHaveLength(2)
})

test('a key that is new is found after half a minute, and strangers’ names do not make us ask more often', async () => {
  const { clock, asked, sets, publish } = keySets()
  publish(jwk('one'))
  await sets.find(URL_OF_SET, 'one')
  publish(jwk('one'), jwk('new'))
  for (let n = 0; n < 100; n++) expect(await sets.find(URL_OF_SET, `guess-${n}`)).toBeNull()
  expect(asked).toHaveLength(1)
  await clock.advance(30_000)
  expect(await sets.find(URL_OF_SET, 'new')).toMatchObject({ kid: 'new' })
  expect(asked).toHaveLength(2)
})

test('a set that cannot be read again is believed for an hour, and asked for twice a minute', async () => {
  const { clock, asked, sets, publish, leave } = keySets()
  publish(jwk('one'))
  await sets.find(URL_OF_SET, 'one')
  leave(true)
  await clock.advance(5 * 60_000)
  for (let n = 0; n < 10; n++) expect(await sets.find(URL_OF_SET, 'one')).not.toBeNull()
  expect(asked).toHaveLength(2)
  await clock.advance(60 * 60_000)
  expect(await sets.find(URL_OF_SET, 'one')).toBeNull()
})

test('a token without a name takes the only key, and none of two', async () => {
  const { clock, sets, publish } = keySets()
  publish(jwk('one'))
  expect(await sets.find(URL_OF_SET, null)).toMatchObject({ kid: 'one' })
  publish(jwk('one'), jwk('two'))
  await clock.advance(5 * 60_000)
  expect(await sets.find(URL_OF_SET, null)).toBeNull()
})

test.each([
  ['no JSON', '<html>', 200],
  ['no set', '[]', 200],
  ['null', 'null', 200],
  ['an error', JSON.stringify({ keys: [jwk('one')] }), 500],
  ['a redirect', JSON.stringify({ keys: [jwk('one')] }), 302],
  ['keys that cannot be trusted', JSON.stringify({ keys: [null, 7, { kty: 'oct', k: 'eA', kid: 'one' }] }), 200],
])('%s gives no key and throws nothing', async (_what, text, status) => {
  const { sets } = keySets((answer) => Object.assign(answer, { text, status }))
  expect(await sets.find(URL_OF_SET, 'one')).toBeNull()
})

test('of a set with many keys only twenty are read', async () => {
  const { sets, publish } = keySets()
  publish(...Array.from({ length: 30 }, (_, n) => jwk(`key-${n}`)))
  expect([await sets.find(URL_OF_SET, 'key-19'), await sets.find(URL_OF_SET, 'key-20')]).toEqual([
    expect.objectContaining({ kid: 'key-19' }),
    null,
  ])
})
