import { type RoomEventPorts, RoomEvents } from '#runtime/sessions/livekit/room-events.ts'
import { RoomInbox, type RoomInboxPorts } from '#runtime/sessions/livekit/room-inbox.ts'

/** Takes what LiveKit servers tell of rooms, and brings it into the logs of calls until it is stopped. */
export function openRooms(
  ports: RoomInboxPorts & Pick<RoomEventPorts, 'metrics'>,
  started: (stop: () => Promise<void>) => void,
): RoomEvents {
  const inbox = new RoomInbox(ports)
  started(() => inbox.stop())
  inbox.wake()
  return new RoomEvents({ ...ports, inbox })
}
