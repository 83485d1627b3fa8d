import CCurl
import CShims
import Posix

/// The thread that owns the multi handle; others post what is to be done and wake it (curl_multi_wakeup(3)).
final class TransferLoop: @unchecked Sendable {
    // `multi` is used by the loop's thread alone, but for curl_multi_wakeup, which any thread may call.
    // `orders` is touched only while `orders` is locked; `running` by the loop's thread alone.
    private let multi: OpaquePointer
    private let orders = Orders()
    private var running: [ObjectIdentifier: Transfer] = [:]

    init() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl gives no more handles") }
        self.multi = OpaquePointer(multi)
        NamedThread.start("curl") { self.run() }
    }

    func add(_ transfer: Transfer) { post(.add(transfer)) }

    func cancel(_ transfer: Transfer) { post(.cancel(transfer)) }

    func stop() { post(.stop) }

    private func post(_ order: Orders.Order) {
        orders.append(order)
        curl_multi_wakeup(UnsafeMutableRawPointer(multi))
    }

    private func run() {
        let handle = UnsafeMutableRawPointer(multi)
        while carryOut(handle) {
            var active: Int32 = 0
            curl_multi_perform(handle, &active)
            collectFinished(handle)
            curl_multi_poll(handle, nil, 0, 1000, nil)
        }
        for transfer in running.values { end(transfer, handle, CURLE_ABORTED_BY_CALLBACK) }
        curl_multi_cleanup(handle)
    }

    /// Carries out what was posted; false once the loop is to end.
    private func carryOut(_ handle: UnsafeMutableRawPointer) -> Bool {
        for order in orders.take() {
            switch order {
            case .add(let transfer):
                running[ObjectIdentifier(transfer)] = transfer
                curl_multi_add_handle(handle, transfer.easy)
            case .cancel(let transfer):
                transfer.isCancelled = true
                if running[ObjectIdentifier(transfer)] != nil { end(transfer, handle, CURLE_ABORTED_BY_CALLBACK) }
            case .stop:
                return false
            }
        }
        return true
    }

    private func collectFinished(_ handle: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            let result = pf_curl_result(message)
            guard let transfer = running.values.first(where: { $0.easy == message.pointee.easy_handle }) else {
                continue
            }
            end(transfer, handle, result)
        }
    }

    private func end(_ transfer: Transfer, _ handle: UnsafeMutableRawPointer, _ result: CURLcode) {
        curl_multi_remove_handle(handle, transfer.easy)
        running[ObjectIdentifier(transfer)] = nil
        transfer.finish(result)
    }
}
