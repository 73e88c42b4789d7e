/** The options of the screen; the other verbs have their own. */
export interface ScreenOptions {
  readonly server?: string;
  readonly color?: 'auto' | 'always' | 'never';
  readonly ascii?: true;
  readonly mouse: boolean;
  readonly cells: boolean;
}
