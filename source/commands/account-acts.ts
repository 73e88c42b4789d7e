import { errorWithHint } from '../domain/error-words.ts';
import type { AccountRow, Device } from '../domain/account-desk.ts';
import { cloudLocation } from '../domain/location.ts';
import type { DevicesLayer, SignInLayer } from '../state/account-layers.ts';
import type { Notice } from '../state/app-state.ts';
import type { CommandContext } from './command.ts';
import { openFolder, refreshPane, toRecord } from './open-folder.ts';

/** Opens the list of accounts, or shows it anew where it is open; how full the clouds are comes after it. */
export async function showAccounts(context: CommandContext): Promise<void> {
  // Open before it is read: keys that are typed ahead are not meant for the panes.
  const isOpen = context.getState().layers.at(-1)?.type === 'accounts';
  if (!isOpen) context.dispatch({ type: 'layer/pushed', layer: { type: 'accounts', rows: [], cursor: 0, quotas: {} } });
  const rows = await context.accounts.list();
  const top = context.getState().layers.at(-1);
  if (top?.type !== 'accounts') return;
  const { account } = context.getState();
  const current = rows.findIndex(({ id }) => id === account.id);
  const cursor = isOpen ? Math.min(top.cursor, rows.length - 1) : Math.max(0, current);
  context.dispatch({ type: 'layer/replaced', layer: { ...top, rows, cursor } });
  // The embedded cloud is not started only to be asked.
  const asked = rows.filter(({ id, kind }) => kind !== 'embedded' || id === account.id);
  await Promise.all(asked.map(async ({ id }) => showQuota(context, id)));
}

async function showQuota(context: CommandContext, id: string): Promise<void> {
  const quota = await context
    .storeFor(cloudLocation(id, null))
    .quota?.()
    .catch(() => null);
  const top = context.getState().layers.at(-1);
  if (top?.type !== 'accounts') return;
  context.dispatch({ type: 'layer/replaced', layer: { ...top, quotas: { ...top.quotas, [id]: quota ?? null } } });
}

/** Works with this account from now on: panes that show another one's cloud go to the list of its volumes. */
export async function useAccount(context: CommandContext, { id, label, kind }: AccountRow): Promise<void> {
  // What the environment names is in use as long as it is there, without being written down.
  if (kind !== 'environment') await context.accounts.use(id);
  context.dispatch({ type: 'signed-in', account: { id, label } });
  for (const side of ['left', 'right'] as const) {
    const { location } = context.getState()[side];
    if (location.side === 'cloud' && location.account !== id) openFolder(context, side, cloudLocation(id, null));
  }
}

/** Signs in with what the form holds. What goes wrong is said in the form, so that nothing typed is lost. */
export async function signIn(context: CommandContext, form: SignInLayer): Promise<void> {
  const { server, email, password, oneTimeCode } = form.fields;
  const busy: SignInLayer = { ...form, isBusy: true, error: null };
  context.dispatch({ type: 'layer/replaced', layer: busy });
  const isWanted = (): boolean => context.getState().layers.includes(busy);
  const wish = {
    server: server.text.trim(),
    email: email.text.trim(),
    password: password.text,
    oneTimeCode: oneTimeCode.text.trim(),
  };
  try {
    const account = await context.accounts.signIn(wish, isWanted);
    if (account === null) return;
    context.dispatch({ type: 'layer/popped' });
    await goOn(context, account, form.why !== null);
  } catch (error) {
    if (isWanted()) context.dispatch({ type: 'layer/replaced', layer: refused(form, error) });
  }
}

/** The form again, with the reason; the field that it is about has the focus. */
function refused(form: SignInLayer, error: unknown): SignInLayer {
  const record = toRecord(error);
  const { reason } = record;
  const asksCode = form.asksCode || reason === 'one-time-code-needed' || reason === 'one-time-code-wrong';
  const focus =
    asksCode && reason !== 'wrong-password' ? 'oneTimeCode' : reason === 'wrong-password' ? 'password' : 'server';
  // That a code is wanted is no fault: its field says so.
  const words = reason === 'one-time-code-needed' ? null : errorWithHint(record);
  return { ...form, asksCode, focus: record.code === 'sign-in' ? focus : form.focus, error: words, isBusy: false };
}

/** After a sign-in that was asked for, all that stopped for want of it goes on; after one that was wished, it is used. */
async function goOn(context: CommandContext, account: AccountRow, wasAsked: boolean): Promise<void> {
  const top = context.getState().layers.at(-1);
  if (top?.type === 'accounts') context.dispatch({ type: 'layer/popped' });
  say(context, 'info', `Signed in: ${account.label}`);
  context.dispatch({ type: 'sign-in/done' });
  if (!wasAsked) await useAccount(context, account);
  for (const side of ['left', 'right'] as const) {
    const { location } = context.getState()[side];
    if (location.side === 'cloud' && location.account === account.id) refreshPane(context, side);
  }
  for (const { spec, state, pausedBecause } of context.getState().jobs) {
    if (state === 'paused' && pausedBecause?.code === 'sign-in') context.engine.resume(spec.id);
  }
}

/** Signs out; where the account was in use, the embedded cloud takes its place. */
export async function signOut(context: CommandContext, account: AccountRow): Promise<void> {
  const reason = await context.accounts.signOut(account.id);
  context.dispatch({ type: 'layer/popped' });
  if (context.getState().account.id === account.id) {
    const rows = await context.accounts.list();
    const embedded = rows.find(({ kind }) => kind === 'embedded');
    if (embedded !== undefined) await useAccount(context, embedded);
  }
  if (reason === null) say(context, 'info', `Signed out: ${account.label}`);
  else say(context, 'warning', `Signed out here, but the server was not told: ${reason}`);
  if (context.getState().layers.at(-1)?.type === 'accounts') await showAccounts(context);
}

/** Opens the list of who has access to an account. */
export async function showDevices(context: CommandContext, account: AccountRow): Promise<void> {
  context.dispatch({
    type: 'layer/pushed',
    layer: { type: 'devices', account, devices: null, cursor: 0, error: null },
  });
  await readDevices(context, account);
}

async function readDevices(context: CommandContext, account: AccountRow): Promise<void> {
  const told = await context.accounts.devices(account.id).then(
    (devices): Partial<DevicesLayer> => ({ devices, error: null }),
    (error: unknown): Partial<DevicesLayer> => ({ error: errorWithHint(toRecord(error)) }),
  );
  const top = context.getState().layers.at(-1);
  if (top?.type !== 'devices' || top.account.id !== account.id) return;
  const cursor = Math.max(0, Math.min(top.cursor, (told.devices?.length ?? 1) - 1));
  context.dispatch({ type: 'layer/replaced', layer: { ...top, ...told, cursor } });
}

/** Takes a device's access back. */
export async function revokeDevice(context: CommandContext, account: AccountRow, device: Device): Promise<void> {
  await context.accounts.revoke(account.id, device.key);
  context.dispatch({ type: 'layer/popped' });
  say(context, 'info', `${device.name} has no access any more`);
  await readDevices(context, account);
}

function say(context: CommandContext, tone: Notice['tone'], text: string): void {
  context.dispatch({ type: 'notice', notice: { tone, text } });
}
