import type { Handler } from '#handlers/handler.ts'

export const getFrontPage: Handler<'getFrontPage'> = async () => ({
  status: 302,
  headers: { location: '/docs/index.html' },
})
