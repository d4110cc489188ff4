-- What expired before anybody was told of such things is not told now.
UPDATE consent_link SET noticed_at = expires_at
  WHERE given_at IS NULL AND noticed_at IS NULL AND expires_at < strftime('%Y-%m-%dT%H:%M:%f', 'now');
