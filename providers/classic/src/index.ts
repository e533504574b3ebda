export { findDepthBands } from './depth/find-depth-bands.ts';
export { classicProvider } from './provider.ts';
export { findSpots, type FoundSpot } from './spots/find-spots.ts';
export { findSky } from './subjects/find-sky.ts';
export { findSubjects, type Subjects } from './subjects/find-subjects.ts';
