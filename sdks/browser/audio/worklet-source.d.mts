/** `worklet.ts` in one piece, as text; made when this is bundled (`scripts/sdks/made-modules.ts`). */
declare const source: string
export default source
