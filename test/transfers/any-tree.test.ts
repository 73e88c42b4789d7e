import { assert as holds, asyncProperty, constantFrom, dictionary, letrec, oneof } from 'fast-check';
import { expect, test } from 'vitest';
import type { TakenPolicy } from '../../source/domain/transfer.ts';
import { hasEnded, makeRig, plant, runToEnd, sourcesIn, specOf, treeOf, untilJob, type Rig, type Tree } from './rig.ts';

const NAMES = ['a', 'b', 'c.txt', 'd'];
const POLICIES: readonly TakenPolicy[] = ['ask', 'overwrite', 'skip', 'newer', 'keep-both', 'fail'];

/** Few names and few contents, so that two trees meet often. */
const { tree } = letrec<{ tree: Tree; node: string | Tree }>((tie) => ({
  tree: dictionary(constantFrom(...NAMES), tie('node'), { maxKeys: 4, noNullPrototype: true }),
  node: oneof({ maxDepth: 3, withCrossShrink: true }, constantFrom('', '1', '22', 'x'.repeat(70_000)), tie('tree')),
}));

async function filled(from: Tree, to: Tree): Promise<Rig> {
  const rig = await makeRig();
  await plant(rig.here, rig.local, from);
  await plant(rig.there, rig.cloud, to);
  return rig;
}

/** Every file of a tree as `path = content`. */
function filesOf(tree: Tree, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, content]) =>
    typeof content === 'string' ? [`${path}/${name} = ${content}`] : filesOf(content, `${path}/${name}`),
  );
}

function contentsOf(tree: Tree): string[] {
  return filesOf(tree).map((line) => line.slice(line.indexOf(' = ')));
}

/** What a copy with this policy makes of two trees, written down anew in the plainest way. */
function expectedTree(from: Tree, to: Tree, policy: TakenPolicy): Tree {
  const result: Record<string, string | Tree> = { ...to };
  for (const [name, content] of Object.entries(from)) {
    const there = to[name];
    if (there === undefined) result[name] = content;
    else if (typeof content === 'object' && typeof there === 'object') {
      result[name] = expectedTree(content, there, policy);
    } else if (typeof content === 'string' && typeof there === 'string' && policy === 'overwrite') {
      result[name] = content;
    }
  }
  return result;
}

test('a copy makes of any two trees what its policy says', async () => {
  const policy = constantFrom<TakenPolicy>('overwrite', 'skip', 'fail', 'newer');
  await holds(
    asyncProperty(tree, tree, policy, async (from, to, taken) => {
      const { engine, here, there, local, cloud } = await filled(from, to);
      await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud, taken));
      expect(await treeOf(there, cloud)).toEqual(expectedTree(from, to, taken));
      expect(await treeOf(here, local)).toEqual(from);
    }),
    { numRuns: 150 },
  );
});

test('keeping both loses nothing of either side', async () => {
  await holds(
    asyncProperty(tree, tree, async (from, to) => {
      const { engine, here, there, local, cloud } = await filled(from, to);
      const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud, 'keep-both'));
      const after = await treeOf(there, cloud);
      for (const line of filesOf(to)) expect(filesOf(after)).toContain(line);
      if (job.failures.length === 0) {
        expect(new Set(contentsOf(after))).toEqual(new Set([...contentsOf(to), ...contentsOf(from)]));
      }
    }),
    { numRuns: 100 },
  );
});

test('a move with any policy and any answers loses no content', async () => {
  const answer = constantFrom('skip', 'keep-both', 'newer' as const);
  await holds(
    asyncProperty(tree, tree, constantFrom(...POLICIES), answer, async (from, to, taken, choice) => {
      const { engine, here, there, local, cloud } = await filled(from, to);
      const spec = specOf('move', await sourcesIn(here, local), cloud, taken === 'overwrite' ? 'fail' : taken);
      const end = untilJob(engine, spec.id, hasEnded);
      engine.subscribe(({ question }) => {
        if (question !== null) engine.answer(question.id, { choice, forAll: false });
      });
      engine.add(spec);
      await end;
      const before = new Set([...contentsOf(from), ...contentsOf(to)]);
      const after = new Set([...contentsOf(await treeOf(here, local)), ...contentsOf(await treeOf(there, cloud))]);
      expect(after).toEqual(before);
    }),
    { numRuns: 100 },
  );
});

test('the counts of a job add up for any tree, however it ends', async () => {
  await holds(
    asyncProperty(tree, tree, constantFrom('fail', 'skip' as const), async (from, to, taken) => {
      const { engine, here, local, cloud, reports } = await filled(from, to);
      const job = await runToEnd(engine, specOf('copy', await sourcesIn(here, local), cloud, taken));
      const { filesDone, filesTotal, bytesDone, bytesTotal } = job.progress;
      expect(filesDone + job.failures.length).toBe(filesTotal);
      expect(bytesDone).toBe(bytesTotal);
      for (const { progress } of reports) {
        expect(progress.secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
        expect(progress.bytesDone).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 100 },
  );
});
