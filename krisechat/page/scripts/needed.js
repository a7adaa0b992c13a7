/** What few need in a conversation, in one file that is fetched when somebody does (on-need.js). */
export { takeForms } from './forms.js';
export { toneOf } from './tone.js';
export { holdsCpr } from '../../static/krisechat/cpr.js';
