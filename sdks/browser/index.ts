export {
  type CallListener,
  CallSocket,
  type CallSocketOptions,
  type Closed,
  type Credentials,
  handle,
} from './call-socket.ts'
export {
  type ClientMessage,
  type CloseCode,
  closeCodes,
  RealtimeSender,
  type ServerMessage,
  type UnknownMessage,
} from './generated/realtime.gen.ts'
export {
  type CallCredentials,
  CallRefusedError,
  type CallStart,
  RealtimeClient,
  type RealtimeClientOptions,
  type RealtimeEvents,
} from './realtime-client.ts'
