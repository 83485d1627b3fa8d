/// Which requests run, and which wait because enough others to the same host do.
struct HostQueue {
    private struct Host {
        var running = 0
        var waiting: [Transfer] = []
    }

    private let limit: Int
    private var hosts: [String: Host] = [:]

    init(limit: Int?) { self.limit = max(1, limit ?? .max) }

    /// Whether a transfer may begin; if not, `leave` gives it later.
    mutating func enter(_ transfer: Transfer, host: String) -> Bool {
        let isFree = hosts[host, default: Host()].running < limit
        if isFree { hosts[host, default: Host()].running += 1 } else { hosts[host]?.waiting.append(transfer) }
        return isFree
    }

    /// Gives the place of a transfer that ran to the one that has waited longest, which then runs.
    mutating func leave(host: String) -> Transfer? {
        guard var state = hosts[host] else { return nil }
        let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        if next == nil { state.running -= 1 }
        hosts[host] = state.running == 0 ? nil : state
        return next
    }

    /// Takes out one that waits; false when it does not.
    mutating func remove(_ transfer: Transfer, host: String) -> Bool {
        guard let place = hosts[host]?.waiting.firstIndex(where: { $0 === transfer }) else { return false }
        hosts[host]?.waiting.remove(at: place)
        return true
    }
}
