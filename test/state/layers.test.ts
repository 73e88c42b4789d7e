import { expect, test } from 'vitest';
import type { Layer } from '../../source/state/layers.ts';
import { reduceLayers } from '../../source/state/reduce-layers.ts';

const QUESTION: Layer = { type: 'choice', title: 'Go on?', lines: [], choices: [], chosen: 0 };
const OPEN: Layer = { type: 'requests', cursor: 0 };

test('a question that opens by itself waits below what is open, whose keys it would take', () => {
  expect(reduceLayers([OPEN], { type: 'layer/offered', layer: QUESTION })).toEqual([QUESTION, OPEN]);
  expect(reduceLayers([], { type: 'layer/offered', layer: QUESTION })).toEqual([QUESTION]);
});
