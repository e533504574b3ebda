export { findSpots, type FoundSpot } from './spots/find-spots.ts';
