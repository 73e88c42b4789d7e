import { isAppError } from '../../../domain/app-error.ts';
import { readObject } from '../body.ts';
import type { Call } from '../call.ts';
import type { Faults } from './sso2-answers.ts';

/** The strings of a JSON body: those that must be there, and those that may. */
export interface FieldNames<R extends string, O extends string> {
  readonly required: readonly R[];
  readonly optional: readonly O[];
}

export type Fields<R extends string, O extends string> = Readonly<Record<R, string> & Record<O, string | null>>;

/** Reads them; `fields` is null when something is missing or odd, and `faults` says what. */
export async function readFields<R extends string, O extends string>(
  call: Call,
  { required, optional }: FieldNames<R, O>,
): Promise<{ fields: Fields<R, O> | null; faults: Faults }> {
  const body = await readBody(call);
  const faults: Record<string, string[]> = {};
  const fields: Record<string, string | null> = {};
  for (const name of [...required, ...optional]) {
    const value = body[name] ?? null;
    fields[name] = typeof value === 'string' && value.trim() !== '' ? value : null;
    const mayBeMissing = (value === null || value === '') && (optional as readonly string[]).includes(name);
    if (fields[name] === null && !mayBeMissing)
      faults[name] = [value === null ? 'Field required' : 'This field must be a string that is not empty'];
  }
  return { fields: Object.keys(faults).length > 0 ? null : (fields as Fields<R, O>), faults };
}

/** A body that is no JSON object has none of the fields. */
async function readBody(call: Call): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await readObject(call);
  } catch (error) {
    if (isAppError(error)) return {};
    throw error;
  }
}
