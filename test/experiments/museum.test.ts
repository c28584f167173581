import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { examine, type Exhibit, findingsBy, isClose, Museum } from '../../lib/experiments/museum';

type Square = (x: number) => number;
const exhibit: Exhibit<Square> = {
  mistake: 'doubled, not squared',
  quantity: 'square of 3',
  wrong: x => 2 * x,
  right: x => x ** 2,
  number: f => f(3),
  independent: 1 + 3 + 5,
  by: 'the first three odd numbers',
  test: f => isClose(f(-3), f(3)),
};

describe('examine', () => {
  test('gives both numbers, the difference from the independent one, and the verdict', () => {
    assert.deepEqual(examine(exhibit), {
      mistake: 'doubled, not squared',
      quantity: 'square of 3',
      wrong: 6,
      right: 9,
      independent: 9,
      difference: -3,
      verdict: 'caught',
    });
  });

  test('says when the test accepts the mistake, or rejects what is right', () => {
    assert.equal(examine({ ...exhibit, test: f => f(2) === 4 }).verdict, 'missed');
    assert.equal(examine({ ...exhibit, test: f => f(3) < 7 }).verdict, 'false alarm');
  });

  test('refuses right lines that the independent way contradicts', () => {
    assert.throws(
      () => examine({ ...exhibit, independent: 9.001 }),
      /"doubled, not squared": the right lines give 9, but the first three odd numbers gives 9\.001/,
    );
  });

  test('allows five standard errors where there is one, and not more', () => {
    assert.equal(examine({ ...exhibit, independent: 9.4, standardError: 0.1 }).verdict, 'caught');
    assert.throws(() => examine({ ...exhibit, independent: 9.6, standardError: 0.1 }), /one of them is not/);
  });
});

test('isClose is relative above 1, absolute below, and refuses NaN', () => {
  assert.ok(isClose(1e6, 1e6 + 1e-4) && !isClose(1, 1 + 1e-8));
  assert.ok(isClose(0, 1e-10) && !isClose(0, 1e-8));
  assert.throws(() => isClose(NaN, 1), /cannot compare NaN with 1/);
});

test('a museum that showed nothing has no table', () => {
  assert.throws(() => new Museum().showAll('all'), /the museum is empty/);
});

test('a museum gives what it showed, each mistake once and in its old place', t => {
  t.mock.method(console, 'log', () => undefined);
  const museum = new Museum();
  assert.equal(museum.show(exhibit).wrong, 6);
  museum.show({ ...exhibit, mistake: 'another', test: f => f(2) === 4 });
  museum.show({ ...exhibit, test: f => f(3) < 7 });
  assert.deepEqual(
    museum.findings().map(({ mistake, verdict }) => [mistake, verdict]),
    [
      ['doubled, not squared', 'false alarm'],
      ['another', 'missed'],
    ],
  );
  assert.deepEqual(findingsBy(museum.findings(), 'missed'), ['another']);
  assert.deepEqual(findingsBy(museum.findings(), 'caught'), []);
});
