import type { Handler } from '#handlers/handler.ts'

export const receiveLiveKitEvent: Handler<'receiveLiveKitEvent'> = async ({ body, caller }, { roomEvents }) => {
  const outcome = await roomEvents.take(caller.tenantId, body)
  return { status: 200, body: { outcome: outcome === 'logged' || outcome === 'repeated' ? outcome : 'ignored' } }
}
