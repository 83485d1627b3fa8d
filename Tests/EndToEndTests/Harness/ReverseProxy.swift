/// A running nginx with TLS before a server, on its side of an air gap.
struct ReverseProxy: Sendable {
    /// Where it listens: what it asks for is free, because nobody else is behind the gap.
    static let port = 8443

    private let nginx: Nginx

    var program: RunningProgram { nginx.program }
    /// What clients trust it by.
    var certificate: String { nginx.certificate }

    /// Starts it with these lines for the paths that it passes on, and waits until it answers.
    init(before site: Site, in parent: String, _ locations: String) async throws {
        let directives = """
            access_log off;
            server {
                listen 127.0.0.1:\(Self.port) ssl;
                proxy_buffering off;
                \(locations)
            }
            """
        nginx = try await Nginx(directives, for: "DNS:localhost", in: "\(parent)/proxy", here: site.here)
        try await nginx.requireAnswers(at: "https://localhost:\(Self.port)/")
    }
}
