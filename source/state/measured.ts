/** What lies below a folder, as far as it was counted. */
export interface Measured {
  /** Bytes of the files. */
  readonly bytes: number;
  readonly files: number;
  /** False while it is being counted, and where some folders could not be read: it is at least this. */
  readonly isWhole: boolean;
}

/** The measures with this one in its place. */
export function withMeasured(
  measures: ReadonlyMap<string, Measured>,
  name: string,
  measured: Measured,
): ReadonlyMap<string, Measured> {
  return new Map([...measures, [name, measured]]);
}
