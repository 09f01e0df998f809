import { S3Adapter } from "@mcs/adapter-s3";
import { SftpAdapter } from "@mcs/adapter-sftp";
import { SmbAdapter } from "@mcs/adapter-smb";
import { WebdavAdapter } from "@mcs/adapter-webdav";
import { secret } from "@mcs/core";
import * as apache from "./filesystems/apache.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as rclone from "./filesystems/rclone.ts";
import * as s3rver from "./filesystems/s3rver.ts";
import * as samba from "./filesystems/samba.ts";
import { suiteOn } from "./filesystems/suite.ts";

const COPIES = "s3rver reads a part of what is encoded in the names of sources";

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
  manyEntries: 300,
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
  manyEntries: 300,
  unsupported: {
    "concurrency.programs-create": "Apache looks for If-None-Match before it writes, not at once",
  },
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

suiteOn({
  title: "SMB: Samba",
  absent: samba.whyNoSamba(),
  start: samba.startSamba,
  port: ({ port }, root) =>
    new SmbAdapter({
      host: "127.0.0.1",
      port,
      share: samba.SHARE,
      username: samba.USERNAME,
      password: secret(samba.PASSWORD),
      root,
    }),
  hidden: [samba.PASSWORD],
  manyEntries: 700,
  unsupported: {
    "name.trailing": "SMB names end with neither a space nor a dot",
    "name.double-quotes": "SMB reserves the double quote",
    "name.question-mark": "SMB reserves the question mark",
    "name.angle-brackets": "SMB reserves angle brackets",
    "name.colon-star-bar": "SMB reserves colon, star and bar",
    "name.control": "SMB names hold no control characters",
    "concurrency.programs-if-match": "SMB has no conditional write",
  },
});

suiteOn({
  title: "S3: s3rver",
  absent: undefined,
  start: s3rver.startS3rver,
  port: ({ endpoint }, root) =>
    new S3Adapter({ endpoint, bucket: s3rver.BUCKET, root, credentials: s3rver.CREDENTIALS }),
  hidden: [s3rver.SECRET],
  manyEntries: 150,
  unsupported: {
    "write.atomic": "s3rver writes into the object while the content arrives",
    "name.trailing": "s3rver trims the keys in lists of what to remove",
    "name.hash": COPIES,
    "name.question-mark": COPIES,
    "name.plus-and-ampersand": COPIES,
    "name.colon-star-bar": COPIES,
    "name.patterns": COPIES,
    "name.long": "s3rver makes longer names of keys than its disk takes",
    "concurrency.programs-create": "s3rver ignores If-None-Match",
    "concurrency.programs-if-match": "s3rver ignores If-Match",
  },
});
