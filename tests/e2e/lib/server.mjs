// One backend with a database of its own, on a free port. It can be killed and started again at the same address.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { until } from './until.mjs';

export const kRepository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const kPython = process.env.SSC_PYTHON ?? '/usr/bin/python3';
export const kSite = process.env.SSC_SITE ?? path.join(kRepository, 'build/web/site');

async function free_port() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/// Whether the time of this access token has run out.
export function is_over(token) {
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  return exp * 1000 <= Date.now();
}

export class Server {
  static async start(options = {}) {
    const server = new Server();
    server.folder_ = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-e2e-'));
    server.port_ = await free_port();
    server.origin = `http://127.0.0.1:${server.port_}`;
    server.log = '';
    // Tests do in seconds what people do in hours.
    server.environment_ = { ...process.env, SSC_LIMIT_SCALE: '50', SSC_STUN_URLS: '', ...options.environment };
    server.tokens_ = new Map();
    await server.run();
    return server;
  }

  async run() {
    this.process_ = spawn(
      kPython,
      ['-m', 'server', '--host', '127.0.0.1', '--port', String(this.port_), '--db', path.join(this.folder_, 'data.sqlite3'),
        '--static', kSite, '--demo'],
      { cwd: kRepository, env: this.environment_, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const note = (chunk) => { this.log = (this.log + chunk).slice(-200000); };
    this.process_.stdout.on('data', note);
    this.process_.stderr.on('data', note);
    let gone = false;
    this.process_.on('exit', () => { gone = true; });
    await until('the server to answer', async () => {
      if (gone) return true;
      return (await fetch(`${this.origin}/api/health`)).ok;
    });
    if (gone) throw new Error(`the server did not start:\n${this.log}`);
  }

  get is_running() { return this.process_.exitCode === null && this.process_.signalCode === null; }

  async run_again() {
    if (!this.is_running) await this.run();
  }

  async kill() {
    if (!this.is_running) return;
    const gone = once(this.process_, 'exit');
    this.process_.kill('SIGKILL');
    await gone;
  }

  async stop() {
    await this.kill();
    fs.rmSync(this.folder_, { recursive: true, force: true });
  }

  /// One REST request; `as` is the name of a demo user.
  async request(method, where, { as, body } = {}) {
    const headers = { 'Content-Type': 'application/json' };
    if (as) headers.Authorization = `Bearer ${(await this.sign_in(as)).accessToken}`;
    const reply = await fetch(this.origin + where, { method, headers, body: body && JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${where}: ${reply.status} ${text}`);
    return JSON.parse(text);
  }

  /// Tokens and user as a sign-in gives them; asked for once per user.
  async sign_in(name, password = 'demo') {
    if (!this.tokens_.has(name) || is_over(this.tokens_.get(name).accessToken)) {
      this.tokens_.set(name, await this.request('POST', '/api/auth/login', { body: { email: name, password } }));
    }
    return this.tokens_.get(name);
  }

  /// A new user (registration signs in at once); the password is "secret-words".
  async register(name) {
    const account = await this.request('POST', '/api/auth/register',
      { body: { username: name, email: `${name}@example.org`, password: 'secret-words' } });
    this.tokens_.set(name, account);
    return account;
  }

  async chat_id(name, other) {
    const { user } = await this.sign_in(other);
    return (await this.request('POST', '/api/messages/chats', { as: name, body: { participantId: user.id } }))._id;
  }

  async say(name, other, content) {
    const chat = await this.chat_id(name, other);
    return this.request('POST', `/api/messages/chats/${chat}/messages`, { as: name, body: { content } });
  }

  async end_calls(name) {
    const active = await this.request('GET', '/api/calls/active', { as: name });
    if (active) await this.request('POST', `/api/calls/end/${active._id}`, { as: name });
  }
}
