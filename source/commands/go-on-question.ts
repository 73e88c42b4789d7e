import type { Layer } from '../state/layers.ts';

/** So many transfers wait that a program was at when it ended. */
export function goOnQuestion(count: number): Layer {
  return {
    type: 'choice',
    title: 'Go on?',
    lines: [
      count === 1
        ? 'A transfer was under way when the program ended.'
        : `${count} transfers were under way when the program ended.`,
    ],
    choices: [
      { label: 'Later, they stay listed', intent: null },
      { label: 'Go on now', intent: { type: 'resume-all' } },
    ],
    chosen: 0,
  };
}
