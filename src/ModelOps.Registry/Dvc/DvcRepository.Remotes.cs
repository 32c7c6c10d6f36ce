namespace ModelOps.Registry.Dvc;

public sealed partial class DvcRepository
{
    /// <summary>Name of the remote that <c>.dvc/config</c> makes the default one; null when it names none.</summary>
    public string? DefaultRemote => _config.DefaultRemote;

    /// <summary>Names of the remotes of <c>.dvc/config</c>, in ordinal order.</summary>
    public IReadOnlyList<string> RemoteNames => [.. _config.RemoteNames];

    /// <summary>Opens a remote by what <c>.dvc/config</c> and <c>.dvc/config.local</c> say: a folder, an address of HTTP, or what
    /// <see cref="DvcOptions.RemoteOpeners"/> know, such as S3. Secrets are not taken from there.</summary>
    /// <param name="name">Its name; null for the default one, or the only one there is.</param>
    /// <returns>The remote; the caller disposes it when it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="DvcException">There is no such remote, or nothing here can open one of its kind; the message says what mends it.</exception>
    public IDvcRemote OpenRemote(string? name = null)
    {
        string[] names = [.. _config.RemoteNames];
        string wanted = name ?? _config.DefaultRemote ?? (names is [var only]
            ? only
            : throw DvcException.Invalid("The repository", $"it names no default remote (remotes: {List(names)}). Set one with 'dvc remote default', or name it"));
        DvcRemoteConfig remote = _config.Remote(wanted) ?? throw DvcException.Invalid("The repository", $"it has no remote '{wanted}' (remotes: {List(names)}). Add it with 'dvc remote add'");
        string what = $"Remote '{remote.Name}' of .dvc/config";
        if (remote.Settings.Any(static s => s.Key is "version_aware" or "worktree" && IsOn(s.Value))) { throw DvcException.Invalid(what, "it keeps files under their own names and versions, not by hash, which is not read here. Use one without version_aware and worktree"); }
        foreach (Func<DvcRemoteConfig, IDvcRemote?> opener in _options.RemoteOpeners)
        {
            if (opener(remote) is { } opened) { return opened; }
        }

        return remote.Scheme switch
        {
            "" => new FolderDvcRemote(remote.Url),
            "http" or "https" => OpenHttp(what, remote),
            "s3" => throw DvcException.Invalid(what, "nothing here opens s3. Add S3DvcRemote.Open of package ModelOps.Registry.PostgreSql to DvcOptions.RemoteOpeners"),
            string other => throw DvcException.Invalid(what, $"nothing here opens '{other}'. Use a folder, http(s) or s3, or add what opens it to DvcOptions.RemoteOpeners"),
        };
    }

    private HttpDvcRemote OpenHttp(string what, DvcRemoteConfig remote)
    {
        if (remote.Settings.TryGetValue("auth", out string? auth) || remote.SecretsLeftOut.Count > 0) { throw DvcException.Invalid(what, $"it wants credentials ({auth ?? remote.SecretsLeftOut[0]}), which are not taken from there. Make an {nameof(HttpDvcRemote)} with {nameof(HttpDvcRemoteOptions.Authorization)}"); }
        if (remote.Settings.TryGetValue("ssl_verify", out string? verify) && !IsOn(verify)) { throw DvcException.Invalid(what, "it turns the check of certificates off. Trust the server's certificate instead"); }
        try
        {
            return new HttpDvcRemote(new Uri(remote.Url), new HttpDvcRemoteOptions { UploadMethod = remote.Settings.GetValueOrDefault("method", "POST").ToUpperInvariant() }, _timeProvider);
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            throw DvcException.Invalid(what, "its url or method is none of HTTP", error);
        }
    }

    private static bool IsOn(string value) => value.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Take(20));
}
