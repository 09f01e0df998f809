import { SftpAdapter } from "@mcs/adapter-sftp";
import { WebdavAdapter } from "@mcs/adapter-webdav";
import { secret } from "@mcs/core";
import * as apache from "./filesystems/apache.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as rclone from "./filesystems/rclone.ts";
import { suiteOn } from "./filesystems/suite.ts";

suiteOn({
  title: "SFTP: OpenSSH",
  absent: openssh.whyNoOpenSsh(),
  start: openssh.startOpenSsh,
  port: ({ port, hostKey }, root) =>
    new SftpAdapter({
      host: "127.0.0.1",
      port,
      username: openssh.USERNAME,
      password: secret(openssh.PASSWORD),
      hostKey,
      root,
    }),
  hasLinks: true,
  hidden: [openssh.PASSWORD],
  unsupported: { "concurrency.programs-if-match": "SFTP has no conditional write" },
});

suiteOn({
  title: "SFTP: rclone",
  absent: rclone.whyNoRclone(),
  start: (folder) => rclone.startRclone("sftp", folder),
  port: ({ port, hostKey }, root) =>
    new SftpAdapter({
      host: "127.0.0.1",
      port,
      username: rclone.USERNAME,
      password: secret(rclone.PASSWORD),
      hostKey,
      root,
    }),
  hidden: [rclone.PASSWORD],
  manyEntries: 150,
  unsupported: {
    "open.removed": "rclone fails the reads of a removed file without saying why",
    "write.atomic": "rclone fails readers while a file is replaced",
    "name.control": "rclone stores control characters as others",
    "concurrency.programs-create": "rclone has no hard links, and its rename replaces",
    "concurrency.programs-if-match": "SFTP has no conditional write",
  },
});

suiteOn({
  title: "WebDAV: Apache",
  absent: apache.whyNoApache(),
  start: apache.startApache,
  port: ({ url }, root) => new WebdavAdapter({ url: `${url}/${root}` }),
});

suiteOn({
  title: "WebDAV: rclone",
  absent: rclone.whyNoRclone(),
  start: (folder) => rclone.startRclone("webdav", folder),
  port: ({ port }, root) =>
    new WebdavAdapter({
      url: `http://127.0.0.1:${port}/${root}`,
      auth: { username: rclone.USERNAME, password: secret(rclone.PASSWORD) },
    }),
  hidden: [rclone.PASSWORD],
  manyEntries: 150,
  unsupported: {
    "write.atomic": "rclone writes into the file while the content arrives",
    "name.control": "rclone stores control characters as others",
    "concurrency.programs-create": "rclone ignores If-None-Match",
  },
});
