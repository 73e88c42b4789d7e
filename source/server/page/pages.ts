import type { Pairs } from '../../protocol/target.ts';
import type { Answer } from '../http/call.ts';
import { changePassword, showAccount } from './acts/account.ts';
import { browse } from './acts/browse.ts';
import { askDelete, deletePlace } from './acts/delete.ts';
import { endBrowser, endOthers, revokeDevice } from './acts/devices.ts';
import { download } from './acts/download.ts';
import { makeFolder, makeFolderVolume } from './acts/new-folder.ts';
import { publish, showPublished, stopPublishing } from './acts/publish.ts';
import { askSignIn, signInHere, signOut } from './acts/sign-in.ts';
import { showTwoFactor, turnOff, turnOn } from './acts/two-factor.ts';
import { upload } from './acts/upload.ts';
import { showVolumes } from './acts/volumes.ts';
import type { FormHandler, OpenHandler, PageCall, ViewHandler } from './page-call.ts';

/** What an address of the page knows. */
export interface Page {
  /** True where the address goes on with the path of a file or folder. */
  readonly hasPath?: boolean;
  /** Shown to anyone. */
  readonly open?: OpenHandler;
  /** The form of somebody who is not signed in yet; its token was checked. */
  readonly enter?: (call: PageCall, fields: Pairs) => Promise<Answer>;
  readonly view?: ViewHandler;
  /** A form whose token was checked. */
  readonly form?: FormHandler;
  /** A form too large to be read before; it checks its token itself, before anything else. */
  readonly stream?: ViewHandler;
}

/** Every address below `/files/`. */
export const PAGES: Readonly<Record<string, Page>> = {
  '': { view: showVolumes },
  'sign-in': { open: askSignIn, enter: signInHere },
  'sign-out': { form: signOut },
  '~': { hasPath: true, view: browse },
  content: { hasPath: true, view: download },
  upload: { hasPath: true, stream: upload },
  'new-folder': { hasPath: true, form: makeFolder },
  'new-volume': { form: makeFolderVolume },
  publish: { hasPath: true, form: publish },
  'stop-publishing': { hasPath: true, form: stopPublishing },
  published: { view: showPublished },
  delete: { hasPath: true, view: askDelete, form: deletePlace },
  account: { view: showAccount },
  'account/password': { form: changePassword },
  'account/two-factor': { view: showTwoFactor },
  'account/two-factor/on': { form: turnOn },
  'account/two-factor/off': { form: turnOff },
  'account/revoke': { form: revokeDevice },
  'account/end-session': { form: endBrowser },
  'account/end-others': { form: endOthers },
};
