import type { Handler } from '#handlers/handler.ts'

export const getFrontPage: Handler<'getFrontPage'> = async (_request, { documents }) => ({
  status: 200,
  body: documents.docs,
})
