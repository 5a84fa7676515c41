import { problems } from '#generated/problems.gen.ts'
import type { Handler } from '#handlers/handler.ts'

export const getProblemType: Handler<'getProblemType'> = async ({ path: { code } }) => ({
  status: 200,
  body: { code, ...problems[code] },
})
