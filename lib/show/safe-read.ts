/** What `read` returns, or `otherwise` when it throws: values to be shown may have getters and traps that throw. */
export function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** The name of the class of an object, found without running its code; "Object" for a plain one. */
export function classOf(value: object): string {
  return safely(() => {
    let prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null) return '[Object: null prototype]';
    for (; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
      const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
      const name: unknown =
        typeof made === 'function' && Object.getOwnPropertyDescriptor(made, 'name')?.value;
      if (typeof name === 'string' && name !== '') return name.slice(0, 80);
    }
    return 'Object';
  }, 'Object');
}
