import Dispatch
import Posix
import TestSupport
import Testing

@Suite("Named threads", .ends)
struct NamedThreadTests {
    @Test(
        "the system shows a thread's name, as much of it as it can hold",
        arguments: [
            ("a", "a"), ("fifteen-bytes-x", "fifteen-bytes-x"), ("sixteen-bytes-xy", "sixteen-bytes-x"),
            ("dateien-öööööö", "dateien-ööö"), ("日本語日本語", "日本語日本"),
        ]
    )
    func name(_ name: String, _ shown: String) {
        let ended = DispatchSemaphore(value: 0)
        let seen = Notes<String>()
        NamedThread.start(name) {
            seen.append((try? currentThreadName()) ?? "unknown")
            ended.signal()
        }
        #expect(ended.comes())
        #expect(seen.all == [shown])
    }

    @Test("many threads run at once")
    func many() {
        let arrived = Counter()
        let ended = DispatchSemaphore(value: 0)
        for number in 0..<20 {
            NamedThread.start("thread-\(number)") {
                arrived.add(1)
                if holds({ arrived.value == 20 }) { ended.signal() }
            }
        }
        for _ in 0..<20 { #expect(ended.comes()) }
    }
}
