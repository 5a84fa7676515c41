import type { Handler } from '#handlers/handler.ts'

export const getEventsDocument: Handler<'getEventsDocument'> = async (_request, { documents }) => ({
  status: 200,
  body: documents.events,
})
