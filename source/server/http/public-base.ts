import type { Call } from './call.ts';

/** What public identifiers are appended to. */
export function publicBase({ context, origins }: Pick<Call, 'context' | 'origins'>): string {
  return (context.settings.publicUrl ?? origins[0]).replace(/\/+$/, '');
}
