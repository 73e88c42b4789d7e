import { expect, test } from 'vitest';
import type { ErrorCode } from '../../source/domain/app-error.ts';
import { parseRetryAfter } from '../../source/protocol/retry-after.ts';
import { statusMeaning } from '../../source/protocol/status-meaning.ts';
import { errorBody, errorFromAnswer, statusOfCode } from '../../source/protocol/wire-error.ts';
import type { FailedAnswer } from '../../source/protocol/wire-error.ts';

const NOW = Date.UTC(2013, 0, 1);

function answer(status: number, body = '', headers: Record<string, string> = {}): FailedAnswer {
  return { status, body, header: (name) => headers[name] ?? null, now: NOW, path: 'testing/a' };
}

test.each<[number, ErrorCode, string]>([
  [302, 'sign-in', 'sign-in needed'],
  [400, 'permission-denied', 'permission denied'],
  [401, 'sign-in', 'sign-in needed'],
  [402, 'out-of-space', 'out of space'],
  [403, 'sign-in', 'sign-in refused'],
  [404, 'not-found', 'file not found'],
  [405, 'unsupported', 'not possible here'],
  [412, 'changed', 'changed meanwhile'],
  [416, 'changed', 'no such range'],
  [418, 'permission-denied', 'refused'],
  [429, 'busy', 'too many requests'],
  [500, 'server-error', 'internal error'],
  [502, 'busy', 'servers busy'],
  [503, 'busy', 'servers busy'],
  [504, 'busy', 'servers busy'],
  [507, 'out-of-space', 'out of space'],
  [599, 'server-error', 'internal error'],
  [307, 'bad-answer', 'redirected'],
])('status %i is %s, "%s"', (status, code, meaning) => {
  expect(errorFromAnswer(answer(status))).toMatchObject({ code, message: meaning, status, path: 'testing/a' });
  expect(statusMeaning(status)).toBe(meaning);
});

test.each([
  [200, 'OK'],
  [201, 'Created'],
  [206, 'Part of the content'],
])('status %i means %s', (status, meaning) => {
  expect(statusMeaning(status)).toBe(meaning);
});

test('a 500 brings its oops ID and a 503 its Retry-After, as seconds or as a date', () => {
  expect(errorFromAnswer(answer(500, '', { 'x-oops-id': 'OOPS-1' })).oopsId).toBe('OOPS-1');
  expect(errorFromAnswer(answer(503, '', { 'retry-after': '7' })).retryAfter).toBe(7);
  expect(errorFromAnswer(answer(503, '', { 'retry-after': 'Tue, 01 Jan 2013 00:00:30 GMT' })).retryAfter).toBe(30);
  expect(errorFromAnswer(answer(503, '', { 'retry-after': 'Mon, 31 Dec 2012 00:00:30 GMT' })).retryAfter).toBe(0);
  for (const value of ['', 'soon', '-1', '1.5', 'May be later']) expect(parseRetryAfter(value, NOW)).toBeNull();
});

test("the server's own words come after the meaning, on one line, from JSON or plain text, never from HTML", () => {
  expect(errorFromAnswer(answer(400, errorBody('UDFs can not be nested.'))).message).toBe(
    'permission denied: UDFs can not be nested.',
  );
  expect(errorFromAnswer(answer(401, '{"code":"X","message":"No","extra":{}}')).message).toBe('sign-in needed: No');
  expect(errorFromAnswer(answer(401, 'Authorization Required\n')).message).toBe(
    'sign-in needed: Authorization Required',
  );
  for (const body of [
    '<html><body>Bad gateway</body></html>',
    '{"error": "not fo',
    '[]',
    'null',
    '{"error":3}',
    '  ',
  ]) {
    expect(errorFromAnswer(answer(502, body)).message).toBe('servers busy');
  }
  expect(errorFromAnswer(answer(400, errorBody('two\nlines'))).message).toBe('permission denied: two lines');
  expect(errorFromAnswer(answer(400, 'x'.repeat(10_000))).message.length).toBeLessThan(400);
});

test.each<[ErrorCode, number]>([
  ['permission-denied', 400],
  ['invalid-name', 400],
  ['sign-in', 401],
  ['not-found', 404],
  ['busy', 503],
  ['out-of-space', 507],
  ['server-error', 500],
  ['unreachable', 500],
])('our server answers %s with %i', (code, status) => {
  expect(statusOfCode(code)).toBe(status);
});
