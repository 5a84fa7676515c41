import type { Handler } from '#handlers/handler.ts'

export const getPayloadSchema: Handler<'getPayloadSchema'> = async ({ path: { schemaFile } }, { documents }) => ({
  status: 200,
  body: documents.payloadSchemas[schemaFile],
})
