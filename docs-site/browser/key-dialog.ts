import { byId } from './elements.ts'
import { keepKey, readerKey, server } from './reader-key.ts'

/** The dialog that takes the reader's key. */
export function setUpKeyDialog(): void {
  const dialog = byId<HTMLDialogElement>('key-dialog')
  const field = byId<HTMLInputElement>('key-field')
  const button = byId<HTMLButtonElement>('key-button')
  const show = (): void => {
    const kept = readerKey() !== null
    button.dataset.kept = String(kept)
    byId('key-state').textContent = kept ? 'Key kept' : 'Key'
    button.setAttribute('aria-label', kept ? 'Your key is kept in this tab' : 'Give your key')
  }
  byId('key-server').textContent = server()
  button.addEventListener('click', () => {
    field.value = readerKey() ?? ''
    dialog.showModal()
    field.focus()
  })
  dialog.addEventListener('close', () => {
    const key = field.value.trim()
    if (dialog.returnValue === 'save') keepKey(key === '' ? null : key)
    if (dialog.returnValue === 'forget') keepKey(null)
    field.value = ''
    dialog.returnValue = ''
    show()
  })
  show()
}
