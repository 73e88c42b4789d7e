import type { JobSource } from '../domain/transfer.ts';
import type { Choice } from '../state/intent.ts';
import type { Layer } from '../state/layers.ts';
import { maskTest } from '../state/mask.ts';
import type { CommandContext } from './command.ts';

/** Enter on a file: what can be done with it; the commands of the settings that fit come after view and edit. */
export function offerFile(context: CommandContext, source: JobSource): void {
  const { openWith } = context.getState().settings;
  const masks = Object.keys(openWith);
  const pushed = choiceOf(source, programsFor(source.entry.name, null, openWith));
  context.dispatch({ type: 'layer/pushed', layer: pushed });
  // What is typed ahead is meant for the question: it does not wait for the table of types.
  if (masks.some((mask) => mask.includes('/'))) void addByType(context, source, pushed);
}

/**
 * The commands whose mask (`*.pdf`) fits the name, or whose content type (`image/*`) fits the type where it is known, in the
 * order of the settings.
 */
export function programsFor(
  name: string,
  type: string | null,
  openWith: Readonly<Record<string, string>>,
): readonly string[] {
  const fits = ([mask]: readonly [string, string]): boolean =>
    mask.includes('/') ? type !== null && maskTest(mask)(type) : maskTest(mask)(name);
  return [
    ...new Set(
      Object.entries(openWith)
        .filter(fits)
        .map(([, command]) => command),
    ),
  ];
}

async function addByType(context: CommandContext, source: JobSource, pushed: Layer): Promise<void> {
  const { contentTypeOf } = await import('./content-type.ts');
  const { name } = source.entry;
  const programs = programsFor(name, contentTypeOf(name), context.getState().settings.openWith);
  if (context.getState().layers.at(-1) !== pushed) return;
  context.dispatch({ type: 'layer/replaced', layer: choiceOf(source, programs) });
}

function choiceOf(source: JobSource, programs: readonly string[]): Layer {
  const { entry, location } = source;
  const choices: readonly Choice[] = [
    { label: 'View', intent: { type: 'view', source } },
    { label: 'Edit', intent: { type: 'edit', source } },
    ...programs.map((command): Choice => ({
      label: `Open with ${command}`,
      intent: { type: 'open-with', source, command },
    })),
  ];
  const hint = location.side === 'cloud' ? ['Edit and Open work on a copy, and take back what changed.'] : [];
  return { type: 'choice', title: 'Open', lines: [entry.name, ...hint], choices, chosen: 0 };
}
