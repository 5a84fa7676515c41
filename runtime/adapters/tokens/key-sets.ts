import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Egress } from '#runtime/ports/egress.ts'
import { EgressError } from '#runtime/ports/egress.ts'
import type { KeySets, PublicKeys, TrustedKey } from '#runtime/ports/tokens.ts'

const FRESH_MS: Millis = 5 * 60_000
/** A set is not asked for more often, whatever tokens name: a stranger's `kid` is no reason to hurry. */
const LEAST_MS: Millis = 30_000
/** How long a set that could not be read again is still believed. */
const STALE_MS: Millis = 60 * 60_000
const DEADLINE_MS: Millis = 3_000
const MAX_BYTES = 64 * 1024
const MAX_KEYS = 20
const MAX_SETS = 1_000

interface KeySet {
  readonly keys: readonly TrustedKey[]
  /** When it was read, and when it was last asked for. */
  readonly readAt: Millis
  readonly askedAt: Millis
}

/** Key sets over HTTP out, each kept for five minutes; what in them cannot be trusted is passed over. */
export function egressKeySets(ports: { egress: Egress; publicKeys: PublicKeys; clock: Clock }): KeySets {
  const { egress, publicKeys, clock } = ports
  const sets = new Map<string, KeySet>()
  const asked = new Map<string, Promise<KeySet>>()

  async function fetchSet(url: string, before: KeySet | undefined): Promise<KeySet> {
    const askedAt = clock.now()
    const keys = await read(url).catch((error: unknown) => {
      if (error instanceof EgressError || error instanceof SyntaxError) return null
      throw error
    })
    if (keys !== null) return { keys, readAt: askedAt, askedAt }
    const stale = before !== undefined && askedAt - before.readAt < STALE_MS
    return { keys: stale ? before.keys : [], readAt: before?.readAt ?? Number.NEGATIVE_INFINITY, askedAt }
  }

  async function read(url: string): Promise<TrustedKey[] | null> {
    const { status, body } = await egress.send({ method: 'GET', url, deadlineMs: DEADLINE_MS, maxBytes: MAX_BYTES })
    const set = status === 200 ? (JSON.parse(body.toString('utf8')) as { keys?: unknown } | null) : null
    if (!Array.isArray(set?.keys)) return null
    const members = set.keys.slice(0, MAX_KEYS).filter((jwk): jwk is object => typeof jwk === 'object' && jwk !== null)
    const keys = await Promise.all(members.map((jwk) => publicKeys.read({ jwk })))
    return keys.filter((key) => typeof key !== 'string')
  }

  function refreshed(url: string): Promise<KeySet> {
    const under = asked.get(url)
    if (under !== undefined) return under
    const fetching = fetchSet(url, sets.get(url)).then((set) => {
      sets.delete(url)
      if (sets.size >= MAX_SETS) sets.delete(sets.keys().next().value!)
      sets.set(url, set)
      return set
    })
    asked.set(url, fetching)
    const forget = (): void => void asked.delete(url)
    fetching.then(forget, forget)
    return fetching
  }

  return {
    async find(url, kid) {
      const known = sets.get(url)
      const now = clock.now()
      const due = known === undefined || (now - known.readAt >= FRESH_MS && now - known.askedAt >= LEAST_MS)
      const set = due ? await refreshed(url) : known
      const key = pick(set.keys, kid)
      // A key that is new since: look again, but not for each token.
      if (key !== null || kid === null || now - set.askedAt < LEAST_MS) return key
      return pick((await refreshed(url)).keys, kid)
    },
  }
}

function pick(keys: readonly TrustedKey[], kid: string | null): TrustedKey | null {
  if (kid === null) return keys.length === 1 ? keys[0]! : null
  return keys.find((key) => key.kid === kid) ?? null
}
