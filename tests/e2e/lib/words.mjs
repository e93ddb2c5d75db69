// The accessible names of the controls that a walk through the screens presses, in both languages.
export const kWords = {
  en: {
    sign_in: 'Sign in', voice: 'Voice call', video: 'Video call', accept: 'Accept', accept_video: 'Accept with video',
    cancel: 'Cancel call', end: 'End call', minimize: 'Minimize call', settings: 'Settings', message: 'Message',
  },
  ru: {
    sign_in: 'Войти', voice: 'Голосовой звонок', video: 'Видеозвонок', accept: 'Принять', accept_video: 'Принять с видео',
    cancel: 'Отменить звонок', end: 'Завершить звонок', minimize: 'Свернуть звонок', settings: 'Настройки', message: 'Сообщение',
  },
};
