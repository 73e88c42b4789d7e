/** Stands for stack-utils in Ink's picture of an error, which this program replaces by its own report. */
export default class StackUtils {
  static nodeInternals() {
    return [];
  }
  clean(stack) {
    return stack;
  }
  parseLine() {
    return undefined;
  }
}
