import { type SignedWebhook, Webhooks, type WebhookType } from '../../webhooks/webhooks.ts'

/** One delivery, and what a sound receiver does with it. */
export interface Delivery {
  readonly name: string
  readonly post: SignedWebhook
  readonly expected: 'taken' | 'refused'
}

const STRANGER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const TOLERANCE_MS = 300_000
const HOUR_MS = 3_600_000

/** Everything that may come to a receiver of this event, in order: right ones, one of them twice, and wrong ones. */
export async function deliveriesOf(type: WebhookType, secret: string, now: number): Promise<Delivery[]> {
  const ours = new Webhooks(secret)
  const right = await ours.testEvent(type, { eventId: `evt_kit${now}${type.replace(/\W/g, '')}` } as never, now)
  const { body, headers } = right
  const late = await ours.sign(body, headers['webhook-id']!, now - TOLERANCE_MS - HOUR_MS)
  const early = await ours.sign(body, headers['webhook-id']!, now + TOLERANCE_MS + HOUR_MS)
  const rotating = await new Webhooks([STRANGER, secret]).sign(body, headers['webhook-id']!, now)
  const forged = await new Webhooks(STRANGER).sign(body, headers['webhook-id']!, now)
  const changed = (more: Record<string, string>): SignedWebhook => ({ body, headers: { ...headers, ...more } })
  return [
    taken('as it is sent', right),
    taken('again, as after an answer that was lost', right),
    taken('signed with two secrets during a rotation', {
      body,
      headers: { ...rotating.headers, 'X-Signature': headers['X-Signature']! },
    }),
    refused('signed by a stranger', forged),
    refused('with another body than was signed', { ...right, body: tampered(body) }),
    refused('replayed under another id', changed({ 'webhook-id': `${headers['webhook-id']}x` })),
    refused('replayed with a fresh time', changed({ 'webhook-timestamp': String(Math.floor(now / 1000) + 1) })),
    refused('signed an hour ago', late),
    refused('signed in an hour', early),
    refused('without a signature', changed({ 'webhook-signature': '', 'X-Signature': '' })),
  ]
}

/** A type that is newer than any receiver: it is taken, and passed over. */
export async function unknownEvent(secret: string, now: number): Promise<Delivery> {
  const eventId = `evt_kit${now}tomorrow`
  const body = JSON.stringify({ type: 'of.tomorrow', schemaVersion: 'of.tomorrow.v9', eventId, callId: null })
  return taken('of a type that it does not know', await new Webhooks(secret).sign(body, eventId, now))
}

const taken = (name: string, post: SignedWebhook): Delivery => ({ name, post, expected: 'taken' })
const refused = (name: string, post: SignedWebhook): Delivery => ({ name, post, expected: 'refused' })

/** The same event of another tenant: well-formed, so that only the signature tells. */
const tampered = (body: string): string => JSON.stringify({ ...JSON.parse(body), tenantId: 't_attacker' })
