extension Schema {
    /// Whose signature what a site said bears, and what is to be remarked about its being taken.
    static let siteSigners = """
        ALTER TABLE sites ADD COLUMN signer TEXT CHECK (signer LIKE 'ssh-ed25519 %');
        ALTER TABLE sites ADD COLUMN remark TEXT CHECK (remark <> '');
        """
}
