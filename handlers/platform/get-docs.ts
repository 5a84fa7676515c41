import type { Handler } from '#handlers/handler.ts'

/** The pages link each other by name, so the first one has to have an address among them. */
export const getDocs: Handler<'getDocs'> = async () => ({ status: 302, headers: { location: '/docs/index.html' } })
