/** A file that holds no model of the text CNN, or one that was changed or cut short since it was saved. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** What is wrong with a file, and what to do. */
export function fileError(what: string): ModelFileError {
  return new ModelFileError(
    `the model file cannot be used: ${what}. Take another copy of the file, or train the model anew and save it with saveEngine`,
  );
}
