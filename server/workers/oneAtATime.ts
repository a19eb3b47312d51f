/** Makes one run of a task serve all who ask while it is under way. */
export function oneAtATime<T>(task: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => {
    underWay ??= task().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
