import API
import Crypto
import FoundationEssentials
import HTTPMessages
import JSON
import Jobs
import Persistence
import Reporting
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("Sites", .temporaryDirectory)
struct SiteRouteTests {
    /// A near repository whose archive a far one took, with the id of that import.
    private func withReceipt(_ body: (Station, _ artifact: String, _ id: String) async throws -> Void) async throws {
        try await Station.with(["near", "far"], settings: "site: { name: plant-7 }") { station in
            let far = "\(TemporaryDirectory.current)/far"
            for package in ["a", "@s"] { try FileManager.default.removeItem(atPath: "\(far)/\(package)") }
            let job = try await station.run("/jobs/diff-build?repository=near")
            let artifact = try #require(job.result["artifact"]?.stringValue)
            let archive = try await station.get("/artifacts/\(artifact)/download").bytes
            let staged = try await station.send(
                .POST,
                "/imports?repository=far",
                [.contentType: "application/zstd"],
                body: archive
            )
            let id = try #require(staged.json["id"]?.stringValue, "\(staged.text)")
            _ = try await station.run("/imports/\(id)/apply", "{}")
            try await body(station, artifact, id)
        }
    }

    private func register(_ receipt: Answer, _ station: Station, _ query: String = "") async throws -> Answer {
        try await station.send(.POST, "/receipts\(query)", [.contentType: "application/json"], body: receipt.bytes)
    }

    @Test("a receipt is downloaded, registered and remembered, and marks the archive as delivered")
    func wholeWay() async throws {
        try await withReceipt { station, artifact, id in
            let shown = try await station.get("/imports/\(id)").json
            #expect(shown["receipt"]?["code"]?.stringValue?.count == 29, "\(shown)")
            #expect(shown["links"]?["receipt"]?.stringValue == "/imports/\(id)/receipt")
            let receipt = try await station.get("/imports/\(id)/receipt")
            let name = try #require(shown["receipt"]?["name"]?.stringValue)
            #expect(receipt.fields[.contentDisposition] == "attachment; filename=\"\(name)\"")
            #expect(name.hasPrefix("receipt-plant-7-"))

            let tried = try await register(receipt, station, "?dry_run=true")
            #expect(tried.status == .ok && tried.json["dry_run"] == true && tried.json["verdict"] == "news")
            #expect(try await station.get("/sites").items.isEmpty)

            let taken = try await register(receipt, station)
            #expect(taken.status == .ok, "\(taken.text)")
            #expect(taken.json["artifact"]?.stringValue == artifact && taken.json["verdict"] == "news")
            let site = try await station.get("/sites/plant-7").json
            #expect(site["state"] == "active" && site["repository"] == "near" && site["files"] == 5)
            #expect(site["artifact"]?.stringValue == artifact && site["on_the_way"]?.arrayValue == [])
            #expect(try await register(receipt, station).json["verdict"] == "known")

            let delivered = try await station.get("/artifacts/\(artifact)").json
            #expect(delivered["state"] == "delivered")
            let deliveries = delivered["deliveries"]?.arrayValue ?? []
            #expect(deliveries.count == 1 && deliveries[0]["state"] == "proven" && deliveries[0]["site"] == "plant-7")
            #expect(try await station.get("/sites?q=plant&state=active").items.count == 1)
            #expect(try await station.get("/sites?state=retired").items.isEmpty)
        }
    }

    @Test("a code does the same, for a site that is known or named")
    func code() async throws {
        try await withReceipt { station, artifact, id in
            let code = try #require(try await station.get("/imports/\(id)").json["receipt"]?["code"]?.stringValue)
            let path = "/receipts?repository=near"
            let unknown = try await station.post(path, "{\"code\":\"\(code)\"}")
            #expect(unknown.status == .notFound && unknown.text.contains("--site"), "\(unknown.text)")
            let other = code.hasSuffix("A") ? "B" : "A"
            let mistyped = try await station.post(path, "{\"code\":\"\(code.dropLast())\(other)\"}")
            #expect(mistyped.status.code == 422, "\(mistyped.text)")
            #expect(try await station.post("/receipts", "{\"code\":\"\(code)\"}").status.code == 422)
            let taken = try await station.post(path, "{\"code\":\"\(code)\",\"site\":\"plant-7\"}")
            #expect(taken.json["artifact"]?.stringValue == artifact, "\(taken.text)")
            let again = try await station.post(path, "{\"code\":\"\(code)\"}")
            #expect(again.json["verdict"] == "known", "\(again.text)")
            let receipt = try await station.get("/imports/\(id)/receipt")
            #expect(try await register(receipt, station).json["verdict"] == "known")
        }
    }

    @Test(
        "what cannot be taken says why and what to do",
        arguments: [
            ("\"uuid\":\"", "\"uuid\":\"ffff", 422), ("packferry.receipt/1", "packferry.receipt/9", 422),
            ("\"counter\":", "\"counter\":-", 422),
        ]
    )
    func refused(text: String, other: String, status: Int) async throws {
        try await withReceipt { station, _, id in
            let receipt = try await station.get("/imports/\(id)/receipt").text.replacing(text, with: other)
            let answer = try await station.post("/receipts", receipt)
            #expect(answer.status.code == status, "\(answer.text)")
            #expect(try await station.get("/sites").items.isEmpty)
        }
    }

    @Test("a receipt of another tree, or of a state that is not known, names the next step")
    func strangers() async throws {
        try await withReceipt { station, _, id in
            let receipt = try await station.get("/imports/\(id)/receipt")
            let uuid = try #require(receipt.json["repository"]?["uuid"]?.stringValue)
            let foreign = receipt.text.replacing(uuid, with: String(repeating: "f", count: 32))
            let first = try await station.post("/receipts", foreign)
            #expect(first.status == .notFound && first.json["hint"] != nil, "\(first.text)")
            let snapshot = try #require(receipt.json["snapshot"]?.stringValue)
            let later = receipt.text.replacing(snapshot, with: String(repeating: "e", count: 32))
            let second = try await station.post("/receipts", later)
            #expect(second.status == .notFound && second.text.contains("inventory"), "\(second.text)")
            #expect(try await station.get("/sites/plant-7").status == .notFound)
            #expect(try await station.get("/imports/\(String(repeating: "a", count: 32))/receipt").status == .notFound)
        }
    }

    @Test("an inventory goes from one side to the other, and a list of sha512sum too")
    func inventories() async throws {
        try await withReceipt { station, artifact, _ in
            let inventory = try await station.get("/inventory?repository=far")
            #expect(inventory.status == .ok, "\(inventory.text)")
            #expect(inventory.fields[.contentDisposition]?.contains("inventory-plant-7-") == true)
            let taken = try await station.send(.POST, "/inventories?repository=near", body: inventory.bytes)
            #expect(taken.json["site"]?["evidence"] == "inventory", "\(taken.text)")
            #expect(taken.json["site"]?["files"] == 5)
            let digest = String(repeating: "0", count: 128)
            let list = Array("\(digest)  ./a/a-1.0.0.tgz\n\(digest)  ./a/package.json\n".utf8)
            let nameless = try await station.send(.POST, "/inventories?repository=near", body: list)
            #expect(nameless.status.code == 422 && nameless.text.contains("--site"), "\(nameless.text)")
            let late = "?repository=near&site=plant-8&taken=2200-01-01T00:00:00Z"
            #expect(try await station.send(.POST, "/inventories\(late)", body: list).status.code == 422)
            let query = "?repository=near&site=plant-8&taken=2026-11-21T01:30:00Z"
            let made = try await station.send(.POST, "/inventories\(query)", body: list)
            #expect(made.json["site"]?["files"] == 1 && made.json["counter"] == 1_795_224_600, "\(made.text)")
            // What it lacks is in the archive that is still on its way there.
            let dry = try await station.run(
                "/jobs/diff-build?repository=near",
                #"{"dry_run":true,"sites":["plant-8"]}"#
            )
            #expect(dry.result["current"]?.stringValue == artifact, "\(dry.result)")
            let none = try await station.run(
                "/jobs/diff-build?repository=near",
                #"{"dry_run":true,"sites":["plant-7"]}"#
            )
            #expect(none.result["changed"] == false, "\(none.result)")
        }
    }

    @Test("a site is retired and comes back with what it says next; what holds a snapshot keeps it")
    func retired() async throws {
        try await withReceipt { station, artifact, id in
            _ = try await register(station.get("/imports/\(id)/receipt"), station)
            let target = try #require(try await station.get("/artifacts/\(artifact)").json["target"]?.stringValue)
            #expect(try await station.send(.DELETE, "/artifacts/\(artifact)").status == .noContent)
            let kept = try await station.send(.DELETE, "/snapshots/\(target)")
            #expect(kept.status == .conflict && kept.text.contains("plant-7"), "\(kept.text)")
            let tried = try await station.post("/sites/plant-7/retire", #"{"dry_run":true}"#).json
            #expect(tried["state"] == "retired" && tried["dry_run"] == true)
            #expect(try await station.get("/sites/plant-7").json["state"] == "active")
            #expect(try await station.post("/sites/plant-7/retire", "{}").json["state"] == "retired")
            #expect(try await station.send(.DELETE, "/snapshots/\(target)").status == .noContent)
        }
    }

    @Test("somebody's word is kept as such, and gives way to a receipt")
    func asserted() async throws {
        try await withReceipt { station, artifact, id in
            let path = "/artifacts/\(artifact)/delivered"
            for body in ["{}", #"{"site":"plant-7","by":"","reason":"x"}"#, #"{"site":"A B","by":"me","reason":"x"}"#] {
                #expect(try await station.post(path, body).status.code == 422, "\(body)")
            }
            let body = #"{"site":"plant-7","by":"Ann","reason":"called","dry_run":"#
            let tried = try await station.post(path, body + "true}").json
            #expect(tried["deliveries"]?.arrayValue?.count == 1 && tried["dry_run"] == true)
            #expect(try await station.get("/artifacts/\(artifact)").json["deliveries"]?.arrayValue == [])
            let said = try await station.post(path, body + "false}").json
            let delivery = try #require(said["deliveries"]?.arrayValue?.first)
            #expect(delivery["state"] == "asserted" && delivery["by"] == "Ann" && delivery["reason"] == "called")
            #expect(said["state"] == "downloaded" || said["state"] == "built")
            _ = try await register(station.get("/imports/\(id)/receipt"), station)
            let proven = try await station.post(path, body + "false}").json
            #expect(proven["deliveries"]?.arrayValue?.first?["state"] == "proven")
        }
    }

    /// The key of this side, which is made first.
    private func key(_ station: Station, _ role: SigningKeyStore.Role = .current) async throws -> String {
        try await station.application.makeSigningKey(role, from: nil, comment: nil, isDryRun: false).text
    }

    @Test("once a key is trusted for a site, only what it signed is taken: receipt, code and inventory")
    func pinned() async throws {
        try await withReceipt { station, _, id in
            let unsigned = try await station.get("/imports/\(id)/receipt")
            #expect(unsigned.fields[.signature] == nil)
            #expect(try await station.get("/imports/\(id)").json["receipt"]?["signature"] == .null)
            let key = try await key(station)
            // What was applied before is said anew, and signed.
            _ = try await station.run("/imports/\(id)/apply", "{}")
            let signed = try await station.get("/imports/\(id)/receipt")
            let signature = try #require(signed.fields[.signature])
            let shown = try await station.get("/imports/\(id)").json["receipt"]
            #expect(shown?["kind"] == "applied" && shown?["signature"]?.stringValue?.hasPrefix("-----BEGIN") == true)
            let code = try #require(shown?["code"]?.stringValue)

            let body = #"{"key":"\#(key)","site":"plant-7","repository":"near","dry_run":"#
            let tried = try await station.post("/keys", body + "true}").json
            #expect(tried["dry_run"] == true && tried["site"] == "plant-7", "\(tried)")
            #expect(try await station.get("/keys").json["trusted"] == [])
            #expect(try await station.post("/keys", body + "false}").status == .created)
            let known = try await station.get("/keys").json["trusted"]?.arrayValue ?? []
            #expect(known.count == 1 && known[0]["site"] == "plant-7" && known[0]["repository"] == "near")

            for (answer, query) in [(unsigned, ""), (unsigned, "?dry_run=true"), (signed, "")] {
                let refused = try await register(answer, station, query)
                #expect(refused.status.code == 422 && refused.json["code"] == "untrusted", "\(refused.text)")
            }
            let entry = "{\"code\":\"\(code)\",\"site\":\"plant-7\"}"
            let coded = try await station.post("/receipts?repository=near", entry)
            #expect(coded.status.code == 422 && coded.json["code"] == "untrusted", "\(coded.text)")
            let inventory = try await station.get("/inventory?repository=far")
            let open = try await station.send(.POST, "/inventories?repository=near", body: inventory.bytes)
            #expect(open.status.code == 422 && open.json["code"] == "untrusted", "\(open.text)")
            #expect(try await station.get("/sites").items.isEmpty)

            let fields: HTTPFields = [.contentType: "application/json", .signature: signature]
            let taken = try await station.send(.POST, "/receipts", fields, body: signed.bytes)
            #expect(taken.status == .ok, "\(taken.text)")
            let signer = taken.json["site"]?["signer"]
            #expect(signer?["key"]?.stringValue.map(key.hasPrefix) == true, "\(taken.text)")
            #expect(taken.json["site"]?["remark"] == .null)
            let said = try #require(inventory.fields[.signature])
            let listed = try await station.send(
                .POST,
                "/inventories?repository=near",
                [.signature: said],
                body: inventory.bytes
            )
            #expect(listed.json["site"]?["evidence"] == "inventory", "\(listed.text)")
            #expect(listed.json["site"]?["signer"]?["fingerprint"] == signer?["fingerprint"])
        }
    }

    @Test("a signature that is none over this document is refused, allowed or not")
    func forged() async throws {
        try await withReceipt { station, _, id in
            _ = try await key(station)
            let before = try await station.get("/imports/\(id)/receipt")
            _ = try await station.run("/imports/\(id)/apply", "{}")
            let signature = try #require(try await station.get("/imports/\(id)/receipt").fields[.signature])
            for text in [signature, "no Base64", "AAAA"] {
                let fields: HTTPFields = [.contentType: "application/json", .signature: text]
                let path = "/receipts?allow_unsigned=true"
                let answer = try await station.send(.POST, path, fields, body: before.bytes)
                #expect(answer.status.code == 422 && answer.json["code"] != "untrusted", "\(answer.text)")
            }
            #expect(try await station.get("/sites").items.isEmpty)
        }
    }

    @Test("what is taken all the same is recorded with the site, until it says something that is signed")
    func allowed() async throws {
        try await withReceipt { station, _, id in
            let unsigned = try await station.get("/imports/\(id)/receipt")
            let key = try await key(station)
            let trusting = #"{"key":"\#(key)","site":"plant-7","repository":"near"}"#
            #expect(try await station.post("/keys", trusting).status == .created)
            let taken = try await register(unsigned, station, "?allow_unsigned=true")
            #expect(taken.json["verdict"] == "news", "\(taken.text)")
            let site = try await station.get("/sites/plant-7").json
            #expect(site["signer"] == .null && site["remark"]?.stringValue?.contains("not signed") == true, "\(site)")
            _ = try await station.run("/imports/\(id)/apply", "{}")
            let signed = try await station.get("/imports/\(id)/receipt")
            let fields: HTTPFields = [
                .contentType: "application/json", .signature: try #require(signed.fields[.signature]),
            ]
            let next = try await station.send(.POST, "/receipts", fields, body: signed.bytes)
            #expect(next.json["verdict"] == "news" && next.json["site"]?["remark"] == .null, "\(next.text)")

            let known = try #require(try await station.get("/keys").json["trusted"]?.arrayValue?.first)
            let path = try #require(known["links"]?["self"]?.stringValue)
            #expect(path.hasSuffix("site=plant-7"))
            #expect(try await station.send(.DELETE, path).status == .noContent)
            #expect(try await station.send(.DELETE, path).status == .notFound)
            // Once a key was trusted, nothing is taken that none signed.
            let last = try await station.send(.POST, "/receipts", fields, body: signed.bytes)
            #expect(last.status.code == 422 && last.text.contains("retired"), "\(last.text)")
            for name in ["..", "A", ""] {
                let body = #"{"key":"\#(key)","site":"\#(name)","repository":"near"}"#
                #expect(try await station.post("/keys", body).status.code == 422, "\(name)")
            }
        }
    }

    @Test("a service that lost its database knows its sites from the storage")
    func lost() async throws {
        try await withReceipt { station, artifact, id in
            _ = try await register(station.get("/imports/\(id)/receipt"), station)
            let before = try await station.get("/sites").json
            let body = #"{"dry_run":true}"#
            let build = try await station.run("/jobs/diff-build?repository=near", body).result
            // The same storages and archives, and a state that knows nothing.
            let text = """
                site: { name: plant-7 }
                paths: { state: ./other }
                repositories:
                  near: { type: npm, storage: ./near }
                  far: { type: npm, storage: ./far }
                """
            let again = try await Application(ConfigurationFile.load(text), logger: station.application.logger)
            let sites = try await again.shownSites(of: again.repositories)
            #expect(try JSONValue(parsing: APICoding.encode(sites)) == before["items"])
            #expect(try await again.artifacts.load(artifact).state == .delivered)
            var arguments = DiffBuild()
            arguments.dryRun = true
            let result = try await again.run(arguments, on: "near", initiator: "test", watcher: .silent).outcome
            #expect(result.changed == build["changed"]?.boolValue && result.base == build["base"]?.stringValue)
            try await again.database.close()
        }
    }
}
