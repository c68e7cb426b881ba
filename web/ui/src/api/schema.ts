/** The shapes of /api/v1, made from openapi.json by `npm run types`; do not edit. */

export interface AccountShape {
  account_number_masked: string;
  balance: MoneyShape;
  days_past_due: number;
  past_due: MoneyShape;
}

export interface AgentNumbers {
  calls: number;
  contacts: number;
  promises: number;
  talk_s: number;
}

export interface AgentView {
  break_after: boolean;
  break_reason: string | null;
  call: CallView | null;
  cause: string;
  numbers: AgentNumbers;
  server_now: string;
  since: string;
  state: "offline" | "ready" | "preview" | "reserved" | "talking" | "wrapping_up" | "break" | "lost";
  until: string | null;
}

export interface AuditPage {
  next: number | null;
  rows: AuditRow[];
}

export interface AuditQuery {
  after: number | null;
  limit: number;
  name: string | null;
  subject: string | null;
}

export interface AuditRow {
  actor: string;
  actor_name: string;
  at: string;
  body: Record<string, unknown>;
  name: string;
  seq: number;
  subject: string | null;
}

export interface BadLineShape {
  code: string;
  en: string;
  line: number;
  value: string;
  zh: string;
}

export interface BandShape {
  high: number;
  low: number;
  middle: number;
}

export interface BatchRows {
  rows: BatchShape[];
}

export interface BatchShape {
  actor: string;
  counts: ImportCounts | null;
  creditor: string;
  file_name: string;
  finished_at: string | null;
  id: string;
  problem: string | null;
  rows_done: number;
  rows_read: number;
  started_at: string;
  state: "staged" | "applying" | "applied" | "undone" | "failed";
}

export interface BreakBody {
  reason: string;
}

export interface BucketSet {
  buckets: BucketShape[];
}

export interface BucketShape {
  code: string;
  first_day: number;
  last_day: number | null;
  name_en: string;
  name_zh: string;
}

export interface CallCampaign {
  id: string;
  name: string;
}

export interface CallView {
  attempt_id: string;
  bridged_at: string | null;
  campaign: CallCampaign | null;
  case_id: string;
  contact_point_id: string | null;
  contact_rules: ContactRules;
  debt: DebtShape | null;
  disclosures: Disclosure[];
  dispositions_allowed: string[];
  draft: DraftShape;
  ended_at: string | null;
  ended_by: string | null;
  person: PersonShape;
  recording: boolean;
  say_now: SayNow;
  state: "preview" | "joining" | "bridged" | "held" | "ended";
  timeline: TimelineItem[];
  verified: boolean;
  verify: VerifyItem[];
}

export interface CallableBody {
  at?: string | null;
  windows?: Record<string, unknown> | null;
}

export interface CallableCase {
  bucket: string;
  case_id: string;
  code: string;
  is_callable: boolean;
  name: string;
  next_at: string | null;
  number: string;
  rule_id: string;
  zone: string;
}

export interface CallableCases {
  at: string;
  next: string | null;
  rows: CallableCase[];
}

export interface CallableCasesQuery {
  after: string | null;
  at: string | null;
  bucket: string | null;
  campaign_id: string | null;
  code: string | null;
  limit: number;
  rule_id: string;
  standing: "now" | "later" | "blocked" | null;
  zone: string | null;
}

export interface CallableDifference {
  after: number;
  at: string;
  became: number;
  before: number;
  by_reason: ReasonCount[];
  by_zone: ZoneDifference[];
  lost: number;
  next_openings: Opening[];
  sample: CaseName[];
  unsettled: number;
}

export interface CallableQuery {
  at: string | null;
}

export interface CallableView {
  as_of: string;
  at: string;
  blocked: number;
  by_bucket: NamedCount[];
  by_reason: ReasonCount[];
  by_zone: NamedCount[];
  callable_now: number;
  later_today: number;
  unsettled: number;
  week: HourCount[];
}

export interface CallbackChoice {
  contact_point_id: string | null;
  due_at: string;
  owner: "me" | "team";
}

export interface CallbackDraft {
  contact_point_id: string | null;
  due_at: string;
  owner: "me" | "team";
}

export interface CallbackShape {
  contact_point_id: string | null;
  due_at: string;
  id: string;
  owner_id: string | null;
  state: string;
  zone: string;
}

export interface CallbackSlot {
  allowed: boolean;
  at: string;
  local: string;
  rule: string | null;
  why: string | null;
}

export interface CallbackSlots {
  slots: CallbackSlot[];
  zone: string;
}

export interface CampaignCheck {
  blocked: number;
  by_reason: ReasonCount[];
  callable_now: number;
  histogram: HourCount[];
  later_today: number;
  ok: boolean;
  problems: Record<string, unknown>[];
  unsettled: number;
}

export interface CampaignCheckBody {
  at?: string | null;
  caller_id?: string | null;
  ladder?: Record<string, unknown> | null;
  script?: string | null;
  sms?: Record<string, unknown> | null;
  windows?: Record<string, unknown> | null;
}

export interface CampaignEdit {
  abandoned_message?: string | null;
  caller_id?: string | null;
  caps?: Record<string, unknown> | null;
  ceiling_kind?: "hard" | "statistical" | null;
  ceiling_share?: number | null;
  day_ceiling_share?: number | null;
  detect_machine?: boolean | null;
  half_hour_ceiling_share?: number | null;
  ladder?: Record<string, unknown> | null;
  mode?: "preview" | "progressive" | "predictive" | null;
  name?: string | null;
  record_calls?: boolean | null;
  ring_timeout_s?: number | null;
  script?: string | null;
  sms?: Record<string, unknown> | null;
  sms_sender?: string | null;
  teams?: string[] | null;
  tone?: string | null;
  version: number;
  windows?: Record<string, unknown> | null;
  wrap_up_s?: number | null;
}

export interface CampaignMovedShape {
  campaign: CampaignShape;
  lines_in_flight: number;
}

export interface CampaignNew {
  name: string;
  template: string;
}

export interface CampaignRow {
  abandoned_share: number;
  abandoned_today: number;
  agents_ready: number;
  answered_today: number;
  bucket: string;
  callable_now: number;
  ceiling_share: number;
  contacts_today: number;
  enrolled: number;
  id: string;
  lines: number;
  mode: "preview" | "progressive" | "predictive";
  name: string;
  promises_today: number;
  state: "draft" | "running" | "draining" | "paused" | "halted";
  version: number;
}

export interface CampaignRows {
  rows: CampaignRow[];
}

export interface CampaignShape {
  abandoned_message: string;
  bucket: string;
  caller_id: string;
  caps: Record<string, unknown>;
  ceiling_kind: "hard" | "statistical";
  ceiling_share: number;
  changed_at: string;
  changed_by: string;
  day_ceiling_share: number;
  detect_machine: boolean;
  half_hour_ceiling_share: number;
  id: string;
  ladder: Record<string, unknown>;
  mode: "preview" | "progressive" | "predictive";
  name: string;
  record_calls: boolean;
  ring_timeout_s: number;
  script: string;
  sms: Record<string, unknown>;
  sms_sender: string;
  state: "draft" | "running" | "draining" | "paused" | "halted";
  teams: Named[];
  tone: string;
  version: number;
  windows: Record<string, unknown>;
  wrap_up_s: number;
}

export interface CaseAccount {
  account_number: string;
  as_of_on: string;
  balance: MoneyShape;
  days_past_due: number;
  due_on: string | null;
  id: string;
  last_payment_on: string | null;
  past_due: MoneyShape;
  product: string;
}

export interface CaseHead {
  balance: MoneyShape | null;
  bucket: string | null;
  campaign: Named | null;
  closed_at: string | null;
  closed_reason: string | null;
  creditor: string | null;
  days_past_due: number | null;
  id: string;
  next_contact_at: string | null;
  number: string;
  opened_at: string;
  past_due: MoneyShape | null;
  state: string | null;
  tries: number;
}

export interface CaseName {
  case_id: string;
  name: string;
}

export interface CasePage {
  next: string | null;
  rows: CaseRow[];
  total: number;
}

export interface CaseQuery {
  after: string | null;
  bucket: string | null;
  campaign: string | null;
  limit: number;
  query: string;
  state: string | null;
}

export interface CaseRow {
  bucket: string | null;
  campaign: Named | null;
  creditor: string | null;
  days_past_due: number | null;
  id: string;
  last_disposition: string | null;
  name: string;
  next_contact_at: string | null;
  number: string;
  past_due: MoneyShape | null;
  state: string | null;
}

export interface CaseView {
  accounts: CaseAccount[];
  callbacks: CallbackShape[];
  case: CaseHead;
  consents: ConsentShape[];
  contact_points: ContactPointShape[];
  debt_shown: boolean;
  debtor: DebtorShape;
  holds: HoldShape[];
  promises: PromiseShape[];
  relations: RelationShape[];
  timeline: TimelineItem[];
}

export interface CatalogueShape {
  break_reasons: CodeText[];
  dispositions: DispositionShape[];
  hold_kinds: CodeText[];
  languages: string[];
  reasons: CodeText[];
  scorecard: ScorecardShape;
  verify_items: CodeText[];
}

export interface ClockChange {
  minutes: number;
  on: string;
  zone: string;
}

export interface CodeText {
  code: string;
  en: string;
  zh: string;
}

export interface ColumnShape {
  column: string;
  confidence: number;
  field: string | null;
  samples: string[];
}

export interface CommandBody {
  command_id: string;
}

export interface CommentBody {
  end_ms?: number | null;
  start_ms: number;
  text: string;
}

export interface CommentShape {
  at: string;
  end_ms: number | null;
  id: string;
  mine: boolean;
  reviewer: string;
  start_ms: number;
  text: string;
}

export interface ConsentFact {
  channel: string | null;
  contact_point_id: string | null;
  ends_at: string | null;
  kind: string;
  this_case: boolean;
  valid_days: number | null;
  what: "consent";
}

export interface ConsentShape {
  channel: string | null;
  contact_point_id: string | null;
  ends_at: string | null;
  evidence: string;
  given_at: string;
  id: string;
  kind: string;
  revoked_at: string | null;
}

export interface ContactPointShape {
  id: string;
  kind: string;
  label: string;
  rank: number;
  source: string;
  state: string;
  value: string;
  zones: string[];
}

export interface ContactRules {
  attempts_cap: number;
  attempts_used: number;
  closed: string[];
  quiet_until: string | null;
  sentences: string[];
  sms_ok: boolean;
  window_days: number;
}

export interface CorrectionBody {
  command_id: string;
  disposition: string;
  reason: string;
}

export interface CorrectionDone {
  dispositions: DispositionTrail[];
  effects: CodeText[];
}

export interface CorrectionPreview {
  effects: CodeText[];
}

export interface CorrectionPreviewBody {
  disposition: string;
}

export interface CountShape {
  limit: number;
  rule_id: string;
  title_en: string;
  title_zh: string;
  used: number;
}

export interface CreditorCount {
  cases: number;
  code: string;
  name: string;
}

export interface CreditorRows {
  rows: CreditorShape[];
}

export interface CreditorShape {
  cases: number;
  code: string;
  collector_role: string;
  country: string;
  id: string;
  name: string;
  terms: TermsShape;
  version: number;
}

export interface DebtShape {
  accounts: AccountShape[];
  balance: MoneyShape;
  bucket: string | null;
  creditor: string;
  days_past_due: number;
  past_due: MoneyShape;
  product: string;
  promise: PromiseShape | null;
}

export interface DebtorShape {
  address: string;
  born_on: string | null;
  customer_ref: string;
  id: string;
  language: string;
  name: string;
  zones: ZoneShape[];
}

export interface Disclosure {
  code: string;
  required: boolean;
  text: string;
}

export interface DispositionBody {
  callback?: CallbackChoice | null;
  command_id: string;
  disposition: string;
  note?: string;
  promise?: PromiseDraft | null;
  reason_code?: string | null;
}

export interface DispositionDone {
  agent: AgentView;
  saved_at: string;
  undo_until: string;
}

export interface DispositionShape {
  code: string;
  effects: string[];
  en: string;
  group: string;
  group_en: string;
  group_zh: string;
  key: string | null;
  needs_callback: boolean;
  needs_promise: boolean;
  needs_verified: boolean;
  set_by: string[];
  zh: string;
}

export interface DispositionTrail {
  actor: string;
  at: string;
  code: string;
  correction_reason: string | null;
  superseded: boolean;
}

export interface DraftSaved {
  saved_at: string;
}

export interface DraftShape {
  callback: CallbackDraft | null;
  disclosures_done: string[];
  disposition: string | null;
  note: string;
  promise: PromiseDraft | null;
  promise_text: string;
  reason_code: string | null;
  script_position: string | null;
  verified_items: string[];
}

export interface Empty {

}

export interface EndBody {
  reason: string;
  what: "hold" | "consent" | "opt_out" | "stated_time" | "zone" | "number" | "relation";
}

export interface ErrorCount {
  code: string;
  column: string;
  count: number;
  message_en: string;
  message_zh: string;
}

export interface ErrorShape {
  code: string;
  details: Record<string, string>;
  sentence: string;
}

export interface FactBody {
  attempt_id?: string | null;
  evidence?: string;
  fact: HoldFact | LiftingFact | ConsentFact | OptOutFact | StatedTimeFact | ZoneFact | NumberFact | RelatedFact | NoticeFact;
}

export interface FactRows {
  rows: FactShape[];
}

export interface FactShape {
  actor: string;
  attempt_id: string | null;
  case_id: string | null;
  channels: string[];
  contact_point_id: string | null;
  effect: "restricts" | "loosens" | "informs";
  ended_at: string | null;
  evidence: string;
  id: string;
  in_force: boolean;
  kind: string;
  may_end: boolean;
  number: string | null;
  relation_id: string | null;
  since: string;
  text_en: string;
  text_zh: string;
  until: string | null;
  what: "hold" | "consent" | "opt_out" | "stated_time" | "zone" | "number" | "relation" | "notice" | "suppression";
}

export interface FieldProblem {
  field: string;
  sentence: string;
}

export interface FieldShape {
  always: boolean;
  en: string;
  key: string;
  required: boolean;
  zh: string;
}

export interface FieldUpdate {
  account_number: string;
  field: string;
  new: string | null;
  old: string | null;
}

export interface FileFound {
  columns: ColumnShape[];
  date_styles: string[];
  decimal_styles: string[];
  delimiter: string;
  encoding: string;
  fields: FieldShape[];
  file_id: string;
  header: string[];
  missing: string[];
  name: string;
  recipe_suggestion: Record<string, unknown>;
  recipes: RecipeShape[];
  size: number;
  unused: string[];
}

export interface FloorAgent {
  call: FloorCall | null;
  campaign: Named | null;
  cause: string;
  id: string;
  link: LinkAge;
  name: string;
  robot: boolean;
  since: string;
  state: "offline" | "ready" | "preview" | "reserved" | "talking" | "wrapping_up" | "break" | "lost";
  team: Named | null;
  until: string | null;
}

export interface FloorCall {
  attempt_id: string;
  since: string;
}

export interface FloorCampaign {
  abandoned_share: number;
  abandoned_today: number;
  answered_today: number;
  ceiling_share: number;
  id: string;
  lines: number;
  mode: "preview" | "progressive" | "predictive";
  name: string;
  ringing: number;
  state: "draft" | "running" | "draining" | "paused" | "halted";
  waiting: number;
}

export interface FloorTotals {
  abandoned: number;
  answered: number;
  break: number;
  contacts: number;
  lines: number;
  promises: number;
  ready: number;
  talk_share: number;
  talking: number;
  wrapping_up: number;
}

export interface FloorView {
  agents: FloorAgent[];
  at: string;
  campaigns: FloorCampaign[];
  totals: FloorTotals;
}

export interface ForecastBody {
  settings?: ForecastSetting[];
  wanted_contacts?: number | null;
  work_hours?: number;
}

export interface ForecastFigures {
  abandoned: BandShape;
  abandoned_share: BandShape;
  answered: BandShape;
  contacts: BandShape;
  dialed: BandShape;
  talk_share: BandShape;
}

export interface ForecastHour {
  abandoned: BandShape;
  abandoned_share: BandShape;
  answered: BandShape;
  callable_cases: number;
  contacts: BandShape;
  dialed: BandShape;
  hour_start: string;
  live_share: number;
  talk_share: BandShape;
}

export interface ForecastSetting {
  agents: number | null;
  ceiling_kind: "hard" | "statistical" | null;
  ceiling_share: number | null;
  method: string | null;
  ring_timeout_s: number | null;
}

export interface ForecastView {
  as_of: string;
  campaign_id: string;
  cases: number;
  ends_at: string;
  history_calls: number;
  outlooks: SettingForecast[];
  right_share: number;
  starts_at: string;
  talk_s: number;
  unsettled: number;
  wrap_s: number;
  zone: string;
}

export interface Frame {
  body: Record<string, unknown>;
  kind: "hello" | "agent" | "call" | "floor" | "campaign" | "import" | "message" | "ping" | "elsewhere";
  seq: number;
}

export interface HealthPart {
  code: string;
  detail: Record<string, unknown>;
  ok: boolean;
  sentence_en: string;
  sentence_zh: string;
}

export interface HealthView {
  parts: HealthPart[];
}

export interface HoldBody {
  ends_at?: string | null;
  evidence: string;
  kind: string;
}

export interface HoldFact {
  channels: string[];
  contact_point_id: string | null;
  ends_at: string | null;
  kind: string;
  what: "hold";
  whole_person: boolean | null;
}

export interface HoldShape {
  actor: string;
  ends_at: string | null;
  evidence: string;
  id: string;
  kind: string;
  lifted_at: string | null;
  starts_at: string;
  whole_person: boolean;
}

export interface Holiday {
  name: string;
  on: string;
}

export interface HolidayCalendar {
  days: Holiday[];
  last_year: number;
  region: string;
  source: string;
}

export interface HolidayRegions {
  countries: Record<string, string[]>;
}

export interface HolidaysQuery {
  region: string;
}

export interface HourCount {
  count: number;
  hour_start: string;
}

export interface ImportBody {
  creditor_code: string;
  file_id: string;
  recipe: Record<string, unknown>;
}

export interface ImportCounts {
  duplicate: number;
  new: number;
  rejected: number;
  unchanged: number;
  updated: number;
}

export interface ImportPreview {
  already_applied: boolean;
  duplicate: number;
  errors: ErrorCount[];
  first_errors: RowError[];
  new: number;
  rejected: number;
  rows: number;
  unchanged: number;
  updated: number;
  updates: FieldUpdate[];
}

export interface ImportStart {
  creditor_code: string;
  file_id: string;
  recipe: Record<string, unknown>;
  save_recipe_as?: string | null;
}

export interface ImportStarted {
  batch_id: string;
}

export interface LayersQuery {
  creditor: string | null;
  place: string | null;
}

export interface LiftingFact {
  hold_id: string;
  kind: string;
  what: "lifting_fact";
}

export interface LinkAge {
  age_s: number | null;
}

export interface LinkShape {
  expires_at: string;
  url: string;
}

export interface ListBody {
  ends_on?: string | null;
  evidence: string;
  file_id: string;
  kind: string;
  name: string;
  region?: string;
}

export interface ListFile {
  file_id: string;
  name: string;
  size: number;
}

export interface ListReportShape {
  already_there: boolean;
  bad: BadLineShape[];
  duplicates: number;
  list_id: string;
  numbers: number;
  persons: number;
  rejected: number;
  rows: number;
}

export interface ListRows {
  rows: ListShape[];
}

export interface ListShape {
  actor: string;
  ends_at: string | null;
  evidence: string;
  id: string;
  in_force: boolean;
  kind: string;
  name: string;
  numbers: number;
  starts_at: string;
  withdrawn_at: string | null;
}

export interface LiveFrames {
  client: Pong | Shown | TakeOver;
  server: Frame;
}

export interface Me {
  display_name: string;
  language: string;
  login: string;
  preferences: Record<string, unknown>;
  rights: string[];
  role: string;
  server_now: string;
  simulated: boolean;
  team: Named | null;
  user_id: string;
}

export interface MoneyShape {
  currency: string;
  minor: number;
}

export interface Named {
  id: string;
  name: string;
}

export interface NamedCount {
  count: number;
  name: string;
}

export interface NewPassword {
  new_password: string;
  old_password?: string | null;
}

export interface NoticeFact {
  kind: string;
  sent_at: string | null;
  this_case: boolean;
  what: "notice";
}

export interface NumberFact {
  contact_point_id: string;
  kind: string;
  what: "number";
}

export interface Opening {
  at: string;
  count: number;
  zone: string;
}

export interface OptOutFact {
  channel: string;
  contact_point_id: string | null;
  what: "opt_out";
}

export interface PaceMark {
  actor: string;
  at: string;
  text_code: string;
}

export interface PacePoint {
  abandoned: number;
  answered: number;
  at: string;
  bound_by: string;
  budget: number;
  budget_period: string;
  expected_abandoned: number;
  expected_answers: number;
  lines: number;
  price: number;
  ratio: number;
  ready: number;
  ringing: number;
  setting_up: number;
  started: number;
  talking: number;
  waiting: number;
  wrapping_up: number;
}

export interface PaceQuery {
  minutes: number;
}

export interface PaceView {
  marks: PaceMark[];
  points: PacePoint[];
}

export interface PersonShape {
  language: string;
  local_time: string;
  name: string;
  warnings: CodeText[];
  zone: string;
}

export interface PlaceCount {
  cases: number;
  key: string;
  name: string;
  name_zh: string;
}

export interface PlaceShape {
  key: string;
  name: string;
  name_zh: string;
  parent: string;
  rules: number;
}

export interface Pong {
  kind: "pong";
}

export interface Preferences {
  language?: string | null;
  preferences?: Record<string, unknown> | null;
}

export interface PreviewDial {
  case_id: string;
}

export interface PreviewSkip {
  reason: string;
}

export interface PromiseDraft {
  amount_minor: number;
  due_on: string;
  method: string;
}

export interface PromiseRead {
  amount: MoneyShape | null;
  due_on: string | null;
  method: string | null;
  needs_approval: boolean;
  problems: FieldProblem[];
  read_back_en: string;
  read_back_zh: string;
}

export interface PromiseShape {
  amount: MoneyShape;
  due_on: string;
  id: string;
  method: string;
  state: string;
}

export interface PromiseText {
  text: string;
}

export interface ReasonBody {
  reason: string;
}

export interface ReasonCount {
  code: string;
  count: number;
  rule_id: string;
}

export interface RecipeShape {
  body: Record<string, unknown>;
  id: string;
  name: string;
}

export interface RecordingShape {
  duration_ms: number;
  id: string;
  peaks: [number, number][];
  url: string;
}

export interface RelatedFact {
  kind: string;
  relation_id: string;
  what: "relation";
}

export interface RelationShape {
  id: string;
  may_contact: boolean;
  name: string;
  relation: string;
}

export interface ReviewAttempt {
  bridged_at: string | null;
  case_id: string;
  case_number: string;
  closed_at: string | null;
  disposition: string | null;
  id: string;
  reserved_at: string;
}

export interface ReviewBody {
  final: boolean;
  marks: Record<string, "yes" | "no" | "na">;
}

export interface ReviewPage {
  next: string | null;
  rows: ReviewRow[];
  total: number;
}

export interface ReviewQuery {
  after: string | null;
  agent: string | null;
  disposition: string | null;
  from: string | null;
  limit: number;
  min_s: number | null;
  reviewed: boolean | null;
  to: string | null;
}

export interface ReviewRow {
  agent: string;
  at: string;
  attempt_id: string;
  campaign: string | null;
  case_number: string;
  disposition: string | null;
  duration_s: number;
  reviewed: boolean;
  score: number | null;
}

export interface ReviewSaved {
  score: number | null;
  state: string;
}

export interface ReviewShape {
  id: string;
  marks: Record<string, "yes" | "no" | "na">;
  score: number | null;
  scorecard: string;
  state: string;
  updated_at: string;
}

export interface ReviewView {
  agent: string;
  attempt: ReviewAttempt;
  campaign: string | null;
  comments: CommentShape[];
  dispositions: DispositionTrail[];
  person_name: string;
  recording: RecordingShape | null;
  review: ReviewShape | null;
  script: Record<string, unknown>;
  verdict_text: string;
}

export interface RoleRows {
  roles: RoleShape[];
}

export interface RoleShape {
  rights: string[];
  role: "agent" | "manager" | "reviewer" | "supervisor" | "administrator" | "auditor";
}

export interface RowError {
  code: string;
  column: string;
  message_en: string;
  message_zh: string;
  row_number: number;
  suggestion: string | null;
  value: string;
}

export interface RuleRow {
  binding: string;
  checked_on: string | null;
  cite: string;
  confidence: string;
  effective_from: string | null;
  effective_to: string | null;
  id: string;
  is_duty: boolean;
  is_enabled: boolean;
  is_proven: boolean;
  kind: string;
  place: string;
  reading: string;
  source_url: string;
  switch: "on" | "off" | "";
  title: string;
  title_zh: string;
}

export interface RuleRows {
  places: PlaceShape[];
  rows: RuleRow[];
  today: string;
  version: string;
}

export interface RuleShape {
  filters: Record<string, string[]>;
  note: string;
  params: Record<string, unknown>;
  rank: number;
  row: RuleRow;
  version: string;
}

export interface RuleVersion {
  id: string;
  title_en: string;
  title_zh: string;
  version: string;
}

export interface RuleVersions {
  versions: RuleShape[];
}

export interface SaidShape {
  en: string;
  zh: string;
}

export interface SayNow {
  en: string;
  lang_text: string;
  zh: string;
}

export interface ScorecardItem {
  code: string;
  en: string;
  knock_out: boolean;
  weight: number;
  zh: string;
}

export interface ScorecardSection {
  en: string;
  items: ScorecardItem[];
  zh: string;
}

export interface ScorecardShape {
  code: string;
  sections: ScorecardSection[];
  version: number;
}

export interface SettingForecast {
  agents: number;
  ceiling_kind: "hard" | "statistical" | null;
  ceiling_share: number;
  day: ForecastFigures;
  hours: ForecastHour[];
  list_ends_at: string | null;
  list_ends_from: string | null;
  list_ends_until: string | null;
  method: string;
  ring_timeout_s: number;
  team_size: TeamSizeShape | null;
  untouched: BandShape;
}

export interface SettingRows {
  rows: SettingShape[];
}

export interface SettingShape {
  description: string;
  name: string;
  source: string;
  value: string;
}

export interface Shown {
  attempt_id: string;
  kind: "shown";
  painted_at: string;
}

export interface SignIn {
  login: string;
  password: string;
}

export interface SlotsQuery {
  days: number;
}

export interface SpecialDate {
  name: string;
  on: string;
  ranges: string[][];
}

export interface StatedTimeFact {
  channels: string[];
  days: number[];
  end_minute: number;
  ends_at: string | null;
  start_minute: number;
  what: "stated_time";
}

export interface TakeOver {
  kind: "take_over";
}

export interface TeamNew {
  name: string;
}

export interface TeamRows {
  rows: Named[];
}

export interface TeamSizeShape {
  agents: number | null;
  contacts: number;
  wanted_contacts: number;
}

export interface TemplateRows {
  campaigns: Record<string, unknown>[];
  messages: TemplateShape[];
  scripts: string[];
}

export interface TemplateShape {
  code: string;
  mentions_debt: boolean;
  obligatory: string[];
  texts: Record<string, string>;
  version: number;
}

export interface TermsEdit {
  terms: TermsShape;
  version: number;
}

export interface TermsShape {
  caps: Record<string, unknown>;
  jurisdictions: string[];
  switched_off: string[];
  switched_on: string[];
  windows: Record<string, unknown> | null;
}

export interface TextBody {
  text: string;
}

export interface TimelineItem {
  actor: string;
  at: string;
  attempt_id: string | null;
  detail: Record<string, unknown>;
  kind: "call" | "sms_out" | "sms_in" | "disposition" | "promise" | "callback" | "hold" | "move" | "note" | "import" | "treatment" | "refused" | "fact";
  text_en: string;
  text_zh: string;
  title_code: string;
}

export interface UserEdit {
  display_name: string;
  is_active: boolean;
  language: "en" | "zh";
  role: "agent" | "manager" | "reviewer" | "supervisor" | "administrator" | "auditor";
  team_id: string | null;
}

export interface UserNew {
  display_name: string;
  language?: "en" | "zh";
  login: string;
  role: "agent" | "manager" | "reviewer" | "supervisor" | "administrator" | "auditor";
  team_id?: string | null;
}

export interface UserRows {
  rows: UserShape[];
}

export interface UserShape {
  created_at: string;
  display_name: string;
  has_password: boolean;
  id: string;
  is_active: boolean;
  is_robot: boolean;
  language: string;
  login: string;
  role: "agent" | "manager" | "reviewer" | "supervisor" | "administrator" | "auditor";
  team: Named | null;
}

export interface VerdictView {
  allowed: boolean;
  at: string;
  counts: CountShape[];
  facts: SaidShape[];
  has_facts: boolean;
  reasons: WhyReason[];
  rulebook: string;
  rules: RuleVersion[];
  text_en: string;
  text_zh: string;
  tz: string;
  zones: string[];
}

export interface VerifyBody {
  items: string[];
}

export interface VerifyItem {
  code: string;
  expected: string;
  label: string;
}

export interface WhyNumber {
  allowed: boolean;
  closes_at: string | null;
  contact_point_id: string | null;
  label: string;
  masked: string;
  next_allowed_at: string | null;
  next_kind: "now" | "at" | "on_new_fact" | "nothing_possible";
  reasons: WhyReason[];
  summary_en: string;
  summary_zh: string;
}

export interface WhyQuery {
  at: string | null;
  channel: "phone" | "sms" | "email" | "letter" | "visit";
}

export interface WhyReason {
  binding: boolean;
  cite: string;
  code: string;
  lift_en: string;
  lift_zh: string;
  rule_id: string;
  sentence_en: string;
  sentence_zh: string;
  source_url: string;
  title_en: string;
  title_zh: string;
  until: string | null;
}

export interface WhyView {
  at: string;
  case_id: string;
  numbers: WhyNumber[];
  text_en: string;
  text_zh: string;
  zone: string;
  zones: ZoneRow[];
}

export interface WindowLayerShape {
  code: string;
  rules: WindowRuleShape[];
  week: Record<string, string[][]>;
}

export interface WindowLayersShape {
  at: string;
  barred: number[][];
  cases: number;
  clock_changes: ClockChange[];
  country: string;
  creditor: string;
  creditors: CreditorCount[];
  layers: WindowLayerShape[];
  place: string;
  places: PlaceCount[];
  zones: ZoneCount[];
}

export interface WindowRuleShape {
  cite: string;
  dates: SpecialDate[];
  id: string;
  place: string;
  place_zh: string;
  title: string;
  title_zh: string;
  waived_by: string | null;
  week: Record<string, string[][]>;
}

export interface ZoneCount {
  cases: number;
  zone: string;
}

export interface ZoneDifference {
  after: number;
  before: number;
  zone: string;
}

export interface ZoneFact {
  what: "zone";
  zone: string;
}

export interface ZoneRow {
  attempt_id: string | null;
  counts_for: string[];
  local_now: string;
  source: "stated" | "postal_code" | "state" | "country" | "number";
  source_en: string;
  source_zh: string;
  zone: string;
}

export interface ZoneShape {
  source: string;
  zone: string;
}
