import type { Handler } from '#handlers/handler.ts'

export const listSecrets: Handler<'listSecrets'> = async ({ caller }, { store }) => ({
  status: 200,
  body: { data: await store.secrets.list(caller.tenantId), nextCursor: null },
})
