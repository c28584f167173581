import { explain } from '../setup/failure.mjs';
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
}
