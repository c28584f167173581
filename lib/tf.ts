/** The one import of TensorFlow: `import { tf } from './lib/tf'`. */
import './tf-environment';
import * as tf from '@tensorflow/tfjs-node';

export { tf };
