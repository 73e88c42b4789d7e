// Loaded before the program (`--import`): at its end it tells on descriptor 3 what the process took.
import { writeSync } from 'node:fs';
import process from 'node:process';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(
    3,
    JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMemory: process.resourceUsage().maxRSS * 1024 }),
  );
});
