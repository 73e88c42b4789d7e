import type { Answer } from '../../http/call.ts';
import { html } from '../html.ts';
import { pageAnswer } from '../page-answer.ts';

/**
 * Loads the same address once more. A browser that was sent here by another site leaves its cookies out, and brings them
 * when the page sends it.
 */
export function comeAgainAnswer(): Answer {
  return pageAnswer(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="refresh" content="0" />
          <title>u1file</title>
        </head>
        <body></body>
      </html>`,
  );
}
