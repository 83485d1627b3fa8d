import Glibc
import Persistence
import Posix
import Reporting
import SQLite
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

@Suite(.memoryDirectory) struct UntouchedTests {
    /// What can happen to a storage between two looks at it.
    enum Touch: CaseIterable {
        case tarballInPlace, tarballReplaced, tarballAdded, tarballRemoved, tarballLinked, documentReplaced,
            documentRemoved, strayAdded, downloadBegun, backupAdded, packageAdded, packageRemoved, packageReplaced

        func happen(to side: StorageFixture) throws {
            switch self {
            case .tarballInPlace:
                let path = "\(side.storage.path)/lodash/lodash-1.0.0.tgz"
                let file = try Directory(opening: AbsolutePath(path).parent)
                    .openForAppending(RelativePath("lodash-1.0.0.tgz"))
                try file.write([0])
            case .tarballReplaced: try side.write("lodash/lodash-1.0.0.tgz", "lodash@1.0.0")
            case .tarballAdded: try side.write("lodash/lodash-2.0.0.tgz", "2")
            case .tarballRemoved: try side.remove("lodash/lodash-1.0.0.tgz")
            case .tarballLinked:
                try side.remove("lodash/lodash-1.0.0.tgz")
                try side.storage.link("lodash/lodash-1.0.0.tgz", to: "../express/express-1.0.0.tgz")
            case .documentReplaced: try side.refresh("lodash")
            case .documentRemoved: try side.remove("lodash/package.json")
            case .strayAdded: try side.write("lodash/notes.txt", "x")
            case .downloadBegun: try side.write("lodash/lodash-1.0.0.tgz.tmp-1", "x")
            case .backupAdded: try side.write("lodash/package.json.~1~", "{}")
            case .packageAdded: try side.add("vite", "1.0.0")
            case .packageRemoved: try side.remove("lodash")
            case .packageReplaced:
                try side.remove("lodash")
                try side.write("lodash", "a file")
            }
        }
    }

    @Test("a storage in which nothing was touched is known again, with all its numbers")
    func untouched() async throws {
        let side = try await Self.side()
        let read = try await side.collect()
        let again = try #require(try await side.collector.collectUntouched(reporter: .silent))
        #expect(again.packages == read.packages && again.files == read.files && again.generation == read.generation)
        #expect(again.read == 0 && again.findings == read.findings)
    }

    @Test("whatever is touched shows", arguments: Touch.allCases)
    func touched(_ touch: Touch) async throws {
        let side = try await Self.side()
        try await side.collect()
        try touch.happen(to: side)
        #expect(try await side.collector.collectUntouched(reporter: .silent) == nil)
    }

    @Test("a folder that lay elsewhere is not known again, nor one with something odd in it")
    func oddFolders() async throws {
        let side = try await Self.side()
        try side.write("express/notes.txt", "x")
        try await side.collect()
        #expect(try await side.collector.collectUntouched(reporter: .silent) == nil)
    }

    @Test("what was read before its times had settled is read again, until they have")
    func unsettled() async throws {
        let side = try await StorageFixture("s", ahead: 0)
        try side.add("lodash", "1.0.0")
        try await side.collect()
        #expect(try await side.collector.collectUntouched(reporter: .silent) == nil)
    }

    @Test("without fingerprints, as after an upgrade, files are compared one by one and nothing is read")
    func upgraded() async throws {
        let side = try await Self.side()
        let first = try await side.collect()
        try await side.collector.index.database.write { connection in
            try connection.execute("UPDATE packages SET fingerprint = NULL, files = 0")
        }
        #expect(try await side.collector.collectUntouched(reporter: .silent) == nil)
        let second = try await side.collect()
        #expect(second.read == 0 && second.generation == first.generation)
        #expect(try await side.collector.collectUntouched(reporter: .silent)?.files == first.files)
    }

    @Test("where the system numbers the disk anew nothing is read again")
    func otherDevice() async throws {
        let side = try await Self.side()
        let first = try await side.collect()
        try await side.collector.index.database.write { connection in
            try connection.execute("UPDATE packages SET device = device + 1")
            try connection.execute("UPDATE files SET device = device + 1")
        }
        let second = try await side.collect()
        #expect(second.read == 0 && second.generation == first.generation)
    }

    @Test("a build of an untouched storage says of it what one that reads all of it says")
    func sameReport() async throws {
        let side = try await Self.side()
        try side.add("not-cached", "1.0.0", fetched: false)
        try side.add("Lodash", "1.0.0")
        try side.add("gone", "1.0.0")
        try side.add("gone", "1.1.0")
        try side.remove("gone/gone-1.1.0.tgz")
        try side.write("broken/package.json", "{")
        try side.write("stray.txt", "x")
        _ = try await side.build()
        let quick = try await side.build()
        let whole = try await side.build(BuildRequest(deep: true))
        #expect(quick.report == whole.report && quick.target.id == whole.target.id && quick.base == whole.base)
        #expect(
            !quick.report.leftBehind.isEmpty && !quick.report.remarks.isEmpty
                && quick.report.notCached == ["not-cached"]
        )
        #expect(quick.isPartial && quick.artifact == nil && quick.manifest == nil && quick.held == 0)
    }

    @Test("a build of an untouched storage does not need the list of the last snapshot, and one of a touched does")
    func listUnread() async throws {
        let side = try await Self.side()
        let first = try await side.build()
        let list = try RelativePath(#require(try side.snapshots.place(of: first.target.id)?.lastComponent))
            .appending("manifest.json")
        let snapshots = try Directory(opening: side.root.appending("snapshots"))
        let whole = try snapshots.open(list).readAll(limit: 1 << 20)
        try snapshots.replace(list, with: Array(whole.dropLast(100)))
        #expect(try await side.build().artifact == nil)
        try side.add("lodash", "2.0.0")
        // It came back out of the archive that leads to it.
        let second = try await side.build()
        #expect(second.base == first.target.id && second.manifest?.files.count == 2)
        #expect(try snapshots.open(list).readAll(limit: 1 << 20) == whole)
    }

    @Test("other settings are another snapshot, although nothing was touched")
    func otherSettings() async throws {
        var side = try await Self.side()
        let first = try await side.build()
        side.excluded = [try PackagePattern("express")]
        let second = try await side.build(BuildRequest(allowShrink: true))
        #expect(second.target.id != first.target.id)
        side.platforms = []
        #expect(try await side.build(BuildRequest(allowShrink: true)).artifact == nil)
    }

    private static func side() async throws -> StorageFixture {
        let side = try await StorageFixture("s")
        for name in ["lodash", "express", "@babel/core"] { try side.add(name, "1.0.0") }
        return side
    }
}

extension Directory {
    fileprivate func link(_ path: String, to target: String) throws {
        try #require(unsafe symlink(target, "\(self.path)/\(path)") == 0)
    }

    fileprivate func replace(_ path: RelativePath, with bytes: [UInt8]) throws {
        try removeAll(path)
        let file = try create(path)
        try file.write(bytes)
        try file.close()
    }
}
