import type { ServerMessage } from '#generated/realtime.gen.ts'

/** What a client says that comes back to its call, of the messages that it got on the socket that was lost. */
export function resumption(messages: readonly ServerMessage[]): { t: 'resume'; token: string; lastSeq: number } {
  const connected = messages.find((message) => message.t === 'connected')
  const last = messages.findLast((message) => 'seq' in message && message.seq !== undefined)
  return {
    t: 'resume',
    token: connected?.resumeToken ?? 'none',
    lastSeq: last !== undefined && 'seq' in last ? (last.seq ?? 0) : 0,
  }
}
