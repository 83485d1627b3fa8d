import Glibc
import Testing

@testable import Posix

struct PollerTests {
    @Test("an event tells which watch of a descriptor it belongs to")
    func generations() throws {
        let poller = try Poller()
        var pair: [Int32] = [-1, -1]
        let made = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair)
        try #require(made == 0)
        defer { for number in pair { close(number) } }
        let ours = pair[0]
        for generation: UInt32 in [1, 2, .max] {
            try poller.add(ours, generation: generation, for: .both)
            var seen: [UInt32] = []
            poller.wait(milliseconds: 1000) { event in
                #expect(event.descriptor == ours && event.isWritable)
                seen.append(event.generation)
            }
            poller.remove(ours)
            #expect(seen == [generation])
        }
    }
}
