/** The engine: what TypeScript calls. All numbers live in the memory that it lays out (see plan.ts). */
export { finish, help, offer, workAlone } from './team';
export { output } from './output';
export { peak } from './roofline';
export { readTokens } from './tokens';
