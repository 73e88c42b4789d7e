import { describe, it } from 'vitest';
import type { AccountRow } from '../../source/domain/account-desk.ts';
import { signInLayer } from '../../source/state/account-layers.ts';
import { expectFrames } from '../helpers/frames.tsx';

const EMBEDDED: AccountRow = { id: 'embedded', label: 'embedded cloud', email: null, server: null, kind: 'embedded' };
const TED: AccountRow = {
  id: 'ted@example.org https://cloud.example.org',
  label: 'ted@cloud.example.org',
  email: 'ted@example.org',
  server: 'https://cloud.example.org',
  kind: 'kept',
};
const NEED = { accountId: TED.id, email: 'ted@example.org', server: 'https://cloud.example.org' };

describe('frames of accounts', () => {
  it('the list with the one in use', async () => {
    await expectFrames('accounts', ({ dispatch }) => {
      const quotas = { embedded: { used: 1_900_000_000, total: 5_000_000_000 }, [TED.id]: null };
      dispatch({ type: 'layer/pushed', layer: { type: 'accounts', rows: [EMBEDDED, TED], cursor: 1, quotas } });
    });
  });

  it('the form to sign in, its password hidden', async () => {
    await expectFrames('sign-in', ({ dispatch, type, press }) => {
      dispatch({ type: 'layer/pushed', layer: signInLayer(null) });
      type('https://cloud.example.org');
      press('tab');
      type('ted@example.org');
      press('tab');
      type('secret');
    });
  });

  it('the form of a sign-in that ran out, with a wrong one-time code', async () => {
    await expectFrames('sign-in-again', ({ dispatch }) => {
      const error = 'The one-time code is wrong or was used already: Try again';
      const layer = { ...signInLayer(NEED), asksCode: true, focus: 'oneTimeCode', error } as const;
      dispatch({ type: 'layer/pushed', layer });
    });
  });

  it('the devices of an account', async () => {
    await expectFrames('devices', ({ dispatch }) => {
      const devices = [
        { key: 'a', name: 'Ubuntu One @ laptop', createdAt: '2026-11-20 08:00:00', isThis: true },
        { key: 'b', name: 'Ubuntu One @ tablet [photos]', createdAt: '2011-09-09 19:00:00', isThis: false },
      ];
      dispatch({ type: 'layer/pushed', layer: { type: 'devices', account: TED, devices, cursor: 1, error: null } });
    });
  });
});
