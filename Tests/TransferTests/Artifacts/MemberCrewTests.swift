import Crypto
import Foundation
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct MemberCrewTests {
    private func crew(_ folder: Folder?) throws -> MemberCrew {
        MemberCrew(
            staging: try folder.map { try StagedMembers(in: $0.directory) },
            rules: TextRules(),
            known: { _ in nil },
            digests: nil,
            reporter: .silent
        )
    }

    @Test("files come in pieces, are hashed, and written where there is a folder for them")
    func pieces() throws {
        let folder = try Folder("staging")
        for target in [folder, nil] {
            let crew = try crew(target)
            try crew.working {
                for entry in try entryList("a/1=abcdef b/1=") {
                    let text = entry.package == "a" ? ["abc", "def"] : [""]
                    for (index, part) in text.enumerated() {
                        let isLast = index == text.count - 1
                        let file = MemberCrew.File(entry: entry, position: 0)
                        try crew.put(file, chunk: Array(part.utf8), first: index == 0, last: isLast)
                    }
                }
            }
        }
        let places = try ["a/1.bin", "b/1.bin"].map { try RelativePath($0).flat }
        let contents = try places.map { try folder.directory.open(RelativePath("tree/\($0)")).readAll(limit: 9) }
        #expect(contents == [Array("abcdef".utf8), []])
    }

    @Test("the first file that is not what it should be is named")
    func mismatch() throws {
        let crew = try crew(nil)
        let file = MemberCrew.File(entry: try entryList("a/1=x")[0], position: 0)
        let error = #expect(throws: TransferError.self) {
            try crew.working {
                try crew.put(file, chunk: Array("y".utf8), first: true, last: true)
            }
        }
        #expect(error?.subject == "a/1.bin")
    }

    @Test("however it ends, nobody writes into the folder afterwards")
    func joined() throws {
        struct Interruption: Error {}
        let folder = try Folder("staging")
        let seen = Seen()
        let file = MemberCrew.File(entry: try entryList("a/1=x")[0], position: 0)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .write else { return }
            // Long enough for a reader that does not wait to be gone.
            Thread.sleep(forTimeInterval: 0.05)
            seen.note(true)
        }
        try FileOperation.$gate.withValue(gate) {
            let crew = try crew(folder)
            #expect(throws: Interruption.self) {
                try crew.working {
                    try crew.put(file, chunk: Array("x".utf8), first: true, last: true)
                    throw Interruption()
                }
            }
            #expect(seen.all == [true])
        }
    }
}
