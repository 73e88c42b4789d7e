// Installs the programs that some tests drive, by apt as root: `npm run test:programs`. CI does so by itself.
import { installTestPrograms } from './packages/for-tests.ts';

installTestPrograms();
