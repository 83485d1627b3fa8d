UPDATE sites SET remark = 'It is not signed' WHERE repository_uuid = '0123456789abcdef0123456789abcdef' AND name = 'plant-7';
