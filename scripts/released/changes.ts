import type { Change } from './change.ts'
import { draftChanges } from './draft-changes.ts'
import { extensionChanges } from './extension-changes.ts'
import { itemsOf } from './items.ts'
import { redoclyChanges } from './redocly-changes.ts'
import { documentNames, type Surface } from './surface.ts'
import { problemFields, settingFields, tableChanges } from './table-changes.ts'

/** Everything that is different between two surfaces, and what it asks of those who use the first. */
export async function changesBetween(root: string, base: Surface, revised: Surface): Promise<Change[]> {
  const documents = await Promise.all(
    documentNames.map(async (name) => {
      const [before, after] = [base.documents[name], revised.documents[name]]
      return [...(await redoclyChanges(root, name, before, after)), ...extensionChanges(name, before, after)]
    }),
  )
  const live = documentNames.flatMap((name) => [...itemsOf(revised.documents[name]).keys()])
  return [
    ...documents.flat(),
    ...tableChanges('problems', base.problems, revised.problems, problemFields),
    ...tableChanges('settings', base.settings, revised.settings, settingFields),
    ...draftChanges(base.drafts, revised.drafts, new Set([...live, ...Object.keys(revised.problems)])),
  ]
}
