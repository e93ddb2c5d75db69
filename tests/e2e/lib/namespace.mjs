// A network of one's own: the program starts itself again where only the loopback interface exists, so that nothing
// outside can be reached, by the tests or by the product.
import { spawnSync } from 'node:child_process';
import os from 'node:os';

const kMark = 'SSC_PRIVATE_NETWORK';

/// Returns when running inside the namespace; otherwise runs the same command line inside and exits with its code. Where
/// the system allows no namespace it says so and returns: the browser then still resolves no outside name.
export function enter_private_network() {
  if (process.env[kMark]) {
    const interfaces = Object.keys(os.networkInterfaces()).filter((name) => name !== 'lo');
    if (interfaces.length) throw new Error(`not a private network: ${interfaces.join(', ')} reachable`);
    return;
  }
  const unshare = [...(process.getuid() === 0 ? [] : ['--map-root-user']), '--net', '--', 'sh', '-c'];
  if (spawnSync('unshare', [...unshare, 'ip link set lo up']).status !== 0) {
    console.log('No private network here (unshare --net is not allowed): running on the loopback of this machine.');
    return;
  }
  const inside = spawnSync(
    'unshare',
    [...unshare, 'ip link set lo up && exec "$@"', 'sh', process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, [kMark]: '1' } },
  );
  if (inside.error) throw inside.error;
  process.exit(inside.status ?? 1);
}
