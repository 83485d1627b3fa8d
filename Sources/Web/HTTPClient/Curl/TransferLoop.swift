import CCurl
import CShims
import Posix
import Synchronization

/// The thread that owns the multi handle.
///
/// Others post what is to be done and wake it.
final class TransferLoop: @unchecked Sendable {
    private enum Order {
        case start(Transfer)
        case cancel(Transfer)
        case stop
    }

    private let orders = Mutex<[Order]>([])
    // Other threads use it for curl_multi_wakeup(3) alone, which any thread may call. It is freed with the last
    // reference to this object, so after the thread has ended and nobody can post any more.
    private let multi: UnsafeMutableRawPointer
    // Touched by the loop's thread alone.
    private var running: [ObjectIdentifier: EasyHandle] = [:]
    private var isStopping = false

    /// libcurl is set up once for the process, before any thread uses it (libcurl-thread(3)).
    private static let initialized: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Longer than anything waits: curl shortens it to its own next timeout, and orders wake the loop.
    private static let longest: Int32 = 3_600_000

    init() {
        precondition(Self.initialized == CURLE_OK, "libcurl cannot be set up")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl gives no more handles") }
        self.multi = multi
        NamedThread.start("curl") { [self] in run() }
    }

    deinit { curl_multi_cleanup(multi) }

    func start(_ transfer: Transfer) { post(.start(transfer)) }

    /// Ends a transfer with a `CancellationError`, unless it has ended already.
    func cancel(_ transfer: Transfer) {
        transfer.markCancelled()
        post(.cancel(transfer))
    }

    /// Ends the thread.
    func stop() { post(.stop) }

    private func post(_ order: Order) {
        orders.withLock { $0.append(order) }
        curl_multi_wakeup(multi)
    }

    private func run() {
        while true {
            carryOut()
            if isStopping { return }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            finishTransfers()
            curl_multi_poll(multi, nil, 0, Self.longest, nil)
        }
    }

    private func carryOut() {
        let posted = orders.withLock { orders in
            defer { orders = [] }
            return orders
        }
        for order in posted {
            switch order {
            case .start(let transfer): begin(transfer)
            case .cancel(let transfer): end(transfer, .failure(CancellationError()))
            // Whoever waits for an answer holds the client, so none is running when it goes.
            case .stop: isStopping = true
            }
        }
    }

    private func begin(_ transfer: Transfer) {
        guard !transfer.isCancelled else { return transfer.finish(.failure(CancellationError())) }
        do {
            let handle = try EasyHandle(transfer)
            running[ObjectIdentifier(transfer)] = handle
            curl_multi_add_handle(multi, handle.curl)
        } catch {
            transfer.finish(.failure(error))
        }
    }

    private func end(_ transfer: Transfer, _ result: Result<ClientResponseHead, any Error>) {
        guard let handle = running.removeValue(forKey: ObjectIdentifier(transfer)) else { return }
        curl_multi_remove_handle(multi, handle.curl)
        transfer.finish(result)
    }

    private func finishTransfers() {
        var curl: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while pf_curl_next_finished(multi, &curl, &code) != 0 {
            guard let handle = running.values.first(where: { $0.curl == curl }) else { continue }
            end(handle.transfer, handle.result(code))
        }
    }
}
