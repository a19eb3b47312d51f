/** An object of parsed JSON: what it has is its own. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether parsed JSON is an object, which an array is not. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
