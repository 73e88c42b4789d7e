// Cruises source/ against the walls and fails when it saw nothing: a checker that parses no file passes everything.
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { createRequire } from 'node:module';
import process from 'node:process';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(
  ['source'],
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true },
  config.options.enhancedResolveOptions,
  { tsConfig: extractTSConfig('tsconfig.json') },
);
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`walls: ${rule.name}: ${from} → ${to}`);
if (totalCruised === 0 || totalDependenciesCruised === 0) {
  console.error('walls: the checker saw no module or no import; its set-up is broken');
  process.exitCode = 1;
} else if (violations.length > 0) {
  process.exitCode = 1;
} else {
  console.log(`walls: ${totalCruised} modules, ${totalDependenciesCruised} imports, none through a wall`);
}
