/** Something that is told of an entry, under the name that who tells it has for it (`generation`, `mode`). */
export interface Fact {
  readonly name: string;
  readonly value: string;
}
