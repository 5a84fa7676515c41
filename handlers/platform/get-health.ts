import type { Handler } from '#handlers/handler.ts'

export const getHealth: Handler<'getHealth'> = async (_request, { documents }) => ({
  status: 200,
  body: { status: 'ok', version: documents.version },
})
