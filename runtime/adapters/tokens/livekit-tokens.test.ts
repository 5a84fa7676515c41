import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { liveKitTokens } from './livekit-tokens.ts'

const { apiKey, apiSecret, hooks } = JSON.parse(
  readFileSync(new URL('../../../simulators/livekit/recording.json', import.meta.url), 'utf8'),
) as { apiKey: string; apiSecret: string; hooks: { authorization: string; body: string }[] }
const [{ authorization: token, body }] = hooks as [(typeof hooks)[0]]
/** When the server signed the first of them; its tokens hold for five minutes. */
const SIGNED_MS = 1_795_288_064_000

const verify = (at: number, more: object = {}) =>
  liveKitTokens(new VirtualClock(at)).verify(token, { apiKey, secrets: [apiSecret], body: Buffer.from(body), ...more })

test('what a real server signed is verified, byte for byte as it came', async () => {
  for (const hook of hooks) {
    const { nbf } = JSON.parse(Buffer.from(hook.authorization.split('.')[1]!, 'base64url').toString()) as {
      nbf: number
    }
    const tokens = liveKitTokens(new VirtualClock(nbf * 1000))
    expect(tokens.apiKeyOf(hook.authorization)).toBe(apiKey)
    await tokens.verify(hook.authorization, { apiKey, secrets: ['another', apiSecret], body: Buffer.from(hook.body) })
  }
  const again = Buffer.from(JSON.stringify(JSON.parse(body)))
  await expect(verify(SIGNED_MS, { body: again })).rejects.toThrow('was made for another body')
})

test('it holds from a minute before to a minute after its time', async () => {
  await verify(SIGNED_MS - 59_000)
  await verify(SIGNED_MS + 359_000)
  await expect(verify(SIGNED_MS - 62_000)).rejects.toThrow('has a wrong "nbf"')
  await expect(verify(SIGNED_MS + 361_000)).rejects.toThrow('has expired')
})

test('another secret, another key and no secret do not verify', async () => {
  await expect(verify(SIGNED_MS, { secrets: ['another'] })).rejects.toThrow('was signed with another secret')
  await expect(verify(SIGNED_MS, { secrets: [] })).rejects.toThrow('was signed with another secret')
  await expect(verify(SIGNED_MS, { apiKey: 'APIother' })).rejects.toThrow('has a wrong "iss"')
})

test.each(['', 'a.b.c', 'x'.repeat(5_000), 'e30.e30.', `e30.${Buffer.from('{"iss":7}').toString('base64url')}.`])(
  '%.20j is nobody’s token',
  (text) => {
    expect(liveKitTokens(new VirtualClock(0)).apiKeyOf(text)).toBeNull()
  },
)
