import * as fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { mountScreen, type MountedScreen } from '../../source/cli/mount.tsx';
import { createRegistry } from '../../source/commands/registry.ts';
import type { ScreenSize } from '../../source/state/app-state.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import type { AppStore } from '../../source/ui/store-context.tsx';
import { FRAME_TIME, openFrameScreen } from '../helpers/frames.tsx';
import { cellsOf, rowsOf, TerminalSink } from '../helpers/screen.ts';

const CAPABILITIES = detectCapabilities({ env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' } });
const FIRST: ScreenSize = { columns: 120, rows: 40 };
const SMALL: ScreenSize = { columns: 80, rows: 24 };
const LARGE: ScreenSize = { columns: 200, rows: 60 };
const SIZES: readonly ScreenSize[] = [
  FIRST,
  SMALL,
  LARGE,
  { columns: 79, rows: 24 },
  { columns: 40, rows: 12 },
  { columns: 30, rows: 8 },
  { columns: 81, rows: 13 },
];
const KEYS = ['down', 'up', 'end', 'tab', 'insert', 'f1', 'f7', 'esc'] as const;

/** A size that the terminal takes, a key, or turns of the event loop that pass, some milliseconds each. */
type Step = { readonly size: ScreenSize } | { readonly key: (typeof KEYS)[number] } | { readonly turns: number };

/** Ink asks whether it writes to a terminal, and a terminal's line makes CR LF of each LF. */
class InkSink extends TerminalSink {
  readonly isTTY = true;

  override write(data: string, taken?: () => void): boolean {
    return super.write(data.replaceAll('\n', '\r\n'), taken);
  }
}

/** A keyboard on which nobody types. */
class SilentInput extends PassThrough {
  ref(): void {}
  unref(): void {}
}

function mountOn(sink: InkSink, store: AppStore, hasCells: boolean): MountedScreen {
  return mountScreen({
    app: { store, registry: createRegistry(), clock: () => FRAME_TIME, colors: 'true' },
    stdin: new SilentInput() as unknown as NodeJS.ReadStream,
    stdout: sink as unknown as NodeJS.WriteStream,
    capabilities: CAPABILITIES,
    hasMouse: false,
    hasCells,
    asksBackground: false,
    onEvents: () => undefined,
    onBackground: () => undefined,
    onResize: (size) => store.dispatch({ type: 'resized', size }),
  });
}

/** Does the steps, and waits until the terminal shows what one shows that was of this size from the beginning. */
async function expectWhole(script: readonly Step[], hasCells: boolean, known: ScreenSize = FIRST): Promise<void> {
  const { store, press } = openFrameScreen(known);
  const sink = new InkSink(FIRST.columns, FIRST.rows);
  const mounted = mountOn(sink, store, hasCells);
  for (const step of script) {
    if ('key' in step) press(step.key);
    else if ('turns' in step) await new Promise((resolve) => setTimeout(resolve, step.turns));
    else sink.resize(step.size.columns, step.size.rows);
  }
  expect(store.getState().size).toEqual({ columns: sink.columns, rows: sink.rows });
  const fresh = new InkSink(sink.columns, sink.rows);
  const second = mountOn(fresh, store, hasCells);
  try {
    await expect.poll(() => differingRows(sink, fresh), { timeout: 5000, interval: 5 }).toEqual([]);
  } finally {
    mounted.unmount();
    second.unmount();
    await Promise.all([mounted.ended, second.ended]);
  }
}

function differingRows(one: InkSink, other: InkSink): readonly string[] {
  const wanted = cellsOf(other.terminal).map((cells) => JSON.stringify(cells));
  const rows = rowsOf(one.terminal);
  return cellsOf(one.terminal).flatMap((cells, row) =>
    JSON.stringify(cells) === wanted[row] ? [] : [rows[row] ?? ''],
  );
}

const step = fc.oneof(
  fc.record({ size: fc.constantFrom(...SIZES) }),
  fc.record({ key: fc.constantFrom(...KEYS) }),
  fc.record({ turns: fc.nat(12) }),
);

/** A larger size comes before the picture for the smaller one is drawn. */
const QUICK: Step[] = [{ size: SMALL }, { turns: 0 }, { size: LARGE }];
const QUICKEST: Step[] = [{ key: 'f1' }, { size: SMALL }, { size: LARGE }, { key: 'esc' }];

describe('after sizes that follow each other quickly', () => {
  it.each([true, false])(
    'the screen is that of the last one (cell layer: %s)',
    async (hasCells) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (script) => expectWhole(script, hasCells)),
        { numRuns: 10, examples: [[QUICK], [QUICKEST]] },
      );
    },
    120_000,
  );

  it.each([true, false])('or that of before the screen was there (cell layer: %s)', async (hasCells) =>
    expectWhole([], hasCells, SMALL),
  );
});
