/** Guesses what content is, from a file's name. */
export interface ContentTypes {
  of(name: string): Promise<string> | string;
}

/** The tables behind it are large, and an embedded server should be there at once: they are loaded at the first need. */
export function createContentTypes(): ContentTypes {
  let guess: ((name: string) => string) | null = null;
  const load = async (name: string): Promise<string> => {
    const { contentType } = await import('./content-type.ts');
    guess = contentType;
    return contentType(name);
  };
  return { of: (name) => (guess === null ? load(name) : guess(name)) };
}
