import type { Handler } from '#handlers/handler.ts'

export const getSigningKeys: Handler<'getSigningKeys'> = async (_request, { tokens }) => ({
  status: 200,
  body: { keys: [...tokens.ownKeys] },
})
