import { AppError } from '../domain/app-error.ts';
import { isNodeKey } from './node-key.ts';
import { decodeRaw, encodePath, pathFault } from './path-codec.ts';
import { decodePairs, encodePairs, splitTarget } from './target.ts';
import type { Pairs } from './target.ts';

/** The API root's path (protocol §1.1). */
export const API_ROOT = '/api/file_storage/v1';

/**
 * Every address of the wire, once. `{name*}` takes the rest of the path with its slashes, `{name}` one segment. The first
 * template is what a client builds, the others are accepted too; matching tries them from top to bottom (protocol §1.4).
 */
const TEMPLATES = {
  user: ['/api/file_storage/v1'],
  volumes: ['/api/file_storage/v1/volumes'],
  volume: ['/api/file_storage/v1/volumes/~/{path*}'],
  /** What is no volume's path. */
  'no-volume': ['/api/file_storage/v1/volumes/{path*}'],
  'public-files': ['/api/file_storage/v1/public_files'],
  // The documentation's theory is that the content root is the API root, so both are served.
  content: ['/content/~/{path*}', '/api/file_storage/v1/content/~/{path*}'],
  node: ['/api/file_storage/v1/~/{path*}'],
  'content-by-key': ['/content/{key}', '/api/file_storage/v1/content/{key}'],
  account: ['/api/account/'],
  quota: ['/api/quota/'],
  time: ['/api/time'],
  'oauth-ping': ['/oauth/sso-finished-so-get-tokens/'],
  'oauth-ping-email': ['/oauth/sso-finished-so-get-tokens/{email}'],
  'oauth-request': ['/oauth/request/'],
  'oauth-authorize': ['/oauth/authorize/'],
  'oauth-access': ['/oauth/access/'],
  'sso1-authentications': ['/api/1.0/authentications'],
  'sso1-accounts': ['/api/1.0/accounts'],
  'sso2-tokens': ['/api/v2/tokens/oauth'],
  'sso2-token': ['/api/v2/tokens/oauth/{key}'],
  'sso2-password': ['/api/v2/tokens/password'],
  'sso2-accounts': ['/api/v2/accounts'],
  'sso2-account': ['/api/v2/accounts/{openid}'],
  /** `/<22 characters>`: a public link for anyone, or a node key for its owner; the shapes overlap (protocol §1.1). */
  'by-id': ['/{id}'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

/** The same taken apart once: every request is held against them. */
const PATTERNS = Object.entries(TEMPLATES).flatMap(([name, templates]) =>
  templates.map((template) => ({ name, template: splitTemplate(template) })),
);

type Templates = typeof TEMPLATES;
export type RouteName = keyof Templates;

type ParameterOf<T extends string> = T extends `${string}{${infer P}*}`
  ? P
  : T extends `${string}{${infer P}}`
    ? P
    : never;

type RouteOf<N extends RouteName> = { readonly name: N } & Readonly<Record<ParameterOf<Templates[N][0]>, string>>;

/**
 * Where a request goes. `path` of a volume is without `~/` (`one/two`), of a node and of content with the volume first
 * (`one/two/docs/a.txt`), both decoded and without slashes at their ends.
 */
export type Route = { readonly [N in RouteName]: RouteOf<N> }[RouteName];

/** What a request target is: a route with its query, or the status and words to refuse it with. */
export type RouteMatch =
  | { readonly ok: true; readonly route: Route; readonly query: Pairs }
  | { readonly ok: false; readonly status: 400 | 404; readonly message: string };

/**
 * The escaped path of a route, with a query where pairs are given, to be put after a base URL. Rejects names that no
 * cloud takes with `invalid-name`.
 */
export function buildRoute(route: Route, query: Pairs = []): string {
  const [template] = TEMPLATES[route.name];
  const { parameter, takesRest, ...parts } = splitTemplate(template);
  // The slash at the end of a fixed address is part of what a client sends.
  const prefix = parameter === null ? template : parts.prefix;
  const value = parameter === null ? '' : (new Map(Object.entries(route)).get(parameter) ?? '');
  const fault = parameter === null ? null : pathFault(value);
  if (fault !== null || (!takesRest && value.includes('/')))
    throw new AppError('invalid-name', fault ?? 'A name holds a slash', { path: value });
  const path = prefix + encodePath(value);
  return query.length === 0 ? path : `${path}?${encodePairs(query)}`;
}

/**
 * The path of a URL from a `content_path` that the cloud gave (raw Unicode, protocol §1.2), to be put after the content
 * base.
 */
export function buildContentPath(contentPath: string): string {
  return encodePath(contentPath);
}

/**
 * Finds the route of a raw request target (origin or absolute form, one character a byte) by the rules of protocol §1.4:
 * decoded once as UTF-8, `%2F` being an ordinary separator, slashes at the end dropped, nothing else collapsed.
 */
export function matchRoute(target: string): RouteMatch {
  const { path, query } = splitTarget(target);
  const decoded = decodeRaw(path);
  if (decoded === null) return { ok: false, status: 400, message: 'The path is not UTF-8' };
  const trimmed = dropSlashes(decoded);
  for (const { name, template } of PATTERNS) {
    const parameters = matchTemplate(template, trimmed);
    if (parameters === null) continue;
    const fault = pathFault(Object.values(parameters)[0] ?? 'fixed');
    if (fault !== null) return { ok: false, status: 400, message: fault };
    return { ok: true, route: { name, ...parameters } as Route, query: decodePairs(query) };
  }
  const fault = pathFault(trimmed.split('/').filter(Boolean).join('/') || 'root');
  return fault === null ? { ok: false, status: 404, message: 'not found' } : { ok: false, status: 400, message: fault };
}

interface TemplateParts {
  readonly prefix: string;
  readonly parameter: string | null;
  readonly takesRest: boolean;
  /** True where nothing but a node key will do. */
  readonly isKey: boolean;
}

function splitTemplate(template: string): TemplateParts {
  const [prefix = '', inner] = template.split(/[{}]/);
  if (inner === undefined) return { prefix: dropSlashes(template), parameter: null, takesRest: false, isKey: false };
  const isKey = template === '/{id}' || template.endsWith('/content/{key}');
  return { prefix, parameter: inner.replace('*', ''), takesRest: inner.endsWith('*'), isKey };
}

/** The parameters of a decoded path without slashes at its end; null when the template is not its. */
function matchTemplate(template: TemplateParts, path: string): Record<string, string> | null {
  const { prefix, parameter, takesRest, isKey } = template;
  if (parameter === null) return path === prefix ? {} : null;
  if (!path.startsWith(prefix)) return null;
  const value = path.slice(prefix.length);
  if (value === '' || (!takesRest && value.includes('/'))) return null;
  return isKey && !isNodeKey(value) ? null : { [parameter]: value };
}

/** The path without slashes at its end; by hand, since a pattern would take quadratic time over hostile targets. */
function dropSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
