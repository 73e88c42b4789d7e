import { AppError } from '../../../domain/app-error.ts';

/**
 * The addresses that a URL with several hosts stands for, in its order: `postgres://user:secret@one:5432,two:5433/files`
 * is a primary and its standbys, as PostgreSQL's own programs write it. Rejects with `usage` what is no such URL.
 */
export function splitHosts(url: string): string[] {
  const match = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]+)([/?#].*)?$/.exec(url);
  const urls = (match?.[2] ?? '').split(',').map((host) => `${match?.[1]}${host}${match?.[3] ?? ''}`);
  if (match === null || !urls.every((each) => URL.canParse(each)))
    throw new AppError('usage', 'That is no address of a PostgreSQL database.', {
      hint: 'For example postgres://user:password@host:5432/database',
    });
  return urls;
}
