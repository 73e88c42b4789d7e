import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { PASSWORD, send } from '../helpers.ts';
import type { TestAnswer } from '../helpers.ts';

/** A browser without scripts: keeps cookies, fills in forms, follows one redirect when asked to. */
export interface TestVisitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** Sends a form with this browser's token, or with another one where it is given. */
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** Sends a form and answers the page it leads to. */
  act(path: string, fields?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** Uploads files by the form of a folder and answers the page it leads to. */
  upload(
    folder: string,
    files: Readonly<Record<string, string>>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** Sends raw bytes as the browser would. */
  raw(
    verb: string,
    path: string,
    body: string | Uint8Array | Readable,
    headers: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** The token of the forms on the last page. */
  token(): string;
  signIn(email?: string, fields?: Readonly<Record<string, string>>): Promise<TestAnswer>;
}

export function createVisitor(origin: string, always: Readonly<Record<string, string>> = {}): TestVisitor {
  const cookies = new Map<string, string>();
  let token = '';
  const raw: TestVisitor['raw'] = async (verb, path, body, headers) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(origin, verb, path, {
      body,
      headers: { ...always, ...(cookie === '' ? {} : { cookie }), ...headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    token = /name="token" value="([^"]+)"/.exec(answer.text)?.[1] ?? token;
    return answer;
  };
  const get: TestVisitor['get'] = (path, headers = {}) => raw('GET', path, '', headers);
  const post: TestVisitor['post'] = (path, fields = {}, headers = {}) =>
    raw('POST', path, new URLSearchParams({ token, ...fields }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  const follow = async (answer: TestAnswer) => {
    if (answer.status !== 303) throw new Error(`no redirect: ${answer.status} ${answer.text}`);
    return await get(String(answer.headers.location).replace(/#.*/, ''));
  };
  return {
    cookies,
    get,
    post,
    raw,
    token: () => token,
    act: async (path, fields) => await follow(await post(path, fields)),
    upload: async (folder, files, fields = {}) => {
      const { body, type } = multipart({ token, ...fields }, files);
      return await follow(await raw('POST', `/files/upload/~/${folder}`, body, { 'content-type': type }));
    },
    signIn: async (email = 'ted@example.org', fields = {}) => {
      await get('/files/sign-in');
      const answer = await post('/files/sign-in', { email, password: PASSWORD, otp: '', ...fields });
      return answer.status === 303 ? await follow(answer) : answer;
    },
  };
}

/** A form with files as browsers write it (HTML standard, multipart form data). */
export function multipart(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): { body: Buffer; type: string } {
  const boundary = `----${randomUUID()}`;
  const escape = (name: string) => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const parts = [
    ...Object.entries(fields).map(([name, value]) => `name="${name}"\r\n\r\n${value}`),
    ...Object.entries(files).map(
      ([name, content]) => `name="file"; filename="${escape(name)}"\r\nContent-Type: text/plain\r\n\r\n${content}`,
    ),
  ];
  const text = parts.map((part) => `--${boundary}\r\nContent-Disposition: form-data; ${part}\r\n`).join('');
  return { body: Buffer.from(`${text}--${boundary}--\r\n`), type: `multipart/form-data; boundary=${boundary}` };
}

/** Text as a page shows it, to look for in its HTML. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('&#38;', '&amp;')
    .replaceAll('&#60;', '&lt;')
    .replaceAll('&#62;', '&gt;')
    .replaceAll('&#34;', '&quot;');
}
