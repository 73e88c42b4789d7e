import type mimeTypes from 'mime-types';

/** The content type of a file by its name, as `text/plain`. */
export type ContentTypeOf = (path: string) => Promise<string>;

/** Loads its table at the first use: it is large, and most starts never upload. Asking for it anew takes 20 us a file. */
export function createContentTypes(): ContentTypeOf {
  let loading: Promise<typeof mimeTypes> | null = null;
  return async (path) => {
    // Not by name: a bundle gives a module of the old format its default export alone.
    loading ??= import('mime-types').then((module) => module.default);
    return (await loading).lookup(path) || 'application/octet-stream';
  };
}
