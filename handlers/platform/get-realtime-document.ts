import type { Handler } from '#handlers/handler.ts'

export const getRealtimeDocument: Handler<'getRealtimeDocument'> = async (_request, { documents }) => ({
  status: 200,
  body: documents.realtime,
})
