const PLACE = 'invorto.key'
const changed = new EventTarget()

/** The reader's key: in this tab alone, and gone with it. Null where none was given. */
export const readerKey = (): string | null => sessionStorage.getItem(PLACE)

export function keepKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(PLACE)
  else sessionStorage.setItem(PLACE, key)
  changed.dispatchEvent(new Event('change'))
}

export const onKeyChange = (listen: () => void): void => changed.addEventListener('change', listen)

/** The server that is asked: the one that serves these pages, or the usual one where they lie in a folder. */
export const server = (): string => (location.protocol.startsWith('http') ? location.origin : 'http://127.0.0.1:8080')

/** Asks for the key in the dialog that every page has. */
export const askForKey = (): void => document.getElementById('key-button')?.click()
