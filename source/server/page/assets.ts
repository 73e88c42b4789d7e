import { hash } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import type { Answer } from '../http/call.ts';
import { HOME } from './addresses.ts';
import { ICON } from './assets/icon.ts';
import { SCRIPT } from './assets/script.ts';
import { STYLE } from './assets/style.ts';
import { GUARDS } from './page-answer.ts';
import type { PageCall } from './page-call.ts';

interface Asset {
  /** Another with every content, so that browsers may keep it for ever. */
  readonly address: string;
  readonly type: string;
  readonly content: string;
}

/** What the page loads besides itself. */
export const ASSETS = {
  style: asset('page.css', 'text/css; charset=utf-8', STYLE),
  script: asset('page.js', 'text/javascript; charset=utf-8', SCRIPT),
  icon: asset('icon.svg', 'image/svg+xml', ICON),
} as const;

function asset(name: string, type: string, content: string): Asset {
  return { address: `${HOME}assets/${hash('sha256', content).slice(0, 16)}/${name}`, type, content };
}

/** Serves one; `head` is its address below `/files/`. */
export function assetAnswer({ method }: PageCall, head: string): Answer {
  const found = Object.values(ASSETS).find(({ address }) => address === HOME + head);
  if (found === undefined || (method !== 'GET' && method !== 'HEAD'))
    throw new AppError('not-found', 'There is no such file.');
  const body = Buffer.from(found.content);
  const headers = { 'Content-Type': found.type, 'Content-Length': body.byteLength };
  return {
    status: 200,
    headers: { ...GUARDS, ...headers, 'Cache-Control': 'public, max-age=31536000, immutable' },
    body,
  };
}
