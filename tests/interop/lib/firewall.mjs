// A network of its own behind a stateful firewall: what starts inside gets out and its replies get in, nothing else does.
// It hangs on the private network of the tests by one cable; servers outside appear inside at the same loopback ports.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { open_tunnel } from './tunnel.mjs';

const kOutside = '10.77.0.1';
const kInside = '10.77.0.2';
const kCable = 'ssc-outside';
const kTunnel = fileURLToPath(new URL('tunnel.mjs', import.meta.url));
const kRules = `
  table inet wall {
    chain input {
      type filter hook input priority 0; policy drop;
      iif lo accept
      ct state established,related accept
    }
  }`;

const run = (program, ...rest) => execFileSync(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
const ip = (text) => run('ip', ...text.split(' '));

export class Firewall {
  /// `origins`: the servers on the loopback outside that are wanted inside.
  static async build(origins) {
    const ports = origins.map((origin) => new URL(origin).port);
    const wall = new Firewall();
    // The tunnel's process holds the network: it is gone when that is.
    wall.holder_ = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh',
      process.execPath, kTunnel, '127.0.0.1', kOutside, ...ports], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(wall.holder_.stdout, 'data');
    const { pid } = wall.holder_;
    wall.enter_ = ['nsenter', `--net=/proc/${pid}/ns/net`];
    const inside = (...command) => run(...wall.enter_, ...command);
    ip(`link add ${kCable} type veth peer name inside netns ${pid}`);
    ip(`addr add ${kOutside}/24 dev ${kCable}`);
    ip(`link set ${kCable} up`);
    inside('ip', 'addr', 'add', `${kInside}/24`, 'dev', 'inside');
    inside('ip', 'link', 'set', 'inside', 'up');
    inside('ip', 'route', 'add', 'default', 'via', kOutside);
    inside('nft', kRules);
    wall.listeners_ = await open_tunnel(kOutside, '127.0.0.1', ports.map(Number));
    wall.folder_ = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-wall-'));
    return wall;
  }

  /// A program that runs `executable` inside.
  program(executable) {
    const file = path.join(this.folder_, 'program');
    fs.writeFileSync(file, `#!/bin/sh\nexec ${this.enter_.join(' ')} ${executable} "$@"\n`, { mode: 0o755 });
    return file;
  }

  async tear_down() {
    for (const listener of this.listeners_) listener.close();
    const gone = once(this.holder_, 'exit');
    ip(`link delete ${kCable}`);
    this.holder_.stdin.end();
    await gone;
    fs.rmSync(this.folder_, { recursive: true, force: true });
  }
}
