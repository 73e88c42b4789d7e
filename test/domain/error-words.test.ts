import { describe, expect, it } from 'vitest';
import { errorWords } from '../../source/domain/error-words.ts';

describe('an error in words', () => {
  it.each(['x', 'volume', 'The volume', 'file', '404'])('tells the path it is about, also one such as "%s"', (path) => {
    const message = 'file not found: The volume does not exist.';
    expect(errorWords({ message, path, status: 404 })).toBe(`${path}: ${message} (404)`);
  });

  it('tells it once', () => {
    expect(errorWords({ message: '/home/ted/a is a file', path: '/home/ted/a' })).toBe('/home/ted/a is a file');
    expect(errorWords({ message: 'a is a volume', path: 'a' })).toBe('a is a volume');
  });
});
