import * as a from "./integration/filesystems/apache.ts";
try { const s = await a.startApache("/tmp/fsr-ap/served"); console.log(s.url, s.output()); await s.stop(); } catch (e) { console.log(String(e)) }
