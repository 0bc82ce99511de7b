/** What VS Code runs by a name of package.json; whoever calls it may give it anything. */
export type Command = (...args: readonly unknown[]) => Promise<void>;
