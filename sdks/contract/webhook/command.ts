import { samples } from '../../webhooks/generated/events.gen.ts'
import { Webhooks, type WebhookType } from '../../webhooks/webhooks.ts'
import { addressOf, type Command, parsed, reportOptions, UsageError } from '../command.ts'
import { reach, Unreachable } from '../reach.ts'
import { Report } from '../report.ts'
import { type Delivery, deliveriesOf, unknownEvent } from './cases.ts'

/** As long as the platform waits for an answer. */
const PATIENCE_MS = 15_000

export const webhookCommand: Command = {
  help: `Plays the platform to a receiver of webhooks, and says whether it behaves.

  invorto-contract webhook URL --secret whsec_... [--type call.ended]... [--junit FILE] [--json FILE]

Every event is sent signed, twice, with two signatures, forged, changed, replayed, late, from the future and unsigned. A sound
receiver answers 2xx to what is right, also a second time, and 4xx to what is not. The secret may be in WEBHOOK_SECRET.
`,
  async run(args, print) {
    const options = {
      ...reportOptions,
      secret: { type: 'string' },
      type: { type: 'string', multiple: true },
    } as const
    const { values, positionals } = parsed(args, options, 'URL')
    const url = addressOf(positionals[0]!)
    const { secret = process.env.WEBHOOK_SECRET } = values
    if (!secret) throw new UsageError('--secret is missing.')
    if (!isSecret(secret)) throw new UsageError('--secret is none: it is a text, or whsec_ and base64.')
    const types = (values.type ?? Object.keys(samples)) as WebhookType[]
    const unknown = types.find((type) => !(type in samples))
    if (unknown !== undefined) throw new UsageError(`There is no event "${unknown}".`)
    const report = await Report.begin('webhook', print, values)
    const now = Date.now()
    const each = types.map(async (type) =>
      (await deliveriesOf(type, secret, now)).map((delivery) => ({ type, delivery })),
    )
    const deliveries = (await Promise.all(each)).flat()
    let isThere = true
    for (const { type, delivery } of [...deliveries, { type: 'any', delivery: await unknownEvent(secret, now) }]) {
      if (!isThere) {
        report.skip(type, delivery.name, 'nobody answered before')
        continue
      }
      await report.check(type, delivery.name, () =>
        deliver(url, delivery).catch((error: Error) => {
          isThere = !(error instanceof Unreachable)
          throw error
        }),
      )
    }
    return report.finish()
  },
}

function isSecret(text: string): boolean {
  try {
    return new Webhooks(text) instanceof Webhooks
  } catch {
    return false
  }
}

/** Throws with what the receiver did instead. */
async function deliver(url: URL, { post, expected }: Delivery): Promise<void> {
  const headers = Object.entries(post.headers).filter(([, value]) => value !== '')
  const response = await reach(url, { method: 'POST', headers, body: post.body, redirect: 'manual' }, PATIENCE_MS)
  await response.body?.cancel()
  const { status } = response
  if (expected === 'taken' && !response.ok)
    throw new Error(`It answered ${status}, not 2xx: the platform would send it again.`)
  if (expected === 'refused' && (status < 400 || status > 499))
    throw new Error(`It answered ${status}, not 4xx: it believes what the platform did not send.`)
}
