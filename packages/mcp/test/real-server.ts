// The real engine behind the real server.
import { createEngine } from '@chemigram/engine';
import { serveMcp } from '@chemigram/mcp';

serveMcp(await createEngine({ env: process.env, stays: true }), { identity: { name: 'chemigram', version: '0.0.0' } });
