import CCurl
import CShims

// libcurl calls these on the loop's thread, and only while the handle is part of the multi handle, so while the loop
// holds it. None may throw across C: an error is kept and the transfer given up.
extension EasyHandle {
    func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        pf_curl_set_receiver(curl, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            EasyHandle.at(context).receiveLine(UnsafeRawBufferPointer(start: bytes, count: count))
        }
        pf_curl_set_receiver(curl, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            EasyHandle.at(context).receiveBody(UnsafeRawBufferPointer(start: bytes, count: count))
        }
        pf_curl_set_long(curl, CURLOPT_NOPROGRESS, 0)
        pf_curl_set_watcher(curl) { context, _, received, _, _ in
            EasyHandle.at(context).count(Int64(received)) ? 0 : 1
        }
        pf_curl_set_reader(curl) { room, size, count, context in
            EasyHandle.at(context).send(into: UnsafeMutableRawBufferPointer(start: room, count: size * count))
        }
        pf_curl_set_seeker(curl) { context, offset, origin in
            // libcurl rewinds from the start alone: SEEK_SET is 0.
            guard origin == 0 else { return CURL_SEEKFUNC_CANTSEEK }
            EasyHandle.at(context).upload.seek(to: Int64(offset))
            return CURL_SEEKFUNC_OK
        }
        for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_XFERINFODATA]
        {
            pf_curl_set_pointer(curl, option, context)
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> EasyHandle {
        guard let context else { preconditionFailure("libcurl lost the context of a callback") }
        return Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    }

    private func receiveLine(_ line: UnsafeRawBufferPointer) -> Int {
        guard head.take(Array(line)) else {
            failure = HTTPClientError(.refused, url: transfer.request.url, cause: "the head of the answer is broken")
            return -1
        }
        return line.count
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        if bytes.isEmpty { return 0 }
        guard count(pf_curl_received(curl)) else { return -1 }
        guard meter.admits(self) else { return Int(CURL_WRITEFUNC_PAUSE) }
        do {
            return try transfer.take(head.value, Array(bytes)) ? bytes.count : Int(CURL_WRITEFUNC_PAUSE)
        } catch {
            failure = error
            return -1
        }
    }

    /// Counts the body as it is sent, which libcurl knows before and after uncompressing; false when it is too much.
    private func count(_ received: Int64) -> Bool {
        let more = received - self.received
        guard more > 0 else { return failure == nil }
        self.received = received
        meter.count(more)
        transfer.request.progress?(more)
        guard received > transfer.request.wireLimit else { return true }
        failure = HTTPClientError.tooLarge(transfer.request.url, limit: transfer.request.wireLimit)
        return false
    }

    private func send(into room: UnsafeMutableRawBufferPointer) -> Int {
        do {
            let piece = try upload.next(atMost: room.count)
            room.copyBytes(from: piece)
            return piece.count
        } catch {
            failure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }
}
