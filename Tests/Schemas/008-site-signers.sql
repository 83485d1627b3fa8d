BEGIN TRANSACTION;
ALTER TABLE sites ADD COLUMN signer TEXT CHECK (signer LIKE 'ssh-ed25519 %');
ALTER TABLE sites ADD COLUMN remark TEXT CHECK (remark <> '');
INSERT INTO migrations VALUES ('008-site-signers', -6053798285156866045);
UPDATE sites SET remark = 'It is not signed' WHERE repository_uuid = '0123456789abcdef0123456789abcdef' AND name = 'plant-7';
COMMIT;
