import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadEngine, ModelFileError, saveEngine, type EngineOptions } from '../../lib/engine';
import { crc32 } from '../../lib/engine/crc32';
import { engineHost } from '../../lib/models';
import { Random } from '../../lib/random';
import { testEngine } from './oracle';

const options: EngineOptions = {
  ...{ words: 12, length: 6, embedding: 3, filters: 4, width: 2, latent: 3, seed: 2 },
  head: 'vib',
  lambda: 0.7,
  beta: 0.25,
  batch: 5,
};
const tokens = Int32Array.from({ length: 5 * 6 }, (_, i) => (i * i) % 12);

/** A file with everything in it, of an engine that has learnt. */
const file = (() => {
  const engine = testEngine(options);
  for (let i = 0; i < 5; i++) engine.step({ tokens, labels: [1, 0, 1, 1, 0] });
  const bytes = saveEngine(engine, { optimizer: true });
  engine.dispose();
  return bytes;
})();
const headerEnd = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
const header = Buffer.from(file.subarray(8, headerEnd)).toString().trimEnd();

/** CRC-32 bit by bit, to have another than the library's. */
function slowCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** A file of this header and these numbers, with the checksum that belongs to it. */
function sealed(text: string, data: Uint8Array = file.subarray(headerEnd)): Uint8Array {
  const blank = text.replace(/("crc32":")[^"]*"/, '$100000000"');
  const headBytes = Math.ceil(Buffer.byteLength(blank) / 8) * 8;
  const make = (content: string) => {
    const bytes = new Uint8Array(8 + headBytes + data.length).fill(32);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(headBytes), true);
    bytes.set(Buffer.from(content), 8);
    bytes.set(data, 8 + headBytes);
    return bytes;
  };
  const crc = slowCrc(make(blank)).toString(16).padStart(8, '0');
  return make(blank.replace('"crc32":"00000000"', `"crc32":"${crc}"`));
}

const load = (bytes: Uint8Array) => loadEngine(bytes, engineHost(), { threads: 1 });

/** Fails unless the file is refused, by the one error there is for it, with a sentence that says what to do. */
function refused(bytes: Uint8Array, what: string): void {
  try {
    load(bytes).dispose();
  } catch (error) {
    assert.ok(error instanceof ModelFileError, `${what}: ${String(error)}`);
    assert.equal(error.name, 'ModelFileError');
    assert.match(error.message, /model file .*(Take another copy|Train the model anew)/s, what);
    return;
  }
  assert.fail(`accepted: ${what}`);
}

test('crc32 has the published check value, and goes on from part to part', () => {
  const bytes = Buffer.from('123456789');
  assert.equal(crc32(bytes), 0xcbf43926);
  assert.equal(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4))), 0xcbf43926);
  assert.equal(crc32(file), slowCrc(file));
});

test('a file is sealed by the CRC-32 of all its bytes, with zeros in the place of the eight digits', () => {
  assert.deepEqual(sealed(header), file);
});

test('of 10,000 damaged files none is accepted, and one error names them all', () => {
  const random = new Random(20);
  const anywhere = () => random.integer(file.length);
  const inHeader = () => random.integer(headerEnd);
  const at = () => (random.uniform() < 0.5 ? inHeader() : anywhere());
  const kinds: Record<string, () => Uint8Array> = {
    'a bit flipped': () => {
      const bytes = file.slice();
      bytes[at()] ^= 1 << random.integer(8);
      return bytes;
    },
    'some bits flipped': () => {
      const bytes = file.slice();
      for (let i = 2 + random.integer(6); i > 0; i--) bytes[at()] ^= 1 << random.integer(8);
      return bytes;
    },
    'a byte changed': () => {
      const bytes = file.slice();
      bytes[at()] = random.integer(256);
      return bytes;
    },
    'a run of bytes changed': () => {
      const bytes = file.slice();
      const from = at();
      bytes.fill(random.integer(256), from, from + 1 + random.integer(40));
      return bytes;
    },
    'cut short': () => file.slice(0, anywhere()),
    'without its beginning': () => file.slice(1 + anywhere()),
    'bytes put in': () => {
      const from = at();
      const more = Uint8Array.from({ length: 1 + random.integer(12) }, () => random.integer(256));
      return Uint8Array.from([...file.subarray(0, from), ...more, ...file.subarray(from)]);
    },
    'bytes taken out': () => {
      const from = at();
      return Uint8Array.from([...file.subarray(0, from), ...file.subarray(from + 1 + random.integer(12))]);
    },
    'two pieces changed places': () => {
      const bytes = file.slice();
      const size = 1 + random.integer(16);
      const [a, b] = [random.integer(file.length - size), random.integer(file.length - size)];
      bytes.set(file.subarray(b, b + size), a);
      bytes.set(file.subarray(a, a + size), b);
      return bytes;
    },
    'a piece of the header twice': () => {
      const from = 8 + random.integer(headerEnd - 8);
      const piece = file.subarray(from, Math.min(headerEnd, from + 1 + random.integer(60)));
      const bytes = Uint8Array.from([...file.subarray(0, from), ...piece, ...file.subarray(from)]);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(headerEnd - 8 + piece.length), true);
      return bytes;
    },
    'a digit of the header changed': () => {
      const bytes = file.slice();
      let place = inHeader();
      while (!/\d/.test(String.fromCharCode(bytes[place]!))) place = inHeader();
      bytes[place] = 48 + random.integer(10);
      return bytes;
    },
  };
  const names = Object.keys(kinds);
  const same = (bytes: Uint8Array) => Buffer.compare(bytes, file) === 0;
  let tried = 0;
  for (let i = 0; tried < 10_000; i++) {
    const name = names[i % names.length]!;
    const bytes = kinds[name]!();
    if (same(bytes)) continue;
    refused(bytes, `${name}, number ${i}`);
    tried++;
  }
  load(file).dispose();
});

describe('a header that no engine wrote is refused even with the right checksum', () => {
  const settings = JSON.parse(
    (JSON.parse(header) as { __metadata__: { settings: string } }).__metadata__.settings,
  ) as {
    [name: string]: unknown;
  };
  const escaped = (value: unknown) => JSON.stringify(JSON.stringify(value)).slice(1, -1);
  const withSettings = (changed: object) =>
    header.replace(escaped(settings), escaped({ ...settings, ...changed }));
  const without = (name: string) =>
    header.replace(
      escaped(settings),
      escaped(Object.fromEntries(Object.entries(settings).filter(([other]) => other !== name))),
    );
  const swap = (from: string | RegExp, to: string) => {
    const changed = header.replace(from, to);
    assert.notEqual(changed, header, String(from));
    return changed;
  };
  const cases: [string, string, RegExp][] = [
    ['no lambda', without('lambda'), /settings lacks lambda/],
    ['another name', swap('\\"lambda\\"', '\\"lambdb\\"'), /lacks lambda/],
    ['no batch', without('batch'), /lacks batch/],
    ['an unknown setting', withSettings({ depth: 3 }), /no model has: depth/],
    ['threads', withSettings({ threads: 3 }), /no model has: threads/],
    ['a setting that is text', withSettings({ lambda: '0.7' }), /"lambda" must be a number, but it is "0.7"/],
    ['a setting that is null', withSettings({ beta: null }), /"beta" must be a number/],
    ['a negative lambda', withSettings({ lambda: -1 }), /lambda .* but it is -1/],
    ['an infinite lambda', swap('\\"lambda\\":0.7', '\\"lambda\\":1e999'), /lambda .* but it is Infinity/],
    ['a huge lambda', withSettings({ lambda: 1e300 }), /lambda .* at most 3.4e38/],
    ['half a word', withSettings({ words: 12.5 }), /words must be a whole number/],
    ['a seed out of range', withSettings({ seed: 2 ** 40 }), /seed must be a whole number/],
    ['a head of no model', withSettings({ head: 'none', lambda: 0, beta: 0 }), /head must be/],
    ['more words than memory', withSettings({ words: 1e12 }), /GB/],
    ['other sizes', withSettings({ words: 13 }), /"embedding" should be/],
    ['settings of null', swap(escaped(settings), 'null'), /settings cannot be read/],
    [
      'a setting twice',
      swap('\\"lambda\\":0.7', '\\"lambda\\":0.1,\\"lambda\\":0.7'),
      /not written as saveEngine/,
    ],
    ['a tensor twice', swap('"bias":', '"bias":null,"bias":'), /not written as saveEngine/],
    ['a blank', swap(',"embedding"', ', "embedding"'), /not written as saveEngine/],
    ['a transposed shape', swap('[2,3,4]', '[4,3,2]'), /"kernel" should be .*\[2,3,4\].* says .*\[4,3,2\]/],
    ['another kind of number', swap('"F32"', '"I32"'), /should be .*F32.* says .*I32/],
    ['one offset alone', swap(/"data_offsets":\[0,\d+\]/, '"data_offsets":7'), /"data_offsets":7/],
    ['a tensor of null', swap(/"bias":\{[^}]*\}/, '"bias":null'), /"bias" should be .* says null/],
    ['a tensor less', swap(/"bias":\{[^}]*\},/, ''), /header lacks bias/],
    ['a tensor more', swap('"bias":', '"bios":{},"bias":'), /no model has: bios/],
    ['an unknown note', swap('"settings":', '"note":"x","settings":'), /no model has: note/],
    ['a list', '[]', /no list of names/],
    ['null', 'null', /no list of names/],
    [
      'metadata of null',
      swap(/"__metadata__":\{.*?\}",/s, '"__metadata__":null,"x":"'),
      /format is "not given"|cannot be read/,
    ],
    [
      'an optimizer without state',
      swap(/"optimizer":"[^}]*\}"/, '"optimizer":"{}"'),
      /optimizer lacks steps, noise/,
    ],
    ['steps of half', swap('\\"steps\\":5', '\\"steps\\":5.5'), /steps must be a whole number/],
    ['steps below 0', swap('\\"steps\\":5', '\\"steps\\":-5'), /steps must be/],
    [
      'a noise that stands still',
      swap(/\\"noise\\":\[[^\]]*\]/, '\\"noise\\":[0,0,0,0]'),
      /noise must be 4 whole/,
    ],
    ['a noise of three', swap(/\\"noise\\":\[[^\]]*\]/, '\\"noise\\":[1,2,3]'), /noise must be 4 whole/],
    ['a noise of text', swap(/\\"noise\\":\[[^\]]*\]/, '\\"noise\\":\\"abcd\\"'), /noise must be 4 whole/],
  ];
  for (const [what, text, message] of cases) {
    test(what, () => {
      const bytes = sealed(text);
      refused(bytes, what);
      assert.throws(() => load(bytes), message);
    });
  }
});

describe('numbers that no engine has are refused even with the right checksum', () => {
  const entries = JSON.parse(header) as Record<string, { data_offsets: [number, number] }>;
  const withNumber = (tensor: string, value: number) => {
    const data = file.slice(headerEnd);
    new DataView(data.buffer).setFloat32(entries[tensor]!.data_offsets[0] + 4, value, true);
    return sealed(header, data);
  };
  const cases: [string, number, RegExp][] = [
    ['kernel', NaN, /"kernel" holds NaN at place 1/],
    ['bias', Infinity, /"bias" holds Infinity at place 1/],
    ['embedding', 1e30, /"embedding" holds 1.0*e\+30|"embedding" holds 1\.000000\d*e\+30/],
    ['firstMoment.kernel', NaN, /average gradient of "kernel" holds NaN/],
    ['secondMoment.kernel', -1, /average square of "kernel" holds -1/],
  ];
  for (const [tensor, value, message] of cases) {
    test(`${value} in ${tensor}`, () => {
      refused(withNumber(tensor, value), tensor);
      assert.throws(() => load(withNumber(tensor, value)), message);
    });
  }

  test('a number too many or too few', () => {
    refused(sealed(header, file.slice(headerEnd, file.length - 4)), 'too few');
    refused(sealed(header, Uint8Array.from([...file.subarray(headerEnd), 0, 0, 0, 0])), 'too many');
  });
});

test('files of version 1, which has no checksum, are refused with the reason', () => {
  const old = header.replace(/"version":"2","crc32":"[^"]*"/, '"version":"1"');
  assert.throws(() => load(sealed(old)), {
    name: 'ModelFileError',
    message:
      'the model file has version 1, but this program reads version 2: version 1 has no checksum, so nobody can tell whether ' +
      'it is whole. Train the model anew and save it, or read its tensors with another safetensors library',
  });
});

test('what is no file at all is refused in words', () => {
  for (const content of [null, undefined, 'text', new ArrayBuffer(8), [1, 2, 3]]) {
    refused(content as unknown as Uint8Array, typeof content);
  }
  refused(new Uint8Array(0), 'nothing');
  assert.throws(() => loadEngine(file, engineHost(), { threads: 0.5 }), /threads must be a whole number/);
});

test('every head, with and without optimizer, loads as it was saved, byte for byte', () => {
  for (const head of ['logistic', 'dense', 'vib'] as const) {
    for (const optimizer of [false, true]) {
      const engine = testEngine({ ...options, head, lambda: head === 'vib' ? 3 : 0, beta: 0 });
      engine.step({ tokens, labels: [1, 0, 1, 1, 0] });
      const bytes = saveEngine(engine, { optimizer });
      const other = load(bytes);
      assert.deepEqual(saveEngine(other, { optimizer }), bytes);
      [engine, other].forEach(one => one.dispose());
    }
  }
});
