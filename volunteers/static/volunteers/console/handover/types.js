/** The shapes of a handover, as docs/console-api.md has them. Only types. */

/** @typedef {"consent" | "advice" | "concern"} Kind */
/** @typedef {"with_citizen" | "concern"} Place which of a conversation's two handovers */
/** @typedef {"draft" | "approved" | "delivered" | "acknowledged" | "assigned" | "contacted" | "closed" | "withdrawn" | "returned"} HandoverState */
/** @typedef {{ relation: string, age: number | null }} Relative */
/** @typedef {{ code: string, name: string }} Municipality */

/**
 * @typedef {object} Content what a handover says; its kind decides which of it there is room for
 * @property {string} own_words
 * @property {string} situation
 * @property {string} wishes
 * @property {string} agreed
 * @property {string} risk
 * @property {string} language
 * @property {{ adults: Relative[], children: Relative[] }} household
 * @property {{ who: string, could_be_contact: boolean }[]} involved
 * @property {{ how: string, when: string, not_safe: string, text_ok: boolean, text_from: string, text_until: string }} safe_contact
 * @property {string} name
 * @property {string} phone
 * @property {string} postal_code
 * @property {Concern} concern
 */

/**
 * @typedef {object} Concern the strict form of a report about a child
 * @property {string} reporter
 * @property {string} reporter_phone
 * @property {string} child
 * @property {number | null} child_age
 * @property {string} place
 * @property {string} problem
 * @property {string} observed
 * @property {string} since
 * @property {boolean} danger_now
 * @property {boolean | null} family_knows
 */

/** @typedef {{ step: string, by: string, at: string, detail: Record<string, any> }} Step */
/** @typedef {{ id: string, side: string, by: string, body: string, at: string }} Word */

/**
 * @typedef {object} Handover
 * @property {string} id
 * @property {Kind} kind
 * @property {HandoverState} state
 * @property {number} version
 * @property {number | null} shown_version
 * @property {number | null} approved_version
 * @property {boolean} editable
 * @property {Content | null} content
 * @property {Municipality | null} municipality
 * @property {Municipality[]} candidates
 * @property {boolean} read_there
 * @property {string[]} missing
 * @property {string | null} arrives_at
 * @property {boolean} long_gap
 * @property {string | null} delivered_at
 * @property {string | null} deadline_at
 * @property {boolean} late
 * @property {string | null} contact_person
 * @property {string | null} contacted_at
 * @property {Step[]} history
 * @property {Word[]} words
 */

/**
 * One handover on my desk: what the server has, and what I have made of it since.
 * @typedef {object} Sheet
 * @property {Handover} handover as the server told it last
 * @property {Content | null} content as it stands here
 * @property {string} municipality a code I chose and that is not stored yet, else empty
 * @property {string} postcode one I looked up with and that is not stored, else empty
 * @property {"saved" | "dirty" | "saving" | "away" | "refused"} saving `away`: the server could not be reached
 * @property {number} savedAt milliseconds, 0 before the first time
 * @property {number} dueAt milliseconds: when to save next
 * @property {string} doing an act the server has not answered: show, answer, send, word
 * @property {{ code: string, field: string } | null} refusal
 */

/**
 * The handovers of one conversation, as this console holds them.
 * @typedef {object} Folder
 * @property {"loading" | "ready" | "failed"} phase
 * @property {string} code why it failed
 * @property {Kind | null} path the path I look at
 * @property {Readonly<Record<string, readonly string[]>>} fields what each kind has room for
 * @property {readonly string[]} problems
 * @property {Sheet | null} with_citizen
 * @property {Sheet | null} concern
 * @property {number} loadedAt milliseconds
 */

export {};
