import type { CommandContext } from '../commands/command.ts';
import { pasteText, pressKey } from '../commands/press-key.ts';
import type { Registry } from '../commands/registry.ts';
import type { InputEvent } from '../keys/events.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import type { Store } from '../state/store.ts';
import { detectCapabilities, type Capabilities } from '../terminal/capabilities.ts';
import type { Cli } from './cli.ts';
import type { EarlyScreen } from './early-screen.ts';
import { mountScreen, type MountedScreen } from './mount.tsx';
import { createMouse } from './mouse.ts';
import { mountPlain } from './plain/mount-plain.ts';
import type { ScreenOptions } from './screen-options.ts';

interface MountParts {
  readonly store: Store<AppState, AppAction>;
  /** Those in force; a person may bind others at any time. */
  readonly keys: { readonly registry: Registry };
  readonly context: CommandContext;
  readonly options: ScreenOptions;
  readonly early: EarlyScreen | undefined;
}

/** What the terminal can do, as the command line says or, where it does not, the settings. */
export function capabilitiesOf(cli: Cli, { settings }: AppState, options: ScreenOptions): Capabilities {
  const { color = settings.color, ascii = settings.ascii } = options;
  return detectCapabilities({ env: cli.env, color, isAsciiWanted: ascii });
}

/** Mounts the panes, or the line by line mode where it is wanted, and hands what is typed to the commands. */
export function mountWanted(cli: Cli, { store, keys, context, options, early }: MountParts): MountedScreen {
  const { settings } = store.getState();
  const { mouse, cells } = options;
  const capabilities = capabilitiesOf(cli, store.getState(), options);
  if (options.plain === true) {
    const { charset } = capabilities;
    return mountPlain({ store, keys, context, stdin: cli.stdin, stdout: cli.stdout, charset });
  }
  const onMouse = createMouse({ context, keys, clock: Date.now });
  return mountScreen({
    app: { store, registry: keys.registry, clock: Date.now, colors: capabilities.colors },
    stdin: cli.stdin,
    stdout: cli.stdout,
    capabilities,
    hasMouse: mouse && settings.mouse,
    hasCells: cells,
    early: early?.cells,
    onEvents: (events) => {
      for (const event of events) {
        if (event.type === 'mouse') onMouse(event);
        else handleEvent(context, keys.registry, event);
      }
    },
    asksBackground: settings.theme === 'auto',
    onBackground: (background) => store.dispatch({ type: 'background', background }),
    onResize: (size) => store.dispatch({ type: 'resized', size }),
  });
}

function handleEvent(context: CommandContext, registry: Registry, event: InputEvent): void {
  if (event.type === 'key') pressKey(context, registry, event);
  else if (event.type === 'paste') pasteText(context, event.text);
}
