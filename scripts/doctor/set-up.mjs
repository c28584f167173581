import { statfsSync } from 'node:fs';
import { cannotWrite, explain } from '../setup/failure.mjs';
import { root } from '../setup/paths.mjs';
import { steps } from '../setup/steps.mjs';
import { faults, heading, row, wrong } from './findings.mjs';

/** The parts as the set-up itself sees them. */
export async function setUpParts() {
  heading('Set-up');
  for (const { name, fault } of steps) {
    let found;
    let fix = 'npm run setup';
    try {
      found = await fault();
    } catch (error) {
      const explained = explain(error);
      found = explained.message.replace(/^Set-up: /, '').replace(/\.$/, '');
      fix = explained.fix;
    }
    faults.set(name, found);
    row(name, found ?? 'right');
    if (found !== null) wrong(`${name}: ${found}.`, fix);
  }
  if ([...faults.values()].every(found => found === null)) return;
  // What would keep the set-up from mending it.
  const error = cannotWrite(root);
  if (error) {
    const { message, fix } = explain(error, 'Clone');
    wrong(message, fix);
  }
  const free = freeGigabytes();
  if (free !== null && free < 2)
    wrong(`Only ${free.toFixed(1)} GB are free on the disk of ${root}.`, 'Free 2 GB, then: npm run setup');
}

function freeGigabytes() {
  try {
    const { bavail, bsize } = statfsSync(root);
    return (bavail * bsize) / 1e9;
  } catch {
    return null;
  }
}
