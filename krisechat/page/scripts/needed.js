/** What nobody needs at first in a conversation, in one file: fetched when somebody does (on-need.js), at the latest
 * some minutes after the line stood.
 */
export { takeForms } from './forms.js';
export { toneOf } from './tone.js';
export { holdsCpr } from '../../static/krisechat/cpr.js';
export { active, here, watchSilence } from './idle.js';
