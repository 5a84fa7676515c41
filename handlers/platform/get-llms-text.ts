import type { Handler } from '#handlers/handler.ts'

export const getLlmsText: Handler<'getLlmsText'> = async () => ({
  status: 302,
  headers: { location: '/docs/llms.txt' },
})
