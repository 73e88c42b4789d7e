// A program of its own that counts one setting up: node change-settings-child.ts FOLDER SETTING TIMES
import { changeSettings } from '../../source/services/settings.ts';

const [folder = '', setting = '', times = '1'] = process.argv.slice(2);
for (let value = 1; value <= Number(times); value += 1) await changeSettings(folder, { [setting]: value });
