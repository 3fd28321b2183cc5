/** Counts what passed and says what did not; the last line is for machines. */

const counts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Runs one check.
 *
 * @param {string} name
 * @param {() => Promise<void>} check throws where it does not hold
 */
export async function check(name, check) {
  try {
    await check();
    counts.passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.message).split('\n').join('\n        ')}`);
  }
}

/**
 * Notes a check that could not run here.
 *
 * @param {string} name
 * @param {string} why
 */
export function skip(name, why) {
  counts.skipped += 1;
  console.log(`skipped ${name}: ${why}`);
}

/** Prints the last line and gives the exit code. */
export function finish() {
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
}
