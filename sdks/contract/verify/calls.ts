import { RealtimeClient } from '../../browser/realtime-client.ts'

/** Begins the call and hangs up at once: a call's row, its first events and its artifacts, in a moment. */
export async function shortCall(url: string, key: string, callId: string, agentId: string): Promise<void> {
  const call = await liveCall(url, key, callId, agentId)
  await call.hangUp()
}

/** A call that goes on until somebody closes it. */
export async function liveCall(url: string, key: string, callId: string, agentId: string): Promise<RealtimeClient> {
  const call = new RealtimeClient({ url, reconnectForMs: 0 })
  await call.connect(callId, agentId, key)
  return call
}
