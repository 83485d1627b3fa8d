import Blobs
import Crypto
import Foundation
import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing

@testable import App

@Suite("The store of contents", .temporaryDirectory, .ends)
struct StoreRouteTests {
    @Test("is not there until somebody needs it, and then says that it holds nothing")
    func absent() async throws {
        try await Station.with { station in
            let answer = try await station.get("/store")
            #expect(answer.json["blobs"]?["count"]?.integerValue == 0)
            let path = try #require(answer.json["path"]?.stringValue)
            for type in ["store-verify", "store-gc"] {
                #expect(try await station.run("/jobs/\(type)").state == .succeeded)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(!(try await station.get("/metrics").text.contains("packferry_store_")))
        }
    }

    @Test("its jobs are about all repositories, and need no name of one")
    func several() async throws {
        try await Station.with(["first", "second"]) { station in
            let job = try await station.run("/jobs/store-verify")
            #expect(job.state == .succeeded && job.repository == "first")
            #expect(try await station.run("/jobs/store-gc", #"{"repository":"second"}"#).repository == "second")
            #expect(try await station.post("/jobs/collect").status == .unprocessableContent)
        }
    }

    @Test("says what it holds, and removes what nothing refers to")
    func collected() async throws {
        try await Station.with { station in
            let store = try station.application.store()
            _ = try await store.add([1, 2, 3])
            try await store.settle()
            let totals = try await station.get("/store").json
            #expect(totals["blobs"]?["count"]?.integerValue == 1 && totals["blobs"]?["bytes"]?.integerValue == 3)
            #expect(try await station.get("/metrics").text.contains("packferry_store_bytes 3"))
            let young = try await station.run("/jobs/store-gc")
            #expect(young.result["blobs"]?.integerValue == 0 && young.result["kept_as_young"]?.integerValue == 1)
            for isDryRun in [true, false] {
                let job = try await station.run("/jobs/store-gc", #"{"grace":"0s","dry_run":\#(isDryRun)}"#)
                #expect(job.result["blobs"]?.integerValue == 1 && job.result["bytes"]?.integerValue == 3)
                #expect(try await station.get("/store").json["blobs"]?["count"]?.integerValue == (isDryRun ? 1 : 0))
            }
        }
    }

    @Test("a broken content makes its verification partial, which names it")
    func verified() async throws {
        try await Station.with { station in
            let store = try station.application.store()
            let blob = try await store.add([1, 2, 3])
            try await store.settle()
            try store.root.openForAppending(blob.path).truncate(to: 2)
            let job = try await station.run("/jobs/store-verify")
            #expect(job.state == .partial)
            let broken = job.result["broken"]
            #expect(broken?["count"]?.integerValue == 1)
            #expect(broken?["items"]?.arrayValue?.first?["sha256"]?.stringValue == blob.sha256.hex)
            #expect(try await station.get("/store").json["quarantine"]?["count"]?.integerValue == 1)
            #expect(try await station.run("/jobs/store-verify").state == .succeeded)
        }
    }

    @Test("is in use while something is fetched, and garbage waits for another time")
    func inUse() async throws {
        try await Station.with { station in
            let store = try station.application.store()
            try await store.use {
                let job = try await station.run("/jobs/store-gc")
                #expect(job.state == .failed && job.problem?.code == "locked", "\(job)")
            }
        }
    }
}
