import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import { decodeNode, decodeNodeQuickly } from '../../protocol/resources.ts';
import type { StreamAnswer } from '../http/wire-request.ts';
import { isPassing } from '../retry.ts';
import { createChildrenScanner } from './children-scanner.ts';
import { nodeEntry } from './entries.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { FilesApi } from './files-api.ts';

/** Rows of the second batch at least; each next one may be twice as long, since whoever draws them has some already. */
const SECOND_BATCH = 250;
const LONGEST_BATCH = 4000;
/** How often a listing that broke off is asked for again without a new row gained. */
const MAX_BREAKS = 3;
/** Milliseconds of work in one go, before keys and timers have their turn. */
const LONGEST_WORK = 5;

/**
 * The rows of a folder while its listing arrives: the first ones at once, then in growing batches. A listing that breaks
 * off is asked for again, and what was given before is left out.
 */
export async function* listChildren(
  api: FilesApi,
  path: string,
  options: CallOptions,
): AsyncGenerator<readonly Entry[], void, undefined> {
  const given = new Set<string>();
  for (let breaks = 0; ; breaks += 1) {
    const before = given.size;
    // Outside of the try: the client has tried as often as it is worth already.
    const answer = await openListing(api, path, options);
    try {
      for await (const entries of inBatches(rowsOf(answer, path))) {
        options.signal?.throwIfAborted();
        const fresh = breaks === 0 ? entries : entries.filter(({ name }) => !given.has(name));
        for (const { name } of fresh) given.add(name);
        if (fresh.length > 0) yield fresh;
      }
      return;
    } catch (error) {
      if (given.size > before) breaks = 0;
      if (!isAppError(error) || !isPassing(error) || breaks >= MAX_BREAKS) throw error;
    }
  }
}

async function openListing(api: FilesApi, path: string, options: CallOptions): Promise<StreamAnswer> {
  const { signal } = options;
  return api.listing(path, options).catch(async (error: unknown) => {
    throw await explainRefusal(error, { api, path, wanted: 'directory', signal });
  });
}

/** The rows as they come off the line. */
async function* rowsOf(answer: StreamAnswer, path: string): AsyncGenerator<Entry[], void, undefined> {
  try {
    const scanner = createChildrenScanner();
    let turn = performance.now();
    for await (const chunk of answer.body) {
      const nodes = scanner.push(chunk);
      if (nodes.length > 0) yield nodes.map((node) => nodeEntry(decodeNodeQuickly(node)));
      if (performance.now() - turn < LONGEST_WORK) continue;
      await nextTurn();
      turn = performance.now();
    }
    checkFolder(scanner.end(), path);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'bad-answer') throw error;
    const { message, hint, cause } = error;
    throw new AppError('bad-answer', message, {
      status: answer.status,
      path,
      cause,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** What is left of the answer without the children is the folder itself. */
function checkFolder(rest: unknown, path: string): void {
  if (decodeNode(rest).kind === 'file') throw new AppError('not-a-folder', 'It is a file, not a folder', { path });
}

async function* inBatches(pieces: AsyncIterable<Entry[]>): AsyncGenerator<Entry[], void, undefined> {
  let batch: Entry[] = [];
  let wanted = 1;
  for await (const piece of pieces) {
    batch = batch.length === 0 ? piece : [...batch, ...piece];
    if (batch.length < wanted) continue;
    yield batch;
    batch = [];
    wanted = Math.min(LONGEST_BATCH, Math.max(SECOND_BATCH, wanted * 2));
  }
  if (batch.length > 0) yield batch;
}
