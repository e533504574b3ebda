// A server process over the stub engine: `stub-server.ts FOLDER`.
import { serveMcp } from '@chemigram/mcp';
import { stubEngine } from './stub-engine.ts';

serveMcp(stubEngine(process.argv[2]!), { identity: { name: 'stub', version: '0.0.0' } });
