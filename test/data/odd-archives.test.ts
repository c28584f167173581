import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readArchive, type ArchivedReview } from '../../lib/data/archive';
import { base256, endMark, member, paxRecord, soundMembers, writeRaw } from './raw-tar';
import { inFolder, writeArchive } from './small-archive';

type Limits = NonNullable<Parameters<typeof readArchive>[1]>['limits'];

async function readAll(file: string, limits?: Limits): Promise<ArchivedReview[]> {
  const reviews: ArchivedReview[] = [];
  for await (const review of readArchive(file, { limits })) reviews.push(review);
  return reviews;
}

/** The message of an ArchiveError, one line that begins with the file's path. */
async function refusal(file: string, limits?: Limits): Promise<string> {
  const error: unknown = await readAll(file, limits).then(
    reviews => new Error(`accepted, ${reviews.length} reviews`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'ArchiveError', error.message);
  assert.ok(error.message.startsWith(`${file} `), error.message);
  assert.match(error.message, /[.?]$/);
  assert.doesNotMatch(error.message, /\n|[\0-\x1f]/);
  assert.ok(error.message.length < 600, error.message);
  return error.message.slice(file.length + 1);
}

const pax = (key: string, value: string, type = 'x'): Buffer =>
  member({ name: 'PaxHeaders/0', type, body: paxRecord(key, value) });
const extra = 'aclImdb/train/pos/8_9.txt';
const after = (...members: Buffer[]): Buffer[] => [...soundMembers, ...members];

describe('an archive with an odd member is refused by its name', () => {
  const cases: [string, Buffer[], RegExp][] = [
    ['a declared size of 2 GiB', after(member({ name: extra, size: '20000000000\0' })), /^holds a review of 2147\.5 MB, aclImdb\/train\/pos\/8_9\.txt; the most is 1\.0 MB/],
    ['2 GiB in base 256', after(member({ name: extra, size: base256(2n ** 31n) })), /^holds a review of 2147\.5 MB, aclImdb\/train\/pos\/8_9\.txt/],
    ['2 GiB by a pax record', after(pax('size', String(2 ** 31)), member({ name: extra })), /^holds a review of 2147\.5 MB, aclImdb\/train\/pos\/8_9\.txt/],
    ['a real size of 1.5 MB', after(member({ name: extra, body: 'a '.repeat(750_000) })), /^holds a review of 1\.5 MB, aclImdb\/train\/pos\/8_9\.txt/],
    ['another file of 9 TB', after(member({ name: 'aclImdb/README', size: base256(9_000_000_000_000n) })), /^is too large: its member aclImdb\/README alone has 9000000\.0 MB, and the most is 2147\.5 MB unpacked/],
    ['a negative size', after(member({ name: extra, size: base256(-512n) })), /^is damaged: the size of its member aclImdb\/train\/pos\/8_9\.txt is no number of bytes \(0xff/],
    ['a size of 2^90', after(member({ name: extra, size: base256(2n ** 90n) })), /^is damaged: the size of its member aclImdb\/train\/pos\/8_9\.txt is no number/],
    ['a size in an unknown form', after(member({ name: extra, size: Buffer.concat([Buffer.from([0x81]), Buffer.alloc(11)]) })), /^is damaged: the size of its member/],
    ['a size that is not octal', after(member({ name: extra, size: '0000009zzzz\0' })), /^is damaged: the size of its member .* is no number of bytes \("0000009zzzz"\)/],
    ['a size with a sign', after(member({ name: extra, size: '-0000000012\0' })), /^is damaged: the size of its member .*"-0000000012"/],
    ['a pax size that is none', after(pax('size', '-5'), member({ name: extra })), /^is damaged: a record after its member aclImdb\/test\/neg\/7_5\.txt gives a size that is none \("-5"\)/],
    ['a pax size that goes past the end', after(pax('size', '9999'), member({ name: extra, body: 'a' })), /^is truncated: .*8_9\.txt/],
    ['a pax record of negative length', after(member({ name: 'p', type: 'x', body: '-7 a=b\n' })), /^is damaged: an attribute record \(pax\)/],
    ['a pax record of wrong length', after(member({ name: 'p', type: 'x', body: '99 path=b\n' })), /^is damaged: an attribute record \(pax\)/],
    ['a pax record without a key', after(member({ name: 'p', type: 'x', body: '7 abcd\n' })), /^is damaged: an attribute record \(pax\)/],
    ['one name for all', after(pax('path', extra, 'g'), member({ name: 'x' })), /^is damaged: a record .* gives all members one name/],
    ['a GNU name of 5 MB', after(member({ name: '././@LongLink', type: 'L', body: 'a'.repeat(5e6) })), /^is no usual archive: it has a name record of 5,000,000 bytes after its member aclImdb\/test\/neg\/7_5\.txt/],
    ['a link name of 5 MB', after(member({ name: '././@LongLink', type: 'K', body: 'a'.repeat(5e6) })), /name record of 5,000,000 bytes/],
    ['a declared pax record of 8 GiB', [member({ name: 'p', type: 'x', size: '77777777777\0' })], /name record of 8,589,934,591 bytes at its beginning/],
    ['a pax name of 5 MB', after(pax('path', 'a'.repeat(5e6)), member({})), /name record of 5,000,\d\d\d bytes/],
    ['a name of 5,000 bytes', after(pax('path', `train/pos/${'a'.repeat(5000)}.txt`), member({})), /^is no usual archive: it has a name of 5,014 bytes .*train\/pos\/aaa.*\.\.\.\)/],
    ['a wrong checksum', after(member({ name: extra, checksum: 1234 })), /^is damaged: what follows its member aclImdb\/test\/neg\/7_5\.txt has a wrong checksum/],
    ['a body that is not filled up', [member({ name: extra, body: 'short', unpadded: true }), ...soundMembers], /^is damaged: what follows its member aclImdb\/train\/pos\/8_9\.txt/],
    ['an old sparse file', after(member({ name: extra, type: 'S', body: 'abc' })), /^holds aclImdb\/train\/pos\/8_9\.txt as a sparse file/],
    ['a new sparse file', after(pax('GNU.sparse.major', '1'), member({ name: extra, body: 'abc' })), /^holds aclImdb\/train\/pos\/8_9\.txt as a sparse file/],
    ['a symbolic link', after(member({ name: extra, type: '2', linkName: '/etc/passwd' })), /^holds aclImdb\/train\/pos\/8_9\.txt as a symbolic link\. A review must be an ordinary file/],
    ['a hard link', after(member({ name: extra, type: '1', linkName: 'aclImdb/train/pos/7_5.txt' })), /as a hard link/],
    ['a device', after(member({ name: extra, type: '3' })), /as a device/],
    ['a block device', after(member({ name: extra, type: '4' })), /as a device/],
    ['a pipe', after(member({ name: extra, type: '6' })), /as a device/],
    ['a folder named like a review', after(member({ name: extra, type: '5' })), /8_9\.txt as a folder/],
    ['a folder with a slash', after(member({ name: `${extra}/`, type: '5' })), /8_9\.txt\/ as a folder/],
    ['an old folder', after(member({ name: `${extra}/` })), /8_9\.txt\/ as a folder/],
    ['an unknown type', after(member({ name: extra, type: 'Z', body: 'abc' })), /8_9\.txt as something that is no file/],
    ['an absolute name', after(member({ name: '/etc/passwd' })), /^holds \/etc\/passwd, a name outside the archive/],
    ['an absolute review', after(member({ name: `/${extra}` })), /a name outside the archive/],
    ['a name that leads out', after(member({ name: 'aclImdb/../../x' })), /^holds aclImdb\/\.\.\/\.\.\/x, a name outside/],
    ['a name that leads into', after(member({ name: 'aclImdb/unsup/../train/pos/8_9.txt' })), /a name outside the archive/],
    ['a drive', after(member({ name: 'C:\\x.txt' })), /a name outside the archive/],
    ['a review twice', after(...soundMembers.slice(0, 1)), /^holds the review train\/pos\/7_5\.txt twice, so it would count twice/],
    ['a review in two folders', after(member({ name: 'other/train/pos/7_5.txt', body: 'x' })), /twice \(as aclImdb\/train\/pos\/7_5\.txt and as other\/train\/pos\/7_5\.txt\)/],
    ['a review twice by a long name', after(pax('path', 'aclImdb/train/pos/7_5.txt'), member({ body: 'x' })), /^holds the review train\/pos\/7_5\.txt twice/],
    ['a lone block of zeros', [soundMembers[0]!, Buffer.alloc(512), ...soundMembers.slice(1)], /^goes on after the end mark of the tar inside it \(after aclImdb\/train\/pos\/7_5\.txt\)/],
    ['another tar after it', after(endMark, ...soundMembers), /^goes on after the end mark/],
  ]; // prettier-ignore
  for (const [what, members, message] of cases) {
    it(what, () =>
      inFolder(async folder => {
        assert.match(await refusal(writeRaw(path.join(folder, 'mine.tar.gz'), members)), message);
      }),
    );
  }
});

describe('an archive larger than the limits is refused before it fills the memory', () => {
  const many = Array.from({ length: 40 }, (_, i) => member({ name: `train/pos/${i}.txt`, body: 'abc' }));
  it('by the number of its reviews, their bytes, and all bytes', () =>
    inFolder(async folder => {
      const file = writeRaw(path.join(folder, 'a.tar.gz'), after(...many));
      assert.equal((await readAll(file)).length, 44);
      assert.match(await refusal(file, { count: 43 }), /^holds more than 43 reviews/);
      assert.match(await refusal(file, { reviews: 100 }), /^holds more than .* reviews, or more than 0\.0 MB of them/);
      assert.match(await refusal(file, { unpacked: 20_000 }), /^is too large: it has more, and the most is 0\.0 MB unpacked/);
      assert.match(await refusal(file, { review: 2 }), /^holds a review of 0\.0 MB, aclImdb\/train\/pos\/7_5\.txt/);
    })); // prettier-ignore

  it('also where the rest is zeros without an end', () =>
    inFolder(async folder => {
      const file = writeRaw(path.join(folder, 'a.tar.gz'), after(), Buffer.alloc(1 << 24));
      assert.match(await refusal(file, { unpacked: 1 << 23 }), /^is too large/);
      assert.equal((await readAll(file)).length, 4);
    }));
});

describe('reviews that are not UTF-8 are refused by name, with what converts them', () => {
  const cases: [string, Buffer, RegExp][] = [
    ['Latin-1', Buffer.from('un caf\xe9 noir', 'latin1'), /its byte 7 is 0xe9, as in Latin-1 or Windows-1252\. Convert it: iconv -f WINDOWS-1252 -t UTF-8/],
    ['Windows-1252 quotes', Buffer.from([0x93, 0x61, 0x94]), /its byte 1 is 0x93/],
    ['UTF-16 with its mark', Buffer.from('\ufeffA film.', 'utf16le'), /byte order mark says UTF-16\. Convert it: iconv -f UTF-16 -t UTF-8/],
    ['UTF-16, the other order', Buffer.from('\ufeffA film.', 'utf16le').swap16(), /byte order mark says UTF-16/],
    ['UTF-16 without a mark', Buffer.from('A film.', 'utf16le'), /its byte 2 is zero, so it is UTF-16 rather\. Convert it: iconv -f UTF-16LE/],
    ['UTF-16BE without a mark', Buffer.from('A film.', 'utf16le').swap16(), /its byte 1 is zero.*UTF-16BE/],
    ['UTF-32', Buffer.from([65, 0, 0, 0, 66, 0, 0, 0]), /its byte 2 is zero/],
    ['a zero byte', Buffer.from('A long and quite fine\0 film'), /its byte 22 is zero\. It is damaged or no text/],
    ['half a character', Buffer.from('caf\u00e9').subarray(0, 4), /its byte 4 is 0xc3/],
    ['a surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80]), /its byte 2 is 0xed/],
    ['too long a form', Buffer.from([0xc0, 0xaf]), /its byte 1 is 0xc0/],
    ['a right mark before a wrong one', Buffer.from([0xef, 0xbf, 0xbd, 0xff]), /its byte 4 is 0xff/],
  ]; // prettier-ignore
  for (const [what, body, message] of cases) {
    it(what, () =>
      inFolder(async folder => {
        const file = writeRaw(path.join(folder, 'a.tar.gz'), after(member({ name: extra, body })));
        const said = await refusal(file);
        assert.match(said, /^has a review that is not UTF-8, aclImdb\/train\/pos\/8_9\.txt: /);
        assert.match(said, message);
      }),
    );
  }

  it('while a byte order mark is left out, and every sound character stays', () =>
    inFolder(async folder => {
      const text = 'caf\u00e9 \u{1f600} \ufeff\ufffd\u0001';
      const file = writeRaw(path.join(folder, 'a.tar.gz'), after(member({ name: extra, body: `\ufeff${text}` })));
      assert.equal((await readAll(file)).find(review => review.name === '8_9.txt')?.text, text);
    })); // prettier-ignore
});

describe('what a sound archive may look like', () => {
  const accepted = async (members: Buffer[], end?: Buffer): Promise<ArchivedReview[]> =>
    inFolder(async folder => readAll(writeRaw(path.join(folder, 'a.tar.gz'), members, end)));

  it('long names, by pax, by GNU, or in two parts', async () => {
    const name = `${'a'.repeat(90)}/train/pos/${'b'.repeat(60)}.txt`;
    for (const members of [
      [pax('path', name), member({ body: 'x' })],
      [member({ name: '././@LongLink', type: 'L', body: `${name}\0` }), member({ body: 'x' })],
      [member({ prefix: 'a'.repeat(90), name: `train/pos/${'b'.repeat(60)}.txt`, body: 'x' })],
    ]) {
      const reviews = await accepted(after(...members));
      assert.equal(reviews[4]?.name, `${'b'.repeat(60)}.txt`);
      assert.equal(reviews[4]?.text, 'x');
    }
  });

  it('sizes by pax or in base 256, blanks in numbers, the old form without a mark, contiguous files', async () => {
    const body = 'a warm film';
    for (const odd of [
      [pax('size', String(body.length)), member({ name: extra, body, size: '00000000000\0' })],
      [member({ name: extra, body, size: base256(BigInt(body.length)) })],
      [member({ name: extra, body, size: '         13 ' })],
      [member({ name: extra, body, magic: '' })],
      [member({ name: extra, body, magic: 'ustar  \0' })],
      [member({ name: extra, body, type: '7' })],
      [member({ name: extra, body, type: '\0' })],
      [member({ name: 'aclImdb/train/pos/8_9.TXT', body })],
      [member({ name: './train/pos/8_9.txt', body })],
      [
        pax('comment', 'made by git', 'g'),
        pax('SCHILY.xattr.user.x', 'y\nz=1'),
        member({ name: extra, body }),
      ],
    ]) {
      assert.equal((await accepted(after(...odd)))[4]?.text, body);
    }
  });

  it('passes over folders, links, devices and other files beside the reviews', async () => {
    const others = [
      member({ name: 'aclImdb/', type: '5' }),
      member({ name: 'aclImdb/train/pos', type: '5', size: '00000001000\0' }),
      member({ name: 'aclImdb/latest', type: '2', linkName: 'train' }),
      member({ name: 'aclImdb/null', type: '3' }),
      member({ name: 'aclImdb/train/pos/._8_9.txt', body: '\0\0' }),
      member({ name: 'aclImdb/train/unsup/1_0.txt', body: 'caf\xe9' }),
      member({ name: 'aclImdb/README', body: Buffer.from([0xff, 0]) }),
      member({ name: 'aclImdb/strange', type: 'Z', body: 'abc' }),
    ];
    assert.equal((await accepted([...others, ...soundMembers])).length, 4);
  });

  it('zeros after the tar and after the gzip data, also megabytes, and gzip data in several parts', () =>
    inFolder(async folder => {
      const file = path.join(folder, 'a.tar.gz');
      const tar = Buffer.concat([...soundMembers, endMark]);
      const parts = [tar.subarray(0, 700), tar.subarray(700)].map(part => gzipSync(part));
      for (const bytes of [
        gzipSync(Buffer.concat([tar, Buffer.alloc(10_240)])),
        Buffer.concat([gzipSync(tar), Buffer.alloc(512)]),
        Buffer.concat([gzipSync(tar), Buffer.alloc(3 << 20)]),
        Buffer.concat(parts),
        Buffer.concat([...parts, gzipSync('')]),
      ]) {
        writeFileSync(file, bytes);
        assert.equal((await readAll(file)).length, 4);
      }
    }));

  it('is read through a link to it', () =>
    inFolder(async folder => {
      const link = path.join(folder, 'b.tar.gz');
      symlinkSync(writeRaw(path.join(folder, 'a.tar.gz'), soundMembers), link);
      assert.equal((await readAll(link)).length, 4);
    }));
});

describe('a file that is no archive, damaged or cut is refused in words that are right', () => {
  const tar = Buffer.concat([...soundMembers, endMark]);
  const gz = gzipSync(tar);
  const csv = 'review,label\n"A warm film",1\n'.repeat(2000);
  const flipped = (at: number): Buffer => {
    const copy = Buffer.from(gz);
    copy[at < 0 ? gz.length + at : at] ^= 0xff;
    return copy;
  };
  const cases: [string, Buffer | string, RegExp][] = [
    ['an empty file', '', /^is empty \(0 bytes\)\. Get the file again\.$/],
    ['one byte', gz.subarray(0, 1), /^is truncated/],
    ['a plain tar', tar, /^is a tar file that is not compressed\. Compress it with gzip/],
    ['a zip', Buffer.from('504b030414000000', 'hex'), /^is a zip file\. Unpack it and pack the folder again with tar -czf/],
    ['bzip2', 'BZh91AY&SY', /^is compressed with bzip2/],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), /^is compressed with xz/],
    ['zstd', Buffer.from('28b52ffd00000000', 'hex'), /^is compressed with zstd/],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), /^is a 7z file/],
    ['a CSV', csv, /^is a text file, such as a CSV, not an archive\. What is needed is a gzipped tar with text files in train\/pos/],
    ['a CSV with a mark', `\ufeff${csv}`, /^is a text file/],
    ['a CSV in UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le'), /^is a text file/],
    ['a CSV in Latin-1', Buffer.from('caf\xe9;1\n', 'latin1'), /^is a text file/],
    ['JSON', '{"reviews": []}', /^is a text file/],
    ['a web page', '\n<!DOCTYPE html>\n<html><body>404</body></html>', /^is a web page, not the archive/],
    ['a web page with a mark', '\ufeff<html lang="en">', /^is a web page/],
    ['a pointer of git lfs', 'version https://git-lfs.github.com/spec/v1\noid', /^is a pointer of git lfs/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /^is not a gzip file\. What is needed/],
    ['a CSV, gzipped', gzipSync(csv), /^is gzipped, but what is inside is not a tar archive/],
    ['a short text, gzipped', gzipSync('short'), /^is gzipped, but what is inside is not a tar archive/],
    ['nothing, gzipped', gzipSync(''), /^is empty inside/],
    ['gzipped twice', gzipSync(gz), /^is gzipped, but what is inside is not a tar archive/],
    ['no member at all', gzipSync(Buffer.alloc(10_240)), /^has no reviews in train\/pos, train\/neg, test\/pos, test\/neg/],
    ['text after the end', Buffer.concat([gz, Buffer.from('appended')]), /^goes on after the end of its gzip data: something was added/],
    ['text after zeros', Buffer.concat([gz, Buffer.alloc(600_000), Buffer.from('appended')]), /^goes on after the end of its gzip data/],
    ['half a gzip mark after the end', Buffer.concat([gz, Buffer.from('1f8b0000', 'hex')]), /^goes on after the end of its gzip data/],
    ['two archives joined', Buffer.concat([gz, gz]), /^goes on after the end mark of the tar inside it/],
    ['a wrong check sum', flipped(-6), /^is damaged \(incorrect data check\)/],
    ['a wrong length', flipped(-2), /^is damaged \(incorrect length check\)/],
    ['a damaged header', flipped(3), /^is damaged: its gzip header says what no gzip file can/],
    ['a damaged beginning', flipped(12), /^is (damaged|gzipped, but)/],
  ]; // prettier-ignore
  for (const [what, bytes, message] of cases) {
    it(what, () =>
      inFolder(async folder => {
        const file = path.join(folder, 'my data.tar.gz');
        writeFileSync(file, bytes);
        assert.match(await refusal(file), message);
      }),
    );
  }

  it('wherever it is cut, and whichever byte is changed', () =>
    inFolder(async folder => {
      const file = await writeArchive(path.join(folder, 'a.tar.gz'));
      const whole = readFileSync(file);
      const expected = JSON.stringify(await readAll(file));
      for (let kept = 1; kept < whole.length; kept += 7) {
        writeFileSync(file, whole.subarray(0, kept));
        assert.match(await refusal(file), /^is truncated/, `${kept} of ${whole.length}`);
      }
      for (let at = 0; at < whole.length; at += 5) {
        const changed = Buffer.from(whole);
        changed[at] ^= 1 << (at % 8);
        writeFileSync(file, changed);
        const read = await readAll(file).catch((error: unknown) => (error as Error).name);
        // Some bits do not matter: the header's time, or from which of many zeros a zero is copied.
        if (read !== 'ArchiveError') assert.equal(JSON.stringify(read), expected, `byte ${at}`);
      }
      const tar = gunzipSync(whole);
      for (let kept = 1; kept < tar.length - 1024; kept += 331) {
        writeFileSync(file, gzipSync(tar.subarray(0, kept), { level: 1 }));
        assert.match(await refusal(file), /^is (truncated|gzipped, but)/, `${kept} of the tar`);
      }
    }));

  it('a folder, and what cannot be read', () =>
    inFolder(async folder => {
      mkdirSync(path.join(folder, 'train'));
      assert.match(await refusal(folder), /^is a folder\. Give the archive file itself/);
      await assert.rejects(readAll('/dev/null'), /\/dev\/null is no ordinary file/);
      await assert.rejects(readAll(path.join(folder, 'none')), /There is no file .*none\. Check the path/);
      await assert.rejects(readAll(path.join(folder, 'a\0b')), /null bytes/);
    }));
});
