// The words that made-up services and articles consist of. Changing one changes all data after it.

const words = (text) => text.trim().split(/\s+/);

/** What records are about, by category; the front of each list is used most. */
export const CATEGORIES = {
  Hardware: words(`
    laptop desktop monitor docking station keyboard mouse headset webcam workstation tablet charger adapter notebook
    thunderbolt cable stand projector scanner barcode`),
  Software: words(`
    application licence installation upgrade package client plugin suite editor browser runtime compiler toolkit
    viewer designer extension`),
  "Access and Identity": words(`
    account password reset permission group role access entitlement mfa token authenticator directory privilege
    delegate approval certificate smartcard login`),
  "Network and VPN": words(`
    vpn wifi firewall port switch router dns proxy bandwidth tunnel vlan ethernet gateway subnet wireless remote
    patching socket`),
  "Email and Calendar": words(`
    mailbox shared calendar distribution list alias outlook signature quota archive forwarding spam quarantine room
    invitation`),
  Telephony: words(`
    phone extension voicemail softphone hunt queue handset conference call recording forwarding desk line`),
  Printing: words("printer toner driver queue badge secure print label plotter duplex scanner tray cartridge paper"),
  "Cloud and Hosting": words(`
    virtual server container cluster subscription instance storage bucket tenant region snapshot hosting website
    domain environment sandbox`),
  Security: words(`
    encryption antivirus malware phishing vulnerability scan incident exception penetration certificate key
    bitlocker quarantine audit awareness`),
  Databases: words("database schema restore backup replica query table tablespace user read export refresh index job"),
  "HR Onboarding": words(`
    starter leaver mover onboarding offboarding contractor badge induction equipment transfer manager probation`),
  Facilities: words("desk locker parking badge meeting room chair access card visitor office heating lighting"),
  Collaboration: words("team channel site workspace sharing guest whiteboard chat meeting recording wiki external"),
  "Mobile Devices": words("smartphone sim tablet roaming data plan enrolment wipe iphone android case esim screen"),
  "Backup and Storage": words(`
    share folder quota restore backup archive drive retention volume snapshot tape recovery`),
  Reporting: words("report dashboard export dataset workspace refresh gateway licence subscription analytics workbook"),
};

/** Other words for a thing. */
export const SYNONYMS = {
  laptop: words("notebook portable computer"),
  monitor: words("screen display"),
  vpn: words("remote access tunnel homeoffice"),
  password: words("credentials passphrase forgotten"),
  mailbox: words("inbox email post"),
  printer: words("mfp copier"),
  phone: words("telephone handset"),
  account: words("user login"),
  wifi: words("wlan wireless"),
  starter: words("joiner newhire"),
  leaver: words("termination exit"),
  share: words("fileshare netdrive"),
  report: words("statistics figures"),
  server: words("vm machine host"),
  database: words("db sql"),
  smartphone: words("mobile cellphone"),
  licence: words("license subscription"),
  headset: words("headphones earpiece"),
  desk: words("workplace seat"),
  certificate: words("tls ssl x509"),
};

/** What services do. */
export const VERBS = words(`
  Request Order Install Reset Change Remove Extend Restore Create Configure Replace Renew Enable Disable Upgrade
  Transfer Report Unlock Migrate Decommission`);

/** Who they are for. */
export const DEPARTMENTS = words(`
  Finance Procurement Marketing Legal Logistics Manufacturing Research Sales Engineering Compliance Treasury Payroll
  Warehouse Quality Maintenance Facilities Communications Audit Planning Support`);

/** Names of products are put together from these: a beginning, often a middle, an end. */
export const NAME_STARTS = words(`
  nex fin doc vel ora syn tal cor plan med log tri qua vis arc hel omni pro car sol ter mag lum cap del zen alt bri
  cas dyn ech fal gri hex ion jun kal lex mon nor opt pax rad sig tor uni ver wex xan yor zet`);
export const NAME_MIDDLES = words(`
  ara ivo ena ulo oti ema uro iqa ado elli onda ista asca omi eva ula ixo apo ergo inta`);
export const NAME_ENDS = words(`
  sys vault desk flow base track point hub cast line works grid link mind ware port scope lab forge wise`);

/** Names of places likewise. */
export const PLACE_STARTS = words(`
  Ash Bex Cal Dun Elm Fair Gran Har Ing Kes Lan Mar New Old Pen Rad Stan Thorn Ul Wes Win Yar Brem Hild Oster`);
export const PLACE_ENDS = words(`
  ford ham ton bury field mouth wick burg haven dale stead bach heim minster brook ridge well`);

/** How sentences begin. */
export const OPENINGS = [
  "Before you start, make sure that",
  "If the problem persists, check whether",
  "In most cases",
  "The service desk recommends that",
  "On a managed device",
  "After the change has been approved,",
  "When you work from home,",
  "For security reasons",
  "Please note that",
  "As a first step,",
  "During the maintenance window",
  "Once the request has been fulfilled,",
  "If you see this message again,",
  "Depending on your role,",
];

/** What they say; the names in braces are filled in. */
export const MIDDLES = [
  "the {w} must be connected to the {w2} of {app}",
  "the {w} has to be restarted so that the new {w2} takes effect",
  "your {w} is synchronised with {app} every {n} minutes",
  "an owner of the {w} can approve the {w2} in {app}",
  "the {w} shows error {err} until the {w2} has been refreshed",
  "only members of the {dept} team may change the {w} for {site}",
  "the {w2} is removed {n} days after the {w} was closed",
  "open the settings of {app}, choose the {w} and confirm the {w2}",
  "the {w} at {site} uses a separate {w2}",
  "the {w2} must not be shared with other users of the {w}",
  "the installed version of {app} should be at least {n}.{m}",
  "you will receive a notification as soon as the {w} is available",
];

/** How they end. */
export const ENDINGS = [
  ".",
  ".",
  ".",
  ", otherwise contact the service desk.",
  " and the ticket can be closed.",
  ", which usually takes less than an hour.",
  " before the next working day.",
  ".",
];

/** Words that no query is made of. */
export const SMALL_WORDS = new Set(words("for in to the how of when on at and set up does not with"));
