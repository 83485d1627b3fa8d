/// Every bound that the server sets on what a client may send, hold or keep waiting.
package struct HTTPLimits: Sendable {
    /// Bytes of a request target; more is 414.
    package var targetBytes = 8 * 1024
    /// Bytes of a method; more is 501 (RFC 9112 §3).
    package var methodBytes = 32
    /// Bytes of all field lines, and again of all trailer lines; more is 431.
    package var headBytes = 32 * 1024
    /// Field lines; more is 431.
    package var fieldCount = 100
    /// Bytes of one chunk's size line with its extensions; more is 400.
    package var chunkLineBytes = 256
    /// Bytes that all chunk extensions of a body may take; more is 400.
    package var chunkExtensionBytes = 16 * 1024
    /// Bytes of a body where no route says otherwise; more is 413.
    package var bodyBytes: Int64 = 1 << 20
    /// Bytes of an unread body that are read away so that the connection can be kept.
    package var drainBytes: Int64 = 64 * 1024

    /// Connections at once; more are answered 503 and closed.
    package var connections = 20_000

    /// Time from the first byte of a head to its last; then 408.
    package var headTimeout = Duration.seconds(10)
    /// Time that a connection may rest between two requests, or before its first; then it is closed.
    package var idleTimeout = Duration.seconds(75)
    /// Time without a byte of an expected body; then 408.
    package var bodyTimeout = Duration.seconds(30)
    /// Bytes a second that a body must reach on average, not counting `bodyTimeout`; less is 408.
    package var bodyBytesPerSecond: Int64 = 240
    /// Time in which a client takes not one byte of a response; then the connection is broken off.
    package var sendTimeout = Duration.seconds(60)
    /// Time and bytes spent on what a client still sends after a last response, so that it can read it.
    package var lingerTimeout = Duration.seconds(2)
    package var lingerBytes = 256 * 1024

    package init() {}
}
