/**
 * Which runtimes and services of AI the packages of this repository bring along, by package-lock.json: what npm would
 * install for them, through however many others.
 */

/** A trailing * stands for any rest. */
const AI = [
  '@ai-sdk/*',
  '@anthropic-ai/*',
  '@aws-sdk/client-bedrock*',
  '@google/gen*',
  '@huggingface/*',
  '@langchain/*',
  '@mediapipe/*',
  '@mistralai/*',
  '@tensorflow*',
  '@xenova/*',
  'ai',
  'cohere-ai',
  'groq-sdk',
  'langchain',
  'node-llama-cpp',
  'ollama',
  'onnxruntime*',
  'openai',
  'replicate',
];

/** Is a package of this name one? */
export const isAi = (name) => AI.some((p) => (p.endsWith('*') ? name.startsWith(p.slice(0, -1)) : name === p));

/** A dependency's place in the lock file as Node would find it: the nearest node_modules upwards. */
function placeOf(entries, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (entries[place] !== undefined) return entries[place].link ? entries[place].resolved : place;
    if (folder === '') return undefined;
  }
}

/**
 * The ways from a package of the repository to AI, each as the names on it: `["@chemigram/x", "onnxruntime-node"]`.
 *
 * @param lock a package-lock.json, parsed
 * @param folder the package's, as the lock file names it; '' is the root. What it needs for its own tests counts too.
 */
export function waysToAi(lock, folder) {
  const entries = lock.packages ?? {};
  const seen = new Set([folder]);
  const open = [{ place: folder, way: [] }];
  const found = [];
  for (const { place, way } of open) {
    const entry = entries[place] ?? {};
    const needs = {
      ...entry.dependencies,
      ...entry.optionalDependencies,
      ...(way.length === 0 && entry.devDependencies),
    };
    for (const name of Object.keys(needs)) {
      const next = placeOf(entries, place, name);
      if (isAi(name)) found.push([...way, name]);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      open.push({ place: next, way: [...way, name] });
    }
  }
  return found;
}
