/** Has Node keep compiled code, types stripped, for the next start. */
export async function keepCode() {
  const { enableCompileCache } = await import('node:module');
  const { fileURLToPath } = await import('node:url');
  // Beside the code and not in the directory for temporary files, where others could put code in its place.
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/refreshql', import.meta.url)));
}
