import { startProgress } from '../show';
import { train, type AnyModel, type Data, type History, type TrainOptions } from '../training';

/**
 * `train`, watched: a bar (in a terminal: lines) with loss, accuracy, rate, examples a second and time left. When the
 * reader interrupts it, the bar says so and the epochs done so far are returned.
 *
 * @throws as `train` does; the bar then says that it failed.
 */
export async function trainWatched(
  title: string,
  model: AnyModel,
  data: Data,
  options: Omit<TrainOptions, 'progress'>,
): Promise<History> {
  const progress = startProgress(title);
  try {
    const history = await train(model, data, { ...options, progress });
    if (history.interrupted) progress.stop(`interrupted after ${history.epochs.length} whole epochs`);
    else progress.finish();
    return history;
  } catch (error) {
    progress.stop('failed');
    throw error;
  }
}
