import { readFileSync } from 'fs';
import path from 'path';
import { identifyArchive } from '../data/archive-identity';
import { locateReviews } from '../data/locate-reviews';
import { TextCnnEngine } from '../engine';
import { engineHost } from '../models/engine-host';
import { Random } from '../random';
import { tf } from '../tf';
import { engineDistances } from './engine-distance';

/** One part of the installation. */
export interface InstallationPart {
  readonly part: string;
  /** Its version, or what it answered. */
  readonly found: string;
  /** 'yes', or what to do. */
  readonly right: string;
}

const root = path.resolve(__dirname, '..', '..');
const setUp = 'no: npm run setup';

/**
 * What is installed, and whether it answers: Node, TypeScript, the kernel, tfjs with its TensorFlow library (a product is
 * computed), the engine (its gradient beside that of tfjs), and the reviews that are here already. Nothing is downloaded.
 */
export async function checkInstallation(): Promise<InstallationPart[]> {
  const node = process.versions.node;
  return [
    {
      part: 'Node',
      found: node,
      right: Number.parseInt(node) >= 20 ? 'yes' : 'no: install Node 20 or newer',
    },
    ...['tslab', 'typescript', '@tensorflow/tfjs-node'].map(packagePart),
    tensorFlowPart(),
    enginePart(),
    await reviewsPart(),
  ];
}

function packagePart(name: string): InstallationPart {
  try {
    const file = path.join(root, 'node_modules', name, 'package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    return { part: name, found: version, right: 'yes' };
  } catch {
    return { part: name, found: 'missing', right: setUp };
  }
}

/** [1 2; 3 4]^2 = [7 10; 15 22], computed by the loaded library. */
function tensorFlowPart(): InstallationPart {
  const version = (tf.backend() as unknown as { binding?: { TF_Version?: string } }).binding?.TF_Version;
  const square = tf.tidy(() => {
    const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    return Array.from(matrix.matMul(matrix).dataSync()).join();
  });
  const right = tf.getBackend() === 'tensorflow' && square === '7,10,15,22';
  return {
    part: 'TensorFlow library',
    found: `${version ?? 'of unknown version'}, backend "${tf.getBackend()}"`,
    right: right ? 'yes' : setUp,
  };
}

/** A small network's gradient by the engine and by tfjs must agree to the rounding of 32-bit numbers. */
function enginePart(): InstallationPart {
  const part = 'Engine of notebook 04';
  try {
    const random = new Random(1);
    const [words, length, texts] = [50, 12, 16];
    const tokens = Int32Array.from({ length: texts * length }, () => random.integer(words));
    const labels = Int32Array.from({ length: texts }, () => random.integer(2));
    const sizes = { words, length, embedding: 6, filters: 20, latent: 4 };
    const engine = new TextCnnEngine({ ...sizes, head: 'vib', seed: 1, threads: 1 }, engineHost());
    const distances = engineDistances(engine, { tokens, labels }, { texts }).map(({ distance }) => distance);
    engine.dispose();
    const furthest = Math.max(...distances);
    return {
      part,
      found: `gradient within ${furthest.toExponential(0)} of tfjs's`,
      right: furthest < 1e-4 ? 'yes' : 'no: npm run build:engine',
    };
  } catch (error) {
    return { part, found: (error as Error).message.replace(root, '.'), right: 'no: npm run build:engine' };
  }
}

/** Which reviews notebook 04 would read, were it not allowed to download. */
async function reviewsPart(): Promise<InstallationPart> {
  const part = 'IMDB reviews';
  try {
    const located = await locateReviews({
      data: '',
      cacheFolder: path.join(root, 'data', 'cache'),
      sites: [],
    });
    if ('synthetic' in located) {
      const asked = located.chosenBy === 'environment';
      return {
        part,
        found: asked ? 'VIB_IMDB asks for the synthetic corpus' : 'none here yet',
        right: asked ? 'yes' : 'notebook 04 will try to download them',
      };
    }
    const archive = identifyArchive(located.sha256)?.description ?? 'an archive of your own';
    const where = located.chosenBy === 'environment' ? 'named by VIB_IMDB' : 'in data/cache';
    return { part, found: `${archive}, ${where}`, right: 'yes' };
  } catch (error) {
    return { part, found: (error as Error).message, right: 'no: correct VIB_IMDB, or unset it' };
  }
}
