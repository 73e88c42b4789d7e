/** Guesses what content is, from a file's name. */
export interface ContentTypes {
  of(name: string): Promise<string> | string;
}

const UNKNOWN = 'application/octet-stream';
/** So many endings are remembered; anybody may invent more. */
const MOST_KNOWN = 1000;

/** The tables behind it are large, and an embedded server should be there at once: they are loaded at the first need. */
export function createContentTypes(): ContentTypes {
  const known = new Map<string, string>();
  const lookUp = async (extension: string): Promise<string> => {
    const { contentType } = await import('./content-type.ts');
    const type = contentType(extension);
    if (known.size < MOST_KNOWN) known.set(extension, type);
    return type;
  };
  return {
    of: (name) => {
      const dot = name.lastIndexOf('.');
      if (dot < 0) return UNKNOWN;
      const extension = name.slice(dot);
      return known.get(extension) ?? lookUp(extension);
    },
  };
}
