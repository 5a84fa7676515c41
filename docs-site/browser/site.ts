import { addCopyButton } from './code-copy.ts'
import { setUpDrawer } from './drawer.ts'
import { setUpKeyDialog } from './key-dialog.ts'
import { followReading, showPlace } from './places.ts'
import { setUpSearch } from './search.ts'

// What every page has.
const { index = '' } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {}
setUpDrawer()
setUpSearch(index)
setUpKeyDialog()
for (const figure of document.querySelectorAll<HTMLElement>('figure.code')) addCopyButton(figure)
showPlace()
followReading()
addEventListener('hashchange', showPlace)
if (location.protocol.startsWith('http')) void navigator.serviceWorker?.register('offline.js').catch(() => undefined)
