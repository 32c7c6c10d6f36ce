namespace ModelOps.Registry.Dvc;

/// <summary>A remote as <c>.dvc/config</c> and <c>.dvc/config.local</c> describe it.</summary>
public sealed record DvcRemoteConfig
{
    private static readonly string[] s_secrets = ["access_key_id", "secret_access_key", "session_token", "user", "password", "token", "account_key", "connection_string", "sas_token", "client_secret", "passphrase"];

    /// <summary>Its name there.</summary>
    public required string Name { get; init; }

    /// <summary>Its <c>url</c>, a relative path resolved against <c>.dvc</c> as DVC does. Without user and password.</summary>
    public required string Url { get; init; }

    /// <summary>Its other settings by name, secrets apart.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of settings that hold secrets. Their values are not kept: secrets come from the environment or an <see cref="ISecretSource"/>.</summary>
    public IReadOnlyList<string> SecretsLeftOut { get; init; } = [];

    /// <summary>Scheme of the URL in lower case, e.g. <c>s3</c>; empty for a path.</summary>
    public string Scheme => Url.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? Url[..end].ToLowerInvariant() : string.Empty;

    /// <exception cref="DvcException">It has no URL, or one with a password in it.</exception>
    internal static DvcRemoteConfig From(string name, IReadOnlyDictionary<string, string> settings, string folder)
    {
        if (!settings.TryGetValue("url", out string? url) || url.Length == 0) { throw DvcException.Invalid($"Remote '{name}' of .dvc/config", "it has no url. Give it one with 'dvc remote add'"); }
        if (url.Contains("://", StringComparison.Ordinal))
        {
            string authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/')[0];
            if (authority.Contains('@', StringComparison.Ordinal)) { throw DvcException.Invalid($"Remote '{name}' of .dvc/config", "its url names a user or password. Leave them out and give credentials in the environment"); }
        }
        else
        {
            url = Path.GetFullPath(Path.Combine(folder, url));
        }

        return new DvcRemoteConfig
        {
            Name = name,
            Url = url,
            Settings = settings.Where(static s => s.Key != "url" && !s_secrets.Contains(s.Key)).ToDictionary(static s => s.Key, static s => s.Value, StringComparer.Ordinal),
            SecretsLeftOut = [.. settings.Keys.Where(s_secrets.Contains).Order(StringComparer.Ordinal)],
        };
    }
}
