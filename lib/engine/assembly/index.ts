/** The engine: what TypeScript calls. All numbers live in the memory that it lays out (see plan.ts). */
export { output } from './output';
export { finish, help, offer, workAlone } from './team';
export { readTokens } from './tokens';
