import type { EnvelopeLivekit, EventContent, EventData, EventType } from '#generated/events.gen.ts'
import type { LiveKitEvent, LiveKitParticipant, LiveKitTrack } from '#generated/openapi.gen.ts'

type LivekitType = Extract<EventType, `livekit.${string}`>
type Sealed<T extends EventType> = T extends keyof EventContent ? { readonly content: EventContent[T] } : object

/** What happened in a LiveKit room, as the log of its call says it (OBS-00 3.2). */
export type RoomHappening = {
  [T in LivekitType]: {
    readonly type: T
    readonly livekit: EnvelopeLivekit
    readonly data: EventData[T]
  } & Sealed<T>
}[LivekitType]

export const livekitTypes = [
  'livekit.room.created',
  'livekit.participant.joined',
  'livekit.participant.left',
  'livekit.track.published',
  'livekit.track.unpublished',
] as const satisfies readonly LivekitType[]

const MAX_TOLD_METADATA = 4_096
const CALL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const REASON = /^[a-z][a-z_]*$/

const kinds: ReadonlyMap<string, EventData['livekit.participant.joined']['participant_kind']> = new Map([
  ['STANDARD', 'standard'],
  ['INGRESS', 'ingress'],
  ['EGRESS', 'egress'],
  ['SIP', 'sip'],
  ['AGENT', 'agent'],
])
const carried: ReadonlyMap<string, EventData['livekit.track.published']['kind']> = new Map([
  ['AUDIO', 'audio'],
  ['VIDEO', 'video'],
  ['DATA', 'data'],
])
const sources: ReadonlyMap<string, EventData['livekit.track.published']['source']> = new Map([
  ['MICROPHONE', 'microphone'],
  ['CAMERA', 'camera'],
  ['SCREEN_SHARE', 'screen_share'],
  ['SCREEN_SHARE_AUDIO', 'other'],
])

/** The call that the room is of: `session_id` of its metadata where there is one, else its name; null where neither can be a call's. */
export function callOfRoom({ room }: LiveKitEvent): string | null {
  const named = sessionIn(room?.metadata) ?? room?.name
  return named !== undefined && CALL.test(named) ? named : null
}

function sessionIn(metadata = ''): string | undefined {
  if (!metadata.startsWith('{') || metadata.length > MAX_TOLD_METADATA) return undefined
  try {
    const { session_id: session } = JSON.parse(metadata) as { session_id?: unknown }
    return typeof session === 'string' ? session : undefined
  } catch {
    return undefined
  }
}

/** What goes to the log; null of a kind that does not, and where what the kind needs is not there. */
export function roomHappening({ id, event, room, participant, track }: LiveKitEvent): RoomHappening | null {
  if (room?.sid === undefined) return null
  const data = { event_id: id }
  const livekit = { room: room.sid }
  if (event === 'room_started') return { type: 'livekit.room.created', livekit, data }
  if (participant?.sid === undefined) return null
  const within = { ...livekit, participant: participant.sid }
  switch (event) {
    case 'participant_joined': {
      const type = 'livekit.participant.joined'
      return { type, livekit: within, data: { ...data, ...kindOf(participant) }, content: whoIs(participant) }
    }
    case 'participant_left':
    case 'participant_connection_aborted': {
      const type = 'livekit.participant.left'
      return { type, livekit: within, data: { ...data, ...reasonOf(event, participant) }, content: whoIs(participant) }
    }
    case 'track_published':
    case 'track_unpublished': {
      const type = event === 'track_published' ? 'livekit.track.published' : 'livekit.track.unpublished'
      const kind = carried.get(track?.type ?? 'AUDIO')
      if (track?.sid === undefined || kind === undefined) return null
      return { type, livekit: { ...within, track: track.sid }, data: { ...data, kind, ...sourceOf(track) } }
    }
    default:
      return null
  }
}

const whoIs = ({ identity = '', name }: LiveKitParticipant): EventContent['livekit.participant.joined'] => ({
  identity,
  ...(name !== undefined && { name }),
})

/** What has its default is left out by LiveKit (protojson): a standard participant has no kind, an audio track no type. */
function kindOf({ kind = 'STANDARD' }: LiveKitParticipant) {
  const participant_kind = kinds.get(kind)
  return participant_kind === undefined ? {} : { participant_kind }
}

function reasonOf(event: string, { disconnectReason }: LiveKitParticipant) {
  if (event === 'participant_connection_aborted') return { reason: 'connection_aborted' }
  const reason = disconnectReason?.toLowerCase()
  return reason === undefined || !REASON.test(reason) ? {} : { reason }
}

function sourceOf({ source: named = '' }: LiveKitTrack) {
  const source = sources.get(named)
  return source === undefined ? {} : { source }
}
