import type { Handler } from '#handlers/handler.ts'

export const getOpenApiDocument: Handler<'getOpenApiDocument'> = async (_request, { documents }) => ({
  status: 200,
  body: documents.openapi,
})
