// Networks like people's: a home behind a router that translates addresses, and a street that joins the homes and the
// server. Everything lives in network namespaces under the private network of the tests and vanishes with their holders.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { kChromium, launch_browser } from './browser.mjs';
import { until } from './until.mjs';

export const kStreet = '10.9.0.1';
export const kTurnPort = 3478;
export const kTurnSecret = 'only-for-the-tests';

const kAway = 'ssc-away';

const run = (program, ...rest) => execFileSync(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
const words = (text) => text.split(' ');
const table = (name, ...chains) => `table ip ${name} {\n${chains.join('\n')}\n}`;
const chain = (name, hook, ...rules) => `chain ${name} {\ntype ${hook};\n${rules.join('\n')}\n}`;

/// A network namespace that lives as long as this object is not torn down, or this process lives.
class Namespace {
  static async make() {
    const space = new Namespace();
    space.holder_ = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo ready && exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(space.holder_.stdout, 'data');
    space.enter_ = ['nsenter', `--net=/proc/${space.holder_.pid}/ns/net`];
    return space;
  }

  get pid() { return this.holder_.pid; }
  run(...command) { return run(...this.enter_, ...command); }
  ip(text) { this.run('ip', ...words(text)); }
  nft(rules) { this.run('nft', rules); }
  set(name, value) { this.run('sh', '-c', `echo ${value} > /proc/sys/net/ipv4/${name}`); }

  /// The command line that runs `command` inside.
  inside(...command) { return [...this.enter_, ...command]; }

  async tear_down() {
    const gone = once(this.holder_, 'exit');
    this.holder_.stdin.end();
    await gone;
  }
}

/// What joins the homes: the server is reached at its port, and a STUN and TURN server can be put beside it.
export class Street {
  static build(origin) {
    const street = new Street();
    street.port = Number(new URL(origin).port);
    street.homes_ = [];
    run('ip', ...words(`addr add ${kStreet}/32 dev lo`));
    fs.writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
    // What is sent to addresses that nobody has out here is lost, and not refused: the TURN server would close its session.
    run('ip', ...words(`link add ${kAway} type veth peer name ${kAway}-far`));
    for (const end of [kAway, `${kAway}-far`]) run('ip', ...words(`link set ${end} arp off up`));
    run('ip', ...words(`route add 192.168.0.0/16 dev ${kAway}`));
    run('nft', table('street', chain('arriving', 'nat hook prerouting priority -100',
      `ip daddr ${kStreet} tcp dport ${street.port} dnat to 127.0.0.1`)));
    return street;
  }

  async home() {
    const home = await Home.build(this.homes_.length + 1, this.port);
    this.homes_.push(home);
    return home;
  }

  /// STUN and TURN over UDP and TCP, with the credentials that our server hands out.
  async open_turn() {
    this.folder_ = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-turn-'));
    this.turn_ = spawn('turnserver', ['-n', '-L', kStreet, '-p', String(kTurnPort), '-E', kStreet, '--min-port', '50000', '--max-port', '50200',
      '--use-auth-secret', '--static-auth-secret', kTurnSecret, '--realm', 'tests', '--no-tls', '--no-dtls', '--no-cli', '--no-software-attribute',
      '--userdb', path.join(this.folder_, 'users'), '--pidfile', path.join(this.folder_, 'pid'), '--log-file', 'stdout', '--simple-log'],
    { stdio: ['ignore', 'pipe', 'ignore'], cwd: this.folder_ });
    this.log = '';
    this.turn_.stdout.on('data', (chunk) => { this.log = (this.log + chunk).slice(-100000); });
    await until('the TURN server to serve', () => /DB connection success/.test(this.log));
  }

  async tear_down() {
    for (const home of this.homes_) await home.tear_down();
    if (this.turn_) {
      const gone = once(this.turn_, 'exit');
      this.turn_.kill();
      await gone;
      fs.rmSync(this.folder_, { recursive: true, force: true });
    }
    run('nft', 'delete table ip street');
    run('ip', ...words(`link delete ${kAway}`));
    run('ip', ...words(`addr del ${kStreet}/32 dev lo`));
  }
}

/// One home: a machine for a browser, and the router before it. What the router lets through can be changed at any time.
class Home {
  static async build(number, port) {
    const home = new Home();
    home.number_ = number;
    home.cable_ = `ssc-home-${number}`;
    home.router_ = await Namespace.make();
    home.machine_ = await Namespace.make();
    const { router_: router, machine_: machine } = home;
    const wan = `10.9.${number}`;
    const lan = `192.168.${number}`;
    run('ip', ...words(`link add ${home.cable_} type veth peer name wan netns ${router.pid}`));
    run('ip', ...words(`addr add ${wan}.1/24 dev ${home.cable_}`));
    run('ip', ...words(`link set ${home.cable_} up`));
    fs.writeFileSync(`/proc/sys/net/ipv4/conf/${home.cable_}/route_localnet`, '1');
    router.ip(`addr add ${wan}.2/24 dev wan`);
    router.ip('link set wan up');
    router.ip(`route add default via ${wan}.1`);
    router.ip(`link add lan type veth peer name wire netns ${machine.pid}`);
    router.ip(`addr add ${lan}.1/24 dev lan`);
    router.ip('link set lan up');
    router.set('ip_forward', 1);
    machine.ip(`addr add ${lan}.2/24 dev wire`);
    machine.ip('link set wire up');
    machine.ip(`route add default via ${lan}.1`);
    home.address_ = 2;
    router.nft(table('translation', chain('leaving', 'nat hook postrouting priority 100')));
    home.translate();
    // What nobody inside asked for is not answered: an answer would take the port away from a call that is about to ask.
    const uninvited = 'iifname "wan" ct state new drop';
    router.nft(table('wall', chain('arriving', 'filter hook input priority 0', uninvited),
      chain('passing', 'filter hook forward priority 0', uninvited), chain('weather', 'filter hook forward priority -10')));
    // The page's own origin stays on the loopback, where browsers allow a microphone without a certificate.
    machine.set('conf/all/route_localnet', 1);
    machine.nft(table('page',
      chain('going', 'nat hook output priority -100', `ip daddr 127.0.0.1 tcp dport ${port} dnat to ${kStreet}`),
      chain('gone', 'nat hook postrouting priority 100', 'oifname "wire" ip saddr 127.0.0.1 meta l4proto tcp masquerade')));
    home.folder_ = fs.mkdtempSync(path.join(os.tmpdir(), 'ssc-home-'));
    return home;
  }

  /// A program that runs `executable` on the machine inside.
  program(...executable) {
    const file = path.join(this.folder_, path.basename(executable[0]));
    fs.writeFileSync(file, `#!/bin/sh\nexec ${this.machine_.inside(...executable).join(' ')} "$@"\n`, { mode: 0o755 });
    return file;
  }

  async open_browser() {
    this.browser_ ??= await launch_browser(this.program(kChromium), []);
    return this.browser_;
  }

  /// How the router gives out ports: a plain one keeps the port wherever a packet goes, a symmetric one has another for
  /// each receiver.
  translate({ symmetric = false } = {}) {
    this.router_.nft(`flush chain ip translation leaving
      add rule ip translation leaving oifname "wan" masquerade ${symmetric ? 'fully-random' : ''}`);
  }

  /// What the router does to packets from now on, as nftables rules without a chain; nothing by default.
  weather(...rules) {
    this.router_.nft(['flush chain ip wall weather', ...rules.map((rule) => `add rule ip wall weather ${rule}`)].join('\n'));
  }
  clear_up() { this.weather(); }
  cut_off() { this.weather('drop'); }
  block_udp() { this.weather('meta l4proto udp drop'); }
  lose(percent) { this.weather(`meta l4proto udp numgen random mod 100 < ${percent} drop`); }
  lose_arriving(percent) { this.weather(`iifname "wan" meta l4proto udp numgen random mod 100 < ${percent} drop`); }
  /// The page's server stays in reach.
  cut_media() { this.weather('meta l4proto udp drop', `tcp dport ${kTurnPort} drop`); }

  /// The machine gets another address, as on a change of the network; what was translated for the old one is forgotten.
  move() {
    const lan = `192.168.${this.number_}`;
    this.machine_.ip(`addr del ${lan}.${this.address_}/24 dev wire`);
    this.address_ += 1;
    this.machine_.ip(`addr add ${lan}.${this.address_}/24 dev wire`);
    this.machine_.ip(`route replace default via ${lan}.1`);
  }

  async tear_down() {
    await this.browser_?.close();
    run('ip', ...words(`link delete ${this.cable_}`));
    await this.machine_.tear_down();
    await this.router_.tear_down();
    fs.rmSync(this.folder_, { recursive: true, force: true });
  }
}
