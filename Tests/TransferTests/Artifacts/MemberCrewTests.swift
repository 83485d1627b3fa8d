import Crypto
import Foundation
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct MemberCrewTests {
    private func crew(_ folder: Folder?) -> MemberCrew {
        MemberCrew(
            staging: folder?.directory,
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
            let crew = crew(target)
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
        #expect(try TreePicture(folder.directory).paths == ["a/", "a/1.bin", "b/", "b/1.bin"])
    }

    @Test("the first file that is not what it should be is named")
    func mismatch() throws {
        let crew = crew(nil)
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
        FileOperation.$gate.withValue(gate) {
            let crew = crew(folder)
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
