/** The file of the embedded server's thread: beside this one in the built program, in its floor in the source tree. */
export function serverWorkerFile(): URL {
  return workerFile('./server-worker.js', '../server/worker.ts');
}

/** The file of the thread that does the network and the copying. */
export function engineWorkerFile(): URL {
  return workerFile('./engine-worker.js', './engine-worker.ts');
}

/** The file of the threads that answer requests of `serve`. */
export function frontThreadFile(): URL {
  return workerFile('./front-thread.js', '../server/threads/front-thread.ts');
}

/** The file of the thread that decodes a picture. */
export function pictureWorkerFile(): URL {
  return workerFile('./picture-worker.js', '../viewing/picture/picture-worker.ts');
}

function workerFile(built: string, source: string): URL {
  return new URL(import.meta.url.endsWith('.js') ? built : source, import.meta.url);
}
