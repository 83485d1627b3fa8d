import CCurl
import CShims
import Posix
import Synchronization
import Time

/// The thread that owns the multi handle.
///
/// Others post what is to be done and wake it.
final class TransferLoop: @unchecked Sendable {
    private enum Order {
        case start(Transfer)
        case resume(Transfer)
        case cancel(Transfer)
        case limit(Int64?)
        case stop
    }

    private let orders = Mutex<[Order]>([])
    // Other threads use it for curl_multi_wakeup(3) alone, which any thread may call. It is freed with the last
    // reference to this object, so after the thread has ended and nobody can post any more.
    private let multi: UnsafeMutableRawPointer
    private let settings: ClientSettings
    let meter: Meter
    let contacts = Contacts()
    private let isStarted = Atomic(false)
    // Touched by the loop's thread alone.
    private var hosts: HostQueue
    private var running: [ObjectIdentifier: EasyHandle] = [:]
    private var isStopping = false

    /// libcurl is set up once for the process, before any thread uses it (libcurl-thread(3)).
    private static let initialized: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Longer than anything waits: curl shortens it to its own next timeout, and orders wake the loop.
    private static let longest: Int32 = 3_600_000

    init(_ settings: ClientSettings) {
        self.settings = settings
        meter = Meter(bytesPerSecond: settings.bytesPerSecond)
        hosts = HostQueue(limit: settings.requestsPerHost)
        precondition(Self.initialized == CURLE_OK, "libcurl cannot be set up")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl gives no more handles") }
        self.multi = multi
    }

    deinit { curl_multi_cleanup(multi) }

    /// The first one starts the thread, too: many clients are made and never asked anything.
    func start(_ transfer: Transfer) {
        post(.start(transfer))
        if !isStarted.exchange(true, ordering: .acquiringAndReleasing) {
            NamedThread.start("curl") { [self] in run() }
        }
    }

    /// Ends a transfer with a `CancellationError`, unless it has ended already.
    func cancel(_ transfer: Transfer) {
        transfer.markCancelled()
        post(.cancel(transfer))
    }

    /// Offers a transfer what its taker had no room for.
    func resume(_ transfer: Transfer) { post(.resume(transfer)) }

    func limitBandwidth(to bytesPerSecond: Int64?) { post(.limit(bytesPerSecond)) }

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
            resumeStopped()
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            finishTransfers()
            curl_multi_poll(multi, nil, 0, timeout(), nil)
        }
    }

    /// Milliseconds after which there is something to do although nothing has come.
    private func timeout() -> Int32 {
        meter.delay().map { Int32(clamping: min(Int64(Self.longest), $0.milliseconds + 1)) } ?? Self.longest
    }

    private func carryOut() {
        let posted = orders.withLock { orders in
            defer { orders = [] }
            return orders
        }
        for order in posted {
            switch order {
            case .start(let transfer): admit(transfer)
            case .resume(let transfer): running[ObjectIdentifier(transfer)].map(resume)
            case .cancel(let transfer): giveUp(transfer)
            case .limit(let rate): meter.limit(to: rate)
            // Whoever waits for an answer holds the client, so none is running when it goes.
            case .stop: isStopping = true
            }
        }
    }

    private func admit(_ transfer: Transfer) {
        // It may have been cancelled before it was asked for.
        if transfer.isCancelled { return transfer.finish(.failure(CancellationError())) }
        if hosts.enter(transfer, host: transfer.host) { begin(transfer) }
    }

    private func giveUp(_ transfer: Transfer) {
        if hosts.remove(transfer, host: transfer.host) { return transfer.finish(.failure(CancellationError())) }
        if let handle = running[ObjectIdentifier(transfer)] { end(handle, .failure(CancellationError())) }
    }

    private func begin(_ transfer: Transfer) {
        do {
            let handle = try EasyHandle(transfer, settings, meter)
            running[ObjectIdentifier(transfer)] = handle
            curl_multi_add_handle(multi, handle.curl)
        } catch {
            transfer.finish(.failure(error))
            yieldPlace(of: transfer)
        }
    }

    private func end(_ handle: EasyHandle, _ result: Result<ClientResponseHead, any Error>) {
        running[ObjectIdentifier(handle.transfer)] = nil
        curl_multi_remove_handle(multi, handle.curl)
        meter.forget(handle)
        contacts.note(handle.transfer.host, result, at: WallClock.system.now())
        handle.transfer.finish(result)
        yieldPlace(of: handle.transfer)
    }

    private func yieldPlace(of transfer: Transfer) { hosts.leave(host: transfer.host).map(begin) }

    private func resumeStopped() { while let handle = meter.next() { resume(handle) } }

    /// Lets a transfer go on that was held; libcurl offers again what it kept, and reports here alone what came of that.
    private func resume(_ handle: EasyHandle) {
        let code = curl_easy_pause(handle.curl, CURLPAUSE_CONT)
        if code != CURLE_OK { end(handle, handle.result(code)) }
    }

    private func finishTransfers() {
        var curl: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while pf_curl_next_finished(multi, &curl, &code) != 0 {
            guard let handle = running.values.first(where: { $0.curl == curl }) else { continue }
            end(handle, handle.result(code))
        }
    }
}
