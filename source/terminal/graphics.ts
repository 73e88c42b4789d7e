import type { InputEvent } from '../keys/events.ts';
import type { Capabilities } from './capabilities.ts';

/** How a terminal draws real pictures, and the pixels of one of its cells. */
export type Graphics =
  | { readonly protocol: 'none' }
  | {
      readonly protocol: 'kitty' | 'sixel';
      readonly cell: { readonly width: number; readonly height: number };
    };

/** A picture of one pixel that is only asked about: terminals that speak the protocol answer `OK` under the same number. */
const KITTY_QUESTION = '\u001b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u001b\\';
/** How large a cell is (XTWINOPS 16). */
const CELL_QUESTION = '\u001b[16t';
/** What the terminal is (DA1): all answer it, so that what has not been answered by then never will be. */
const DEVICE_QUESTION = '\u001b[c';
/** Milliseconds for a terminal that does not even answer that. */
const PATIENCE = 1000;
/** Where the terminal does not say: the shape of most cells. */
const USUAL_CELL = { width: 8, height: 16 };

/** Finds out how the terminal draws pictures, by asking it: TERM tells what people have set, not what they sit at. */
export interface GraphicsProbe {
  /** Asks at the first time; answers at once ever after. */
  ask(): Promise<Graphics>;
  /** Hears what the terminal says. */
  hear(events: readonly InputEvent[]): void;
  /** Resolves when no answer is under way, which else would be typed into the next program. */
  settled(): Promise<void>;
}

export interface ProbeParts {
  readonly capabilities: Pick<Capabilities, 'hasOsc' | 'multiplexer' | 'colors'>;
  readonly send: (sequence: string) => void;
}

const NONE: Graphics = { protocol: 'none' };

export function createGraphicsProbe({ capabilities, send }: ProbeParts): GraphicsProbe {
  const { hasOsc, multiplexer, colors } = capabilities;
  // A terminal that shows no OSC may show these; screen takes the string for a message to people.
  const mayAsk = hasOsc && colors !== 'none' && multiplexer !== 'screen';
  const said = { hasKitty: false, cell: null as typeof USUAL_CELL | null };
  const done = Promise.withResolvers<Graphics>();
  let isAsked = false;
  const end = (hasSixel: boolean): void => {
    const { hasKitty, cell } = said;
    if (hasKitty) done.resolve({ protocol: 'kitty', cell: cell ?? USUAL_CELL });
    // How many cells a sixel picture covers is known only with the pixels of a cell.
    else done.resolve(hasSixel && cell !== null ? { protocol: 'sixel', cell } : NONE);
  };
  return {
    async ask() {
      if (!mayAsk) return NONE;
      if (!isAsked) {
        isAsked = true;
        // tmux would take kitty's question for a title.
        send(`${CELL_QUESTION}${multiplexer === 'none' ? KITTY_QUESTION : ''}${DEVICE_QUESTION}`);
        setTimeout(() => done.resolve(NONE), PATIENCE).unref();
      }
      return done.promise;
    },
    hear(events) {
      if (!isAsked) return;
      for (const event of events) {
        if (event.type !== 'reply' || event.report === undefined) continue;
        const { report } = event;
        const [, height, width] = /^6;(\d+);(\d+)t$/.exec(report) ?? [];
        if (report === '_Gi=31;OK') said.hasKitty = true;
        else if (Number(height) > 0 && Number(width) > 0) said.cell = { width: Number(width), height: Number(height) };
        else if (/^\?[\d;]*c$/.test(report)) end(report.slice(1, -1).split(';').slice(1).includes('4'));
      }
    },
    async settled() {
      if (isAsked) await done.promise;
    },
  };
}
