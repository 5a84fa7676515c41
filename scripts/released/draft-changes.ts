import type { Draft, DraftRegister } from '../emit/drafts.ts'
import type { Change } from './change.ts'

/** What changed of names, codes and required fields that were reviewed; `live` holds what a draft may have become. */
export function draftChanges(before: DraftRegister, after: DraftRegister, live: ReadonlySet<string>): Change[] {
  return Object.entries(before).flatMap(([name, draft]) => {
    const now = after[name]
    const change = (message: string): Change[] => [
      { surface: 'drafts', items: [name], impact: 'none', message, pointer: '' },
    ]
    if (now === undefined) {
      return live.has(name.replace(/^[a-z]+\./, '')) ? [] : change(`The draft \`${name}\` (${draft.at}) is gone.`)
    }
    const differences = [
      ...(now.at === draft.at ? [] : [`is now ${now.at}, not ${draft.at}`]),
      ...listed('lost the status', draft.statuses, now.statuses),
      ...listed('requires no longer', draft.required, now.required),
      ...listed('requires now', now.required, draft.required),
    ]
    return differences.length === 0 ? [] : change(`The draft \`${name}\` ${differences.join('; it ')}.`)
  })
}

function listed(words: string, from: Draft['statuses'] | Draft['required'], without: readonly unknown[]): string[] {
  const gone = from.filter((item) => !without.includes(item))
  return gone.length === 0 ? [] : [`${words} ${gone.join(', ')}`]
}
