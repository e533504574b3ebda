export { PICTURE_BYTES_MAX } from './tool-answer.ts';
export { serveMcp, type McpHandle, type ServeOptions } from './serve-mcp.ts';
