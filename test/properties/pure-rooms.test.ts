import * as gaussian from '../../lib/gaussian';
import * as information from '../../lib/information';
import * as random from '../../lib/random';
import * as statistics from '../../lib/statistics';
import { checkRoom } from './check-room';
import { gaussianRoom } from './rooms/gaussian';
import { informationRoom } from './rooms/information';
import { randomRoom } from './rooms/random';
import { statisticsRoom } from './rooms/statistics';

// Each room's registry says how its exports are called: a new export without an entry fails here.
checkRoom('lib/gaussian', gaussian, gaussianRoom);
checkRoom('lib/statistics', statistics, statisticsRoom);
checkRoom('lib/random', random, randomRoom);
checkRoom('lib/information', information, informationRoom);
