/**
 * Replaces methods of a class where they are defined, which may be a parent class. Checks that each is there: another
 * version of danfojs might name them otherwise.
 */
export function replaceMethods(prototype: object, methods: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(methods)) {
    let owner: object | null = prototype;
    while (owner !== null && !Object.prototype.hasOwnProperty.call(owner, name))
      owner = Object.getPrototypeOf(owner) as object | null;
    if (owner === null)
      throw new Error(`danfojs has no method ${name}: is it of another version than 1.2.0?`);
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  }
}
