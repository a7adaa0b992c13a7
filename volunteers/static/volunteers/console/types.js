/**
 * The shapes everything here speaks of: the server's frames, and what the console knows from them.
 * Only types; `tsc --checkJs` reads them, the browser skips over an empty module.
 */

/** @typedef {"none" | "concern" | "high" | "acute"} Risk */
/** @typedef {"waiting" | "active" | "ended" | "erased"} ConversationState */
/** @typedef {"available" | "break" | "offline"} PresenceStatus */
/** @typedef {"ended" | "referred" | "handover" | "silent" | "test" | "abuse" | "other"} Outcome */
/** @typedef {"web" | "sms"} Via */
/** @typedef {"none" | "words" | "gone_words" | "gone_neutral"} Texting whether my words also go to a phone: see the server's Texting */
/** @typedef {"" | "hurried" | "still"} Gone whether the citizen's page is closed, and how; a lost line is neither */
/** @typedef {"queued" | "sent" | "delivered" | "failed"} TextState */

/**
 * A conversation as the server describes it.
 * @typedef {object} ConversationCard
 * @property {string} id
 * @property {ConversationState} state
 * @property {string | null} topic
 * @property {string | null} language
 * @property {Risk} risk
 * @property {Via} via
 * @property {Texting} [texting]
 * @property {Gone} [gone]
 * @property {{ alias: string | null } | null} citizen
 * @property {{ id: string, alias: string } | null} volunteer whoever is responsible
 * @property {string} [your_alias] the name I have in it
 * @property {number} last_seq
 */

/**
 * @typedef {object} Message
 * @property {number} seq
 * @property {string | null} client_id
 * @property {"citizen" | "volunteer" | "system"} author
 * @property {string | null} alias
 * @property {string} body
 * @property {string} sent_at RFC 3339, UTC
 * @property {Via} via
 * @property {boolean} [masked] a CPR number was hidden before it was stored
 */

/** @typedef {{ id: string, body: string, author: string, at: string }} Note */

/**
 * A message of mine that the server has not acknowledged.
 * @typedef {object} Outgoing
 * @property {string} clientId
 * @property {string} body
 * @property {number} writtenAt milliseconds of this machine's clock
 * @property {"kept" | "sending" | "refused"} state
 * @property {number} notBefore do not send before this time (the server asked for a pause), else 0
 * @property {string | null} refusal the server's code, when refused
 */

/**
 * A conversation as this console holds it.
 * @typedef {object} Conversation
 * @property {string} id
 * @property {ConversationState} state
 * @property {string | null} topic
 * @property {string | null} language
 * @property {Risk} risk
 * @property {Via} via
 * @property {Texting} texting
 * @property {Gone} gone
 * @property {string} citizen the citizen's alias, or an empty string
 * @property {string} myAlias the name I have in this conversation
 * @property {{ id: string, alias: string } | null} holder whoever is responsible for it
 * @property {readonly Message[]} messages ascending by `seq`
 * @property {number} lastSeq the highest `seq` below which nothing is lacking
 * @property {number} heardSeq the highest `seq` the server has spoken of
 * @property {number} delivered highest of mine that reached the citizen's device
 * @property {number} read highest of mine that the citizen has read
 * @property {number} seen highest that I have looked at
 * @property {boolean} synced false while missed messages are still on their way
 * @property {number} typingAt when the citizen was last said to be typing, else 0
 * @property {readonly Note[]} notes oldest first
 * @property {readonly Outgoing[]} outbox in the order in which they were written
 * @property {Readonly<Record<number, TextState>>} texts how far the text messages of mine have come, by `seq`
 * @property {Emergency | null} emergency
 */

/**
 * What is on record about a danger to life.
 * @typedef {object} Emergency
 * @property {readonly { step: string, by: string, name?: string, at: string }[]} steps oldest first
 * @property {readonly { label: string, display: string, tel: string, step: string }[]} numbers 112 first; `step` is what a call to it is put on record as
 */

/**
 * A conversation I may say yes to. Times are milliseconds of this machine's clock.
 * @typedef {object} Offer
 * @property {string} id
 * @property {string} conversation
 * @property {string} topic
 * @property {string} language
 * @property {Risk} risk
 * @property {Via} via
 * @property {boolean} returning they have talked with somebody here before
 * @property {number} waitingSince
 * @property {number} cameAt
 * @property {number} expiresAt
 * @property {readonly string[]} reasons codes: why this one, why me
 */

/** @typedef {{ reason: string, at: number }} OfferGone why an offer of mine is no more, in milliseconds when */

/**
 * Something that calls for somebody now.
 * @typedef {object} Alert
 * @property {string} kind acute or help (I am called in), lead_called, lead_came
 * @property {string} conversation
 * @property {string} detail
 * @property {number} at milliseconds
 */

/**
 * A word about a conversation that left the list.
 * @typedef {object} Departure
 * @property {string} id the conversation
 * @property {string} citizen
 * @property {"removed" | "closed" | "ended" | "erased"} how
 * @property {readonly string[]} unsent what I had written and the server never took
 */

/**
 * @typedef {object} Desk all that the console knows; never changed, only replaced
 * @property {{ id: string, alias: string, status: PresenceStatus, capacity: number } | null} me
 * @property {{ waiting: number, longest: number, toldAt: number } | null} queue `longest` in seconds, as of `toldAt`
 * @property {readonly string[]} order conversation ids, in the order they came to me
 * @property {Readonly<Record<string, Conversation>>} conversations
 * @property {readonly Departure[]} departures newest first
 * @property {Offer | null} offer
 * @property {OfferGone | null} offerGone
 * @property {readonly Alert[]} alerts newest first, one of a kind for each conversation
 */

/**
 * @typedef {object} Refusal an `error` frame
 * @property {string} code
 * @property {string} [detail]
 * @property {string} [field]
 * @property {string} [client_id]
 * @property {string} [conversation]
 * @property {number} [retry_after] seconds
 */

/** @typedef {{ type: string, [field: string]: any }} Frame */

/**
 * How the line to the server is.
 * @typedef {object} Line
 * @property {"connecting" | "live" | "broken" | "over"} phase
 * @property {number} since milliseconds: when this phase began (for `broken`: when the line was lost)
 * @property {number} retryAt milliseconds: the next attempt, else 0
 * @property {boolean} everLive a welcome has been seen since the page was opened
 * @property {"loggedOut" | "replaced" | "refused" | null} why set when `over`
 */

/** @typedef {"handover" | "emergency" | "notes" | "risk" | "close"} Panel */

export {};
