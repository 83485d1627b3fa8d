/// One page of jobs, and how long such jobs usually take.
package struct JobList: ListAnswer, Equatable {
    package var page: Page<Job>
    /// How long jobs that succeeded took of late, by type, in milliseconds: the median of the last ten, dry runs left out.
    package var usualDurations: [String: Int64]

    package var items: [Job] { page.items }
    package var nextCursor: String? { page.nextCursor }
    package var total: Int? { page.total }

    private enum CodingKeys: String, CodingKey { case usualDurations = "usual_duration_ms" }

    package init(_ page: Page<Job>, usualDurations: [String: Int64]) {
        self.page = page
        self.usualDurations = usualDurations
    }
}

extension JobList: Codable {
    package init(from decoder: any Decoder) throws {
        page = try Page(from: decoder)
        usualDurations = try decoder.container(keyedBy: CodingKeys.self)
            .decode([String: Int64].self, forKey: .usualDurations)
    }

    package func encode(to encoder: any Encoder) throws {
        try page.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(usualDurations, forKey: .usualDurations)
    }
}
