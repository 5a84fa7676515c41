import type { Handler } from '#handlers/handler.ts'

export const getDocs: Handler<'getDocs'> = async (_request, { documents }) => ({ status: 200, body: documents.docs })
