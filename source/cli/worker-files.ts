/** The file of the embedded server's thread: beside this one in the built program, in its floor in the source tree. */
export function serverWorkerFile(): URL {
  const isBuilt = import.meta.url.endsWith('.js');
  return new URL(isBuilt ? './server-worker.js' : '../server/worker.ts', import.meta.url);
}
