import type { SelfMadeModel, TrainableModel } from './model';

/** How many numbers a model learns: the sizes of its variables, added up. */
export function parameterCount(model: TrainableModel | SelfMadeModel): number {
  if ('parameterCount' in model) return model.parameterCount;
  return model.variables.reduce((sum, variable) => sum + variable.size, 0);
}
