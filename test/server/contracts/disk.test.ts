import { openDiskBlobs } from '../../../source/server/blobs/disk.ts';
import { temporaryFolder } from '../helpers.ts';
import { describeBlobs } from './blobs.ts';

describeBlobs('disk', async () => openDiskBlobs(await temporaryFolder()));
