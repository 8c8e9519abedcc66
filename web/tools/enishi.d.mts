export interface Running {
  /** http://127.0.0.1:PORT */
  base: string;
  binary: string;
  /** Working folder of the server, gone with it. */
  folder: string;
  stop: () => Promise<void>;
}
export function start(...flags: string[]): Promise<Running>;
export function withEnishi<T>(address: string | undefined, use: (base: string) => Promise<T>): Promise<T>;
