// What the call window shows in each state (wire contract 7.1): texts and controls. The elements are made anew whenever
// the state changes, so a video element that was removed comes back without its stream.
const kTexts = {
  declined: 'Звонок отклонен',
  ended: 'Звонок завершен',
  failed: 'Ошибка соединения',
  'needs-interaction': 'Нажмите для включения звука',
};

export const remote_audio = () => document.querySelector('#remote-audio');

const two = (number) => String(number).padStart(2, '0');

function text_of({ status, call, since }) {
  if (status === 'pending') return call.incoming ? 'Входящий звонок...' : 'Соединение...';
  if (status !== 'accepted') return kTexts[status];
  const seconds = Math.floor((Date.now() - since) / 1000);
  return `Разговор ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

function controls_of(window) {
  const reload = ['close', 'Закрыть', () => location.reload()];
  const end = ['end', 'Завершить звонок', () => window.end()];
  switch (window.status) {
    case 'pending':
      // A ringing caller has nothing but the reload.
      return window.call.incoming ? [['decline', '', () => window.decline()], ['accept', '', () => window.accept()]] : [reload];
    case 'accepted':
      return [
        ['mute', 'Выключить микрофон', () => window.mute()],
        ['camera', 'Включить камеру', () => window.camera()],
        ['sound', 'Включить звук принудительно', () => window.enable_sound()],
        end,
      ];
    case 'needs-interaction':
      return [['sound', 'Включить звук', () => window.enable_sound()], end];
    default:
      return [reload];
  }
}

function video(role) {
  const out = document.createElement('video');
  out.dataset.role = role;
  out.autoplay = true;
  out.playsInline = true;
  out.width = 320;
  out.height = 240;
  return out;
}

/// Draws the window, or takes it away.
export function draw_window(window) {
  const place = document.querySelector('#call');
  place.replaceChildren();
  if (!window) return;
  const line = document.createElement('p');
  line.dataset.line = '';
  place.append(line);
  // Pictures exist only while the state is "accepted"; the own preview never gets its stream.
  if (window.status === 'accepted' && window.type === 'video') place.append(video('remote-video'), video('own-video'));
  for (const [act, text, action] of controls_of(window)) {
    const button = document.createElement('button');
    button.dataset.act = act;
    button.textContent = text;
    button.addEventListener('click', action);
    place.append(button);
  }
}

export function set_line(window) {
  const line = document.querySelector('#call [data-line]');
  if (line) line.textContent = `${window.call.peer.username ?? 'Неизвестный'}: ${text_of(window)}`;
}
