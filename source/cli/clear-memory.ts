/** Has the collector give back all it can. It holds this thread for some hundredths of a second, more where it has much. */
export async function clearMemory(): Promise<void> {
  // Loaded now: no start waits for it.
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([import('node:v8'), import('node:vm')]);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort' });
}
