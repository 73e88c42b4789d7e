// A program of its own that keeps the panes of an account again and again: node keep-panes-child.ts FOLDER ACCOUNT TIMES
import { localLocation } from '../../source/domain/location.ts';
import { keepPanes } from '../../source/services/panes-file.ts';

const [folder = '', account = '', times = '1'] = process.argv.slice(2);
for (let time = 0; time < Number(times); time += 1) {
  const pane = {
    location: localLocation(`/${account}/${time}`),
    cursorName: null,
    sort: { key: 'name', isReversed: false },
    showHidden: false,
    back: [],
    forward: [],
  } as const;
  await keepPanes(folder, account, { left: pane, right: pane, active: 'left', isSingle: false });
}
