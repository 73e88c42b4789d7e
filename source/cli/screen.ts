import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandContext } from '../commands/command.ts';
import { goOnQuestion } from '../commands/go-on-question.ts';
import { reopenFolder } from '../commands/open-folder.ts';
import { createFolderWatches } from '../commands/watching.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts';
import { createListingMemory } from '../services/listing-memory.ts';
import { changeSettings, readSettings } from '../services/settings.ts';
import { listingsFolder } from '../services/paths.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import { reduce } from '../state/reduce.ts';
import { createStore, type Store } from '../state/store.ts';
import { changePlaces } from '../services/places-file.ts';
import type { QuitMode } from '../state/intent.ts';
import type { Cli } from './cli.ts';
import { pictureSurfaceOf } from './picture-surface.ts';
import { capabilitiesOf, mountWanted } from './mount-wanted.ts';
import { stateAtStart, type NamedFolders } from './state-at-start.ts';
import { takeOver, type EarlyScreen } from './early-screen.ts';
import { gatherPictures } from './gather-pictures.ts';
import { followPlaces } from './follow-places.ts';
import { followPanes } from './keep-panes.ts';
import { accountFromEnvironment } from '../services/accounts.ts';
import { createAccountDesk } from './account-desk.ts';
import { leave } from './leave.ts';
import { mergeRequests } from './merge-requests.ts';
import type { MountedScreen } from './mount.tsx';
import { restWhenIdle } from './rest-when-idle.ts';
import { runInTerminal } from './run-in-terminal.ts';
import { createScreenContext, followJobs } from './screen-context.ts';
import { followPreferences, readPreferences, type Preferences } from './preferences.ts';
import { watchSignals } from './signals.ts';
import type { ThreadCloud, ThreadListeners } from './thread/thread-cloud.ts';
import type { ScreenOptions } from './screen-options.ts';

export interface ScreenStart extends NamedFolders {
  readonly early?: EarlyScreen | undefined;
}

/** Opens the two panes and resolves when the person has left them. */
export async function runScreen(cli: Cli, start: ScreenStart): Promise<void> {
  const { server } = start.options;
  const preferences = start.early?.preferences ?? preferring(start.options, readPreferences(cli.paths.config));
  const begun = start.early?.state ?? (await stateAtStart(cli, start, preferences));
  const store = createStore(reduce, begun, gatherPictures());
  const observer = mergeRequests((record) => store.dispatch({ type: 'request', record }));
  const cloud = await cli.openThread({ server }, { ...listenersOf(cli, store), onRequest: observer() });
  const { engine } = cloud;
  const localStore = { ...cli.localStore, hashes: cloud.hashes };
  const keys = { registry: preferences.registry };
  const mounted: { screen?: MountedScreen } = {};
  const leaving: { how: QuitMode } = { how: 'keep' };
  const context = createScreenContext({
    store,
    storeFor: (location) => (location.side === 'local' ? localStore : cloud.storeFor(location.account)),
    engine,
    accounts: createAccountDesk({
      accounts: cli.accounts,
      fromEnvironment: accountFromEnvironment(cli.env),
      observer,
      onChange: cloud.forget,
    }),
    async changeSettings(change) {
      const problem = await changeSettings(cli.paths.config, change);
      prefer(readPreferences(cli.paths.config, readSettings));
      if (problem !== null) store.dispatch({ type: 'notice', notice: { tone: 'warning', text: problem } });
    },
    memory: createListingMemory(listingsFolder(cli.paths)),
    quit(how) {
      leaving.how = how;
      mounted.screen?.unmount();
    },
    suspend: () => void mounted.screen?.suspendWhile(stopUntilContinued),
    copyText: (text) => mounted.screen?.copyText(text) ?? false,
    changePlaces: async (change) => (await changePlaces(cli.paths.config, change)).places,
    runInTerminal: async (program) => runInTerminal(program, mounted.screen, cli.env),
    copiesFolder: join(cli.paths.state, 'copies'),
    configFolder: cli.paths.config,
    hasBlocks: !capabilitiesOf(cli, store.getState(), start.options).charset.startsWith('ascii'),
    pictureSurface: async () => {
      const graphics = (await mounted.screen?.graphics()) ?? { protocol: 'none' };
      return pictureSurfaceOf(capabilitiesOf(cli, store.getState(), start.options), graphics);
    },
  });
  mounted.screen = mountWanted(cli, { store, keys, context, options: start.options, early: start.early });
  // The line dropped: the screen goes, the jobs run to their end.
  const unwatch = watchSignals(mounted.screen, { onHangUp: () => (leaving.how = 'finish') });
  takeOver(cli.stdout);
  const unfollow = followJobs(context);
  const places = followPlaces(store, cli.paths.config);
  const panes = followPanes(store, cli.paths.state);
  const watches = createFolderWatches(context);
  const unwatchFolders = store.subscribe(watches.follow);
  const unrest = restWhenIdle(store, cloud.rest);
  const unshow = store.subscribe(() => mounted.screen?.showWindow(store.getState()));
  applyPreferences(preferences, { context, cloud, before: DEFAULT_SETTINGS });
  const prefer = (changed: Preferences): void => {
    const wanted = preferring(start.options, changed);
    keys.registry = wanted.registry;
    mounted.screen?.rebind(wanted.registry);
    applyPreferences(wanted, { context, cloud, before: store.getState().settings });
  };
  const unprefer = followPreferences(cli.paths.config, prefer);
  // What was typed while the program was loaded comes first.
  await nextTurn();
  for (const side of ['left', 'right'] as const) reopenFolder(context, side);
  try {
    await mounted.screen.ended;
  } finally {
    unfollow();
    await places.close();
    await panes.close();
    unwatchFolders();
    watches.stop();
    unrest();
    unshow();
    unwatch();
    unprefer();
    for (const side of ['left', 'right'] as const) context.takeTurn(side);
    await leave(cli, { cloud, how: leaving.how, jobs: store.getState().jobs });
  }
}

/** What the command line says goes before what is set. */
function preferring({ theme }: ScreenOptions, preferences: Preferences): Preferences {
  const { settings } = preferences;
  return { ...preferences, settings: { ...settings, theme: theme ?? settings.theme } };
}

interface PreferenceTargets {
  readonly context: CommandContext;
  readonly cloud: ThreadCloud;
  readonly before: Settings;
}

/** Hands what a person has set to the screen and the engine. */
function applyPreferences({ settings, problems }: Preferences, { context, cloud, before }: PreferenceTargets): void {
  context.dispatch({ type: 'settings', settings, problems });
  const { bandwidth: bytesPerSecond, parallelFiles: count } = settings;
  if (bytesPerSecond !== before.bandwidth) cloud.perform({ type: 'limit', bytesPerSecond });
  if (count !== before.parallelFiles) cloud.perform({ type: 'files-at-once', count });
  const [problem, ...more] = problems;
  if (problem === undefined) return;
  const text = more.length === 0 ? problem : `${problem}, and ${more.length} more (u1file keys shows all)`;
  context.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
}

/** What is heard from the thread, as actions. */
function listenersOf(cli: Cli, store: Store<AppState, AppAction>): Omit<ThreadListeners, 'onRequest'> {
  return {
    onLeftOver: (count) => store.dispatch({ type: 'layer/offered', layer: goOnQuestion(count) }),
    onSignedOut: (accountId) => void askToSignIn(cli, store, accountId),
    onTrouble: (words) => store.dispatch({ type: 'notice', notice: { tone: 'warning', text: words } }),
  };
}

/** The token of an account that was signed in to is no longer taken: the person can sign in again and go on. */
async function askToSignIn(cli: Cli, store: Store<AppState, AppAction>, accountId: string): Promise<void> {
  const { accounts } = await cli.accounts.load();
  const account = accounts.find(({ id }) => id === accountId);
  if (account === undefined) return;
  const { email, server } = account;
  store.dispatch({ type: 'sign-in/needed', need: { accountId, email, server } });
}

/** Stops the whole job, as the terminal's own Ctrl-Z would, and resolves once the shell has said go on. */
async function stopUntilContinued(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', () => resolve());
  process.kill(0, 'SIGTSTP');
  await promise;
}
