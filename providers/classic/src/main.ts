#!/usr/bin/env node
/** chemigram-provider-classic: serves what rules detect, on stdin and stdout. */
import { serveProvider } from '@chemigram/providers/serve';
import { classicProvider } from './provider.ts';

serveProvider(classicProvider);
