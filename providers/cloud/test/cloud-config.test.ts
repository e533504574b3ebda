import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/cloud-config.ts';
import { configFile } from './helpers/config.ts';

const HOME = 'https://seer.example/v1';

describe('the config of a cloud provider', () => {
  it.each([
    'https://seer.example',
    'https://seer.example/v1/',
    'http://localhost:11434/v1',
    'http://127.0.0.1:1/',
    'http://[::1]:1/v1',
  ])('takes the address %s', (base) => {
    expect(readConfig(configFile(base)).base_url).toBe(base.replace(/\/$/, ''));
  });

  it.each([
    'http://seer.example/v1',
    'https://me:secret@seer.example',
    'https://seer.example/v1?key=secret',
    'ftp://seer.example',
    'seer.example',
    'file:///etc/passwd',
  ])('refuses the address %s, without repeating it', (base) => {
    expect(() => readConfig(configFile(base))).toThrow(
      expect.objectContaining({ code: 'invalid_input', field: 'base_url' }),
    );
    expect(() => readConfig(configFile(base))).not.toThrow(/secret/);
  });

  it.each([
    ['key', 'sk-secret-0123'],
    ['dialect', 'mine'],
    ['consent', 'yes'],
    ['timeout_seconds', 0],
    ['longest_side', 20],
    ['price', { input: 3 }],
    ['price', { input: -3, output: 1 }],
  ])('refuses %s = %j, without repeating it', (field, value) => {
    const path = configFile(HOME, { [field]: value });
    expect(() => readConfig(path)).toThrow(
      expect.objectContaining({ code: 'invalid_input', field: expect.stringContaining(field) }),
    );
    expect(() => readConfig(path)).not.toThrow(/secret/);
  });

  it('refuses words that it does not know', () => {
    expect(() => readConfig(configFile(HOME, { consnet: true }))).toThrow(/consnet/);
  });

  it('names the line of what is no TOML, and not what stands there', () => {
    const path = configFile(HOME);
    writeFileSync(path, 'consent = true\nkey = sk-secret\n');
    expect(() => readConfig(path)).toThrow(/is no TOML at line 2/);
    expect(() => readConfig(path)).not.toThrow(/secret/);
  });

  it('is named when it is not there', () => {
    expect(() => readConfig('/nowhere/cloud.toml')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
