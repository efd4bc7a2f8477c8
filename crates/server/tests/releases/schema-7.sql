-- What the first release with a log has left, which took the data of schema-6.sql over: five requests and three comments.
-- Tables come in the order of their names, so references are checked at the end.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE approvals (
    request_id TEXT NOT NULL REFERENCES requests (id),
    number BIGINT NOT NULL,
    capacity TEXT NOT NULL,
    quorum TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
);
INSERT INTO "approvals" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6',1,'manager','all','pending');
INSERT INTO "approvals" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6',2,'owner','all','pending');
INSERT INTO "approvals" VALUES('01a22c24-4693-749b-b31e-8386ed126a2d',1,'manager','all','pending');
INSERT INTO "approvals" VALUES('01a22c24-469a-7074-9689-721e4a90d3ae',1,'manager','all','pending');
CREATE TABLE approvers (
    request_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    verdict TEXT,
    decided_at BIGINT,
    decided_by TEXT,
    reason TEXT,
    PRIMARY KEY (request_id, number, user_id),
    FOREIGN KEY (request_id, number) REFERENCES approvals (request_id, number)
);
INSERT INTO "approvers" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6',1,'p-max','Max Mohn',1,NULL,NULL,NULL,NULL);
INSERT INTO "approvers" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6',2,'p-owen','Owen Ott',1,NULL,NULL,NULL,NULL);
INSERT INTO "approvers" VALUES('01a22c24-4693-749b-b31e-8386ed126a2d',1,'p-max','Max Mohn',1,NULL,NULL,NULL,NULL);
INSERT INTO "approvers" VALUES('01a22c24-469a-7074-9689-721e4a90d3ae',1,'p-owen','Owen Ott',1,NULL,NULL,NULL,NULL);
CREATE TABLE backfills (name TEXT PRIMARY KEY NOT NULL, after TEXT NOT NULL);
CREATE TABLE drafts (
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    key TEXT NOT NULL,
    form_version TEXT NOT NULL,
    answers TEXT NOT NULL,
    step BIGINT NOT NULL,
    device TEXT,
    tag TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, service_id)
);
CREATE TABLE events (
    seq BIGINT PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    state_before TEXT,
    state_after TEXT,
    actor TEXT,
    on_behalf_of TEXT,
    reason TEXT,
    payload TEXT,
    content_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO "events" VALUES(1,'01a22c24-4682-703e-a88c-8ae508a185f8','request','01a22c24-467f-76cd-9ea5-5ad37d9717c6',1796036904575,'submitted',1,NULL,'waitingApproval','{"id":"p-anna","name":"Anna Alt"}',NULL,NULL,'{"number":"R-10001","submission":{"kind":"request","service":"laptop","requester":{"id":"p-anna","name":"Anna Alt"},"approvals":[{"capacity":"manager","quorum":"all","approvers":[{"id":"p-max","name":"Max Mohn"}]},{"capacity":"owner","quorum":"all","approvers":[{"id":"p-owen","name":"Owen Ott"}]}],"dueAt":1796209704575,"details":{"service":{"id":"laptop","name":"Laptop","icon":"shield"},"formVersion":"1","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":null,"answers":[{"pointer":"/reason","label":"Why","value":"Old one broke"}]}}}','35f64b2ab0fc7685b90f4db170a5848a737746f99035f0b9086a5f5270998c7c','0000000000000000000000000000000000000000000000000000000000000000','b199cbde9e29f6d35eab0dda518d882d9e278440e5106eebf88de23abcce0547');
INSERT INTO "events" VALUES(2,'01a22c24-468e-7740-be5d-e4889f148a1d','request','01a22c24-468b-75d7-833d-43634f5657bc',1796036904587,'submitted',1,NULL,'new','{"id":"p-max","name":"Max Mohn"}','{"id":"p-anna","name":"Anna Alt"}',NULL,'{"number":"R-10002","submission":{"kind":"request","service":"workplace","requester":{"id":"p-max","name":"Max Mohn"},"requestedFor":{"id":"p-anna","name":"Anna Alt"},"watchers":[{"id":"p-kim","name":"Kim Keller"}],"dueAt":1796209704587,"details":{"service":{"id":"workplace","name":"Workplace","icon":"shield"},"formVersion":"1","answers":[{"pointer":"/for","label":"For whom","value":"p-anna","text":"Anna Alt"},{"pointer":"/watchers","label":"Who follows it","value":["p-kim"],"text":"Kim Keller"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}],"price":{"amount":"150.50","currency":"EUR","per":"once"},"owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"}}}}','81e873fc4950a7b58e414cd92c686443113d3cef48649ad3808c2dbf83f1bea9','b199cbde9e29f6d35eab0dda518d882d9e278440e5106eebf88de23abcce0547','3f22510c86f9eded80ce8574e97b2ca976c755ea07dc24e935d3253a5888fc4d');
INSERT INTO "events" VALUES(3,'01a22c24-4694-741a-9067-dd05a730a9b3','request','01a22c24-4693-749b-b31e-8386ed126a2d',1796036904595,'submitted',1,NULL,'waitingApproval','{"id":"p-anna","name":"Anna Alt"}',NULL,NULL,'{"number":"R-10003","submission":{"kind":"request","service":"vpn-access","requester":{"id":"p-anna","name":"Anna Alt"},"approvals":[{"capacity":"manager","quorum":"all","approvers":[{"id":"p-max","name":"Max Mohn"}]}],"dueAt":1796209704595,"details":{"service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"formVersion":"2","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"From home"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}]}}}','65f6aba69a4663ee20ad4c5b3a8160ef6bec2172fa0134a5751935bdc3cf7f4a','3f22510c86f9eded80ce8574e97b2ca976c755ea07dc24e935d3253a5888fc4d','98a2cae99288c453843988b699588941777a05486e7118e340ea4a00f6f8d854');
INSERT INTO "events" VALUES(4,'01a22c24-469b-779f-9aba-177dfb8677a6','request','01a22c24-469a-7074-9689-721e4a90d3ae',1796036904602,'submitted',1,NULL,'waitingApproval','{"id":"p-kim","name":"Kim Keller"}',NULL,NULL,'{"number":"R-10004","submission":{"kind":"request","service":"vpn-access","requester":{"id":"p-kim","name":"Kim Keller"},"approvals":[{"capacity":"manager","quorum":"all","approvers":[{"id":"p-owen","name":"Owen Ott"}]}],"dueAt":1796209704602,"details":{"service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"formVersion":"2","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"On the road"},{"pointer":"/device","label":"Device","value":"laptop","text":"Laptop"}]}}}','f394971955f4ee25a445863033c48f130fb02e3394708c8512b2cfbe4ef1983c','98a2cae99288c453843988b699588941777a05486e7118e340ea4a00f6f8d854','56fe94ed059c5b9d85f7874dd122975e7a0999a6c0b879adcab44b1ce982037e');
INSERT INTO "events" VALUES(5,'01a22c24-46a2-707a-8733-d7170d9300b4','request','01a22c24-46a2-707a-8733-d7161082a62f',1796036904610,'submitted',1,NULL,'new','{"id":"p-anna","name":"Anna Alt"}',NULL,NULL,'{"number":"R-10005","submission":{"kind":"request","service":"printer","requester":{"id":"p-anna","name":"Anna Alt"},"dueAt":1796209704610,"details":{"service":{"id":"printer","name":"Printer","icon":"shield"},"formVersion":"1","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":null,"answers":[{"pointer":"/reason","label":"Why","value":"No paper"}]}}}','8c541e05a24a3a3c4d6ed42e4335e7a472f53c449be22ac7d1902d4658cd61c8','56fe94ed059c5b9d85f7874dd122975e7a0999a6c0b879adcab44b1ce982037e','8366b814df77e7c107694ea1419cf5a8fd6e8799da456d7a4b22b5385fe292b4');
INSERT INTO "events" VALUES(6,'01a22c24-46a7-7050-a9a8-64d25934febe','request','01a22c24-467f-76cd-9ea5-5ad37d9717c6',1796036904615,'commented',1,'waitingApproval','waitingApproval','{"id":"p-anna","name":"Anna Alt"}',NULL,NULL,'{"body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"It is "},{"type":"strong","content":[{"type":"text","text":"urgent"}]},{"type":"text","text":"."}]},{"type":"list","ordered":false,"items":[{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"one"}]}]},{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"two"}]}]}]}]}}','3e55a19e7ec0edda0ce05e662e1f90b15bffcb70e0a484182bd2dbcf48a72e40','8366b814df77e7c107694ea1419cf5a8fd6e8799da456d7a4b22b5385fe292b4','f54897cda3beaf81c1bbca0360946011e4a8e3688f1496f53620580969de3328');
INSERT INTO "events" VALUES(7,'01a22c24-46ab-731d-a27f-6b7425d005f9','request','01a22c24-469a-7074-9689-721e4a90d3ae',1796036904619,'commented',1,'waitingApproval','waitingApproval','{"id":"p-kim","name":"Kim Keller"}',NULL,NULL,'{"body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"From Friday on"}]}]}}','9d888feb47b52ed52a9f3d89b02f806bd9f09ffff9bb42d653862a030280f30b','f54897cda3beaf81c1bbca0360946011e4a8e3688f1496f53620580969de3328','e2a3c2597c87bc8e930c3437498567a4c8b961220f30e7dfa9bb934681adc31c');
INSERT INTO "events" VALUES(8,'01a22c24-46af-771a-bdb5-d5224ed7c234','request','01a22c24-467f-76cd-9ea5-5ad37d9717c6',1796036904623,'commented',1,'waitingApproval','waitingApproval','{"id":"p-anna","name":"Anna Alt"}',NULL,NULL,'{"body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"Ärger mit dem Akku – “leer” 🔋"}]}]}}','70fb1febd871cfcbfdc9e1cbd5bdd7cea70398534f24adf815ca40ca281a3f55','e2a3c2597c87bc8e930c3437498567a4c8b961220f30e7dfa9bb934681adc31c','f1a2c9d75214bb27fd0f9ed910e75c081ef47241aa23804ca694cf2695e8572c');
CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);
INSERT INTO "idempotency" VALUES('p-anna','1','80d3c3f056a55191bb9e44b50c417785ff311b4bf281d9aab45fba22d169b378',201,'/api/v1/requests/01a22c24-467f-76cd-9ea5-5ad37d9717c6','{"id":"01a22c24-467f-76cd-9ea5-5ad37d9717c6","number":"R-10001","service":{"id":"laptop","name":"Laptop","icon":"shield"},"state":{"category":"waitingApproval","label":"Waiting for approval"},"createdAt":"2026-11-30T11:08:24.575Z","updatedAt":"2026-11-30T11:08:24.575Z","dueAt":"2026-12-02T11:08:24.575Z","target":{"duration":"P2D","hours":"business"},"requester":{"id":"p-anna","name":"Anna Alt"},"approvals":[{"by":"manager","person":{"id":"p-max","name":"Max Mohn"},"decision":"pending"},{"by":"owner","person":{"id":"p-owen","name":"Owen Ott"},"decision":"pending"}],"answers":[{"pointer":"/reason","label":"Why","value":"Old one broke"}],"events":[{"id":"01a22c24-4682-703e-a88c-8ae508a185f8","at":"2026-11-30T11:08:24.575Z","actor":{"id":"p-anna","name":"Anna Alt"},"kind":"created","state":{"category":"waitingApproval","label":"Waiting for approval"}}],"nextStep":"Max Mohn and Owen Ott need to approve this. Next: Service desk.","seenBy":"You, Max Mohn, Owen Ott and Service desk","provider":"Service desk","actions":["comment"]}',1796036904575);
INSERT INTO "idempotency" VALUES('p-max','2','fde5c65b486174dfbdc7659f4d4575834530f9e705735ce4a2b29f5cc980dcde',201,'/api/v1/requests/01a22c24-468b-75d7-833d-43634f5657bc','{"id":"01a22c24-468b-75d7-833d-43634f5657bc","number":"R-10002","service":{"id":"workplace","name":"Workplace","icon":"shield"},"state":{"category":"new","label":"Sent"},"createdAt":"2026-11-30T11:08:24.587Z","updatedAt":"2026-11-30T11:08:24.587Z","dueAt":"2026-12-02T11:08:24.587Z","target":{"duration":"P2D","hours":"business"},"requester":{"id":"p-max","name":"Max Mohn"},"requestedFor":{"id":"p-anna","name":"Anna Alt"},"watchers":[{"id":"p-kim","name":"Kim Keller"}],"price":{"amount":"150.50","currency":"EUR","per":"once"},"answers":[{"pointer":"/for","label":"For whom","value":"p-anna","text":"Anna Alt"},{"pointer":"/watchers","label":"Who follows it","value":["p-kim"],"text":"Kim Keller"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}],"events":[{"id":"01a22c24-468e-7740-be5d-e4889f148a1d","at":"2026-11-30T11:08:24.587Z","actor":{"id":"p-max","name":"Max Mohn"},"kind":"created","state":{"category":"new","label":"Sent"}}],"nextStep":"Next: Service desk. Updates appear in My requests.","seenBy":"You, Anna Alt, Kim Keller, Owen Ott and Service desk","provider":"Service desk","actions":["comment"]}',1796036904587);
INSERT INTO "idempotency" VALUES('p-anna','3','57981a9065510f57aed1c9e8e151c122475d259e2f34a80263a229d806a06560',201,'/api/v1/requests/01a22c24-4693-749b-b31e-8386ed126a2d','{"id":"01a22c24-4693-749b-b31e-8386ed126a2d","number":"R-10003","service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"state":{"category":"waitingApproval","label":"Waiting for approval"},"createdAt":"2026-11-30T11:08:24.595Z","updatedAt":"2026-11-30T11:08:24.595Z","dueAt":"2026-12-02T11:08:24.595Z","target":{"duration":"P2D","hours":"business"},"requester":{"id":"p-anna","name":"Anna Alt"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"approvals":[{"by":"manager","person":{"id":"p-max","name":"Max Mohn"},"decision":"pending"}],"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"From home"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}],"events":[{"id":"01a22c24-4694-741a-9067-dd05a730a9b3","at":"2026-11-30T11:08:24.595Z","actor":{"id":"p-anna","name":"Anna Alt"},"kind":"created","state":{"category":"waitingApproval","label":"Waiting for approval"}}],"nextStep":"Max Mohn needs to approve this. Next: Service desk.","seenBy":"You, Max Mohn, Owen Ott and Service desk","provider":"Service desk","actions":["comment"]}',1796036904595);
INSERT INTO "idempotency" VALUES('p-kim','4','5f59ea3b84d53f0d4409476fef2c9a14de659fc58c7c06327d57e15b3f2e7178',201,'/api/v1/requests/01a22c24-469a-7074-9689-721e4a90d3ae','{"id":"01a22c24-469a-7074-9689-721e4a90d3ae","number":"R-10004","service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"state":{"category":"waitingApproval","label":"Waiting for approval"},"createdAt":"2026-11-30T11:08:24.602Z","updatedAt":"2026-11-30T11:08:24.602Z","dueAt":"2026-12-02T11:08:24.602Z","target":{"duration":"P2D","hours":"business"},"requester":{"id":"p-kim","name":"Kim Keller"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"approvals":[{"by":"manager","person":{"id":"p-owen","name":"Owen Ott"},"decision":"pending"}],"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"On the road"},{"pointer":"/device","label":"Device","value":"laptop","text":"Laptop"}],"events":[{"id":"01a22c24-469b-779f-9aba-177dfb8677a6","at":"2026-11-30T11:08:24.602Z","actor":{"id":"p-kim","name":"Kim Keller"},"kind":"created","state":{"category":"waitingApproval","label":"Waiting for approval"}}],"nextStep":"Owen Ott needs to approve this. Next: Service desk.","seenBy":"You, Owen Ott and Service desk","provider":"Service desk","actions":["comment"]}',1796036904602);
INSERT INTO "idempotency" VALUES('p-anna','5','6adc5e30e2fd9249e0a440f9029c3d70d9351cbefff36f4ddaed00bdaafc5e51',201,'/api/v1/requests/01a22c24-46a2-707a-8733-d7161082a62f','{"id":"01a22c24-46a2-707a-8733-d7161082a62f","number":"R-10005","service":{"id":"printer","name":"Printer","icon":"shield"},"state":{"category":"new","label":"Sent"},"createdAt":"2026-11-30T11:08:24.610Z","updatedAt":"2026-11-30T11:08:24.610Z","dueAt":"2026-12-02T11:08:24.610Z","target":{"duration":"P2D","hours":"business"},"requester":{"id":"p-anna","name":"Anna Alt"},"answers":[{"pointer":"/reason","label":"Why","value":"No paper"}],"events":[{"id":"01a22c24-46a2-707a-8733-d7170d9300b4","at":"2026-11-30T11:08:24.610Z","actor":{"id":"p-anna","name":"Anna Alt"},"kind":"created","state":{"category":"new","label":"Sent"}}],"nextStep":"Next: Service desk. Updates appear in My requests.","seenBy":"You, Owen Ott and Service desk","provider":"Service desk","actions":["comment"]}',1796036904610);
INSERT INTO "idempotency" VALUES('p-anna','c1','efe333a1eb6018fbf086a54800c0b94f2c28a96d9c1432277ca2bdde040243d0',201,NULL,'{"id":"01a22c24-46a7-7050-a9a8-64d25934febe","at":"2026-11-30T11:08:24.615Z","actor":{"id":"p-anna","name":"Anna Alt"},"kind":"comment","body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"It is "},{"type":"strong","content":[{"type":"text","text":"urgent"}]},{"type":"text","text":"."}]},{"type":"list","ordered":false,"items":[{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"one"}]}]},{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"two"}]}]}]}]}}',1796036904615);
INSERT INTO "idempotency" VALUES('p-kim','c2','5d7bb59dc973ff4c60ca2f0a98b7bb7367d2253ed595a7fce2b408d0faa46d72',201,NULL,'{"id":"01a22c24-46ab-731d-a27f-6b7425d005f9","at":"2026-11-30T11:08:24.619Z","actor":{"id":"p-kim","name":"Kim Keller"},"kind":"comment","body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"From Friday on"}]}]}}',1796036904619);
INSERT INTO "idempotency" VALUES('p-anna','c3','6b2a1940987b48b59a4abe94080cf8dac4ae7daad679dcc9fd58858e1b7d0c03',201,NULL,'{"id":"01a22c24-46af-771a-bdb5-d5224ed7c234","at":"2026-11-30T11:08:24.623Z","actor":{"id":"p-anna","name":"Anna Alt"},"kind":"comment","body":{"blocks":[{"type":"paragraph","content":[{"type":"text","text":"Ärger mit dem Akku – “leer” 🔋"}]}]}}',1796036904623);
CREATE TABLE improvements (
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    language TEXT NOT NULL,
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (kind, words, language)
);
CREATE TABLE indexes (
    tag TEXT PRIMARY KEY NOT NULL,
    language TEXT NOT NULL,
    holds TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE TABLE installation (id TEXT PRIMARY KEY NOT NULL);
INSERT INTO "installation" VALUES('01a22c24-394b-72f9-a82c-2261b70353ce');
CREATE TABLE readers (
    user_id TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    PRIMARY KEY (user_id, request_id)
);
INSERT INTO "readers" VALUES('p-anna','01a22c24-467f-76cd-9ea5-5ad37d9717c6');
INSERT INTO "readers" VALUES('p-anna','01a22c24-468b-75d7-833d-43634f5657bc');
INSERT INTO "readers" VALUES('p-kim','01a22c24-468b-75d7-833d-43634f5657bc');
INSERT INTO "readers" VALUES('p-max','01a22c24-468b-75d7-833d-43634f5657bc');
INSERT INTO "readers" VALUES('p-anna','01a22c24-4693-749b-b31e-8386ed126a2d');
INSERT INTO "readers" VALUES('p-kim','01a22c24-469a-7074-9689-721e4a90d3ae');
INSERT INTO "readers" VALUES('p-anna','01a22c24-46a2-707a-8733-d7161082a62f');
CREATE TABLE removed_uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    size BIGINT NOT NULL,
    seen_at BIGINT,
    waited BIGINT NOT NULL
);
CREATE TABLE request_summaries (
    request_id TEXT PRIMARY KEY NOT NULL REFERENCES requests (id),
    service_name TEXT NOT NULL,
    service_icon TEXT,
    words TEXT NOT NULL
);
INSERT INTO "request_summaries" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6','Laptop','shield','Old one broke
');
INSERT INTO "request_summaries" VALUES('01a22c24-468b-75d7-833d-43634f5657bc','Workplace','shield','Anna Alt
Kim Keller
Phone
');
INSERT INTO "request_summaries" VALUES('01a22c24-4693-749b-b31e-8386ed126a2d','VPN access','shield','From home
Phone
');
INSERT INTO "request_summaries" VALUES('01a22c24-469a-7074-9689-721e4a90d3ae','VPN access','shield','On the road
Laptop
');
INSERT INTO "request_summaries" VALUES('01a22c24-46a2-707a-8733-d7161082a62f','Printer','shield','No paper
');
CREATE TABLE requests (
    id TEXT PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    snapshot TEXT NOT NULL
, kind TEXT NOT NULL DEFAULT 'request', requester TEXT NOT NULL DEFAULT '', requested_for TEXT, watchers TEXT NOT NULL DEFAULT '[]', team TEXT, assignee TEXT, rating BIGINT);
INSERT INTO "requests" VALUES('01a22c24-467f-76cd-9ea5-5ad37d9717c6','R-10001','p-anna','laptop','waitingApproval',1796036904575,1796036904623,1796209704575,'{"service":{"id":"laptop","name":"Laptop","icon":"shield"},"formVersion":"1","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":null,"answers":[{"pointer":"/reason","label":"Why","value":"Old one broke"}]}','request','{"id":"p-anna","name":"Anna Alt"}',NULL,'[]',NULL,NULL,NULL);
INSERT INTO "requests" VALUES('01a22c24-468b-75d7-833d-43634f5657bc','R-10002','p-max','workplace','new',1796036904587,1796036904587,1796209704587,'{"service":{"id":"workplace","name":"Workplace","icon":"shield"},"formVersion":"1","answers":[{"pointer":"/for","label":"For whom","value":"p-anna","text":"Anna Alt"},{"pointer":"/watchers","label":"Who follows it","value":["p-kim"],"text":"Kim Keller"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}],"price":{"amount":"150.50","currency":"EUR","per":"once"},"owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"}}','request','{"id":"p-max","name":"Max Mohn"}','{"id":"p-anna","name":"Anna Alt"}','[{"id":"p-kim","name":"Kim Keller"}]',NULL,NULL,NULL);
INSERT INTO "requests" VALUES('01a22c24-4693-749b-b31e-8386ed126a2d','R-10003','p-anna','vpn-access','waitingApproval',1796036904595,1796036904595,1796209704595,'{"service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"formVersion":"2","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"From home"},{"pointer":"/device","label":"Device","value":"phone","text":"Phone"}]}','request','{"id":"p-anna","name":"Anna Alt"}',NULL,'[]',NULL,NULL,NULL);
INSERT INTO "requests" VALUES('01a22c24-469a-7074-9689-721e4a90d3ae','R-10004','p-kim','vpn-access','waitingApproval',1796036904602,1796036904619,1796209704602,'{"service":{"id":"vpn-access","name":"VPN access","icon":"shield"},"formVersion":"2","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":{"amount":"12.50","currency":"EUR","per":"month"},"answers":[{"pointer":"/reason","label":"Why do you need it?","value":"On the road"},{"pointer":"/device","label":"Device","value":"laptop","text":"Laptop"}]}','request','{"id":"p-kim","name":"Kim Keller"}',NULL,'[]',NULL,NULL,NULL);
INSERT INTO "requests" VALUES('01a22c24-46a2-707a-8733-d7161082a62f','R-10005','p-anna','printer','new',1796036904610,1796036904610,1796209704610,'{"service":{"id":"printer","name":"Printer","icon":"shield"},"formVersion":"1","owner":{"id":"p-owen","name":"Owen Ott"},"provider":"Service desk","target":{"duration":"P2D","hours":"business"},"price":null,"answers":[{"pointer":"/reason","label":"Why","value":"No paper"}]}','request','{"id":"p-anna","name":"Anna Alt"}',NULL,'[]',NULL,NULL,NULL);
CREATE TABLE schema_version (version BIGINT NOT NULL);
INSERT INTO "schema_version" VALUES(7);
CREATE TABLE sequences (name TEXT PRIMARY KEY NOT NULL, value BIGINT NOT NULL);
INSERT INTO "sequences" VALUES('request',10005);
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
INSERT INTO "sessions" VALUES('ef7350073c0ca56882056094a2b2e50ad18b93a7a9a6775f209d00f71266dabc','p-anna',1796036904494,1796036904494);
INSERT INTO "sessions" VALUES('16dab6f86b514fab2849dab8a49352da30bf5f6a53f2199f497cc367474bc4e0','p-max',1796036904547,1796036904547);
INSERT INTO "sessions" VALUES('c2f06b7084043d3cedb1236f8e4f22addc73ba3d404ea7ae174cd5f7ab0a298e','p-kim',1796036904551,1796036904551);
CREATE TABLE steady_clock (seen_at BIGINT, steady BIGINT NOT NULL);
INSERT INTO "steady_clock" VALUES(1796055567417,18666201);
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    metadata TEXT,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    hash TEXT NOT NULL,
    request_id TEXT REFERENCES requests (id),
    touched_at BIGINT NOT NULL
);
CREATE INDEX requests_of_user ON requests (user_id, id);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
CREATE INDEX drafts_by_key ON drafts (user_id, key);
CREATE INDEX drafts_by_age ON drafts (updated_at);
CREATE INDEX uploads_of_user ON uploads (user_id, request_id);
CREATE INDEX indexes_by_age ON indexes (seen_at);
CREATE INDEX improvements_by_worth ON improvements (count, last_at);
CREATE INDEX removed_uploads_of_user ON removed_uploads (user_id);
CREATE INDEX events_of_subject ON events (subject_type, subject_id, seq);
CREATE INDEX approvers_of_user ON approvers (user_id, request_id);
COMMIT;
