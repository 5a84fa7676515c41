import type { Handler } from '#handlers/handler.ts'
import { noCall } from './no-call.ts'

export const getCall: Handler<'getCall'> = async ({ path, caller }, { store }) => {
  const call = await store.calls.get(caller.tenantId, path.callId)
  if (call === null) throw noCall(path.callId)
  return { status: 200, body: call }
}
