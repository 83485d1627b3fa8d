// Every page by its address. A page is loaded when it is asked for.

import { route } from "./core/router.js";

route("/", "dashboard", () => import("./pages/dashboard.js"));
route("/packages", "packages", () => import("./pages/packages.js"));
route("/packages/{repository}/{name...}", "packages", () => import("./pages/package.js"));
route("/jobs", "jobs", () => import("./pages/jobs.js"));
route("/jobs/{id}", "jobs", () => import("./pages/job.js"));
route("/schedules", "schedules", () => import("./pages/schedules.js"));
route("/snapshots", "snapshots", () => import("./pages/snapshots.js"));
route("/snapshots/{base}/diff/{target}", "snapshots", () => import("./pages/comparison.js"));
route("/snapshots/{id}", "snapshots", () => import("./pages/snapshot.js"));
route("/archives", "archives", () => import("./pages/archives.js"));
route("/archives/{id}", "archives", () => import("./pages/archive.js"));
route("/imports", "imports", () => import("./pages/imports.js"));
route("/imports/{id}", "imports", () => import("./pages/import.js"));
route("/sites", "sites", () => import("./pages/sites.js"));
route("/sites/{name}", "sites", () => import("./pages/far-site.js"));
route("/keys", "keys", () => import("./pages/keys.js"));
route("/broken", "broken", () => import("./pages/broken.js"));
route("/broken/{id}", "broken", () => import("./pages/finding.js"));
route("/storage", "storage", () => import("./pages/storage.js"));
route("/api", "about", () => import("./pages/contract.js"));
route("/about", "about", () => import("./pages/about.js"));

/** Addresses by what they are called, and the key that follows `g` there. `side` is the one that has no use for it. */
export const places = [
  { nav: "dashboard", path: "/", key: "d" },
  { nav: "packages", path: "/packages", key: "p" },
  { nav: "jobs", path: "/jobs", key: "j" },
  { nav: "schedules", path: "/schedules", key: "e" },
  { nav: "snapshots", path: "/snapshots", key: "n" },
  { nav: "archives", path: "/archives", key: "a", notOn: "offline" },
  { nav: "imports", path: "/imports", key: "i", notOn: "online" },
  { nav: "sites", path: "/sites", key: "t", notOn: "offline" },
  { nav: "keys", path: "/keys", key: "k" },
  { nav: "broken", path: "/broken", key: "b" },
  { nav: "storage", path: "/storage", key: "s" },
  { nav: "about", path: "/about", key: "o" },
];
