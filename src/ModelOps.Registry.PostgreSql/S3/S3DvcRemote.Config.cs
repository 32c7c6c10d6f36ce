using ModelOps.Registry.Dvc;

namespace ModelOps.Registry.PostgreSql;

// Remotes as DVC's own configuration describes them.
public sealed partial class S3DvcRemote
{
    private static readonly string[] s_notRead = ["profile", "credentialpath", "configpath"];

    /// <summary>Opens a remote of <c>.dvc/config</c> whose URL is <c>s3://bucket/prefix</c>; for <see cref="DvcOptions.RemoteOpeners"/>. Read are <c>endpointurl</c> and
    /// <c>region</c>. Credentials come from the environment (<c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c>, <c>AWS_SESSION_TOKEN</c>), never from there.</summary>
    /// <param name="remote">The remote.</param>
    /// <returns>The remote; null when it is of another kind.</returns>
    /// <exception cref="DvcException">A setting cannot be followed; the message says which, and what mends it.</exception>
    public static IDvcRemote? Open(DvcRemoteConfig remote) => Open(remote, static _ => { });

    /// <summary>Opens a remote as <see cref="Open(DvcRemoteConfig)"/> does, with settings and credentials of the host's own, e.g. of an <see cref="ISecretSource"/>.</summary>
    /// <param name="remote">The remote.</param>
    /// <param name="configure">Runs last, so it wins.</param>
    /// <returns>The remote; null when it is of another kind.</returns>
    /// <exception cref="DvcException">A setting cannot be followed; the message says which, and what mends it.</exception>
    public static IDvcRemote? Open(DvcRemoteConfig remote, Action<S3Options> configure)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(configure);
        if (remote.Scheme != "s3") { return null; }
        string name = remote.Name;
        string[] place = remote.Url["s3://".Length..].Split('/', 2);
        if (remote.Settings.Keys.FirstOrDefault(s_notRead.Contains) is { } setting) { throw Refused(name, $"setting '{setting}' is not followed. Give credentials in the environment"); }
        if (remote.Settings.TryGetValue("ssl_verify", out string? verify) && verify.ToUpperInvariant() is not ("TRUE" or "YES" or "ON" or "1")) { throw Refused(name, "ssl_verify leaves certificates unchecked, or names some. Trust the store's certificate on this machine instead"); }
        string region = remote.Settings.GetValueOrDefault("region") ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? "us-east-1";
        string endpoint = remote.Settings.GetValueOrDefault("endpointurl") ?? $"https://s3.{region}.amazonaws.com";
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address)) { throw Refused(name, "endpointurl is no address, such as https://store.example.org"); }
        S3Options options = new() { Endpoint = address, Bucket = place[0], Prefix = place.Length > 1 ? place[1].Trim('/') : "", Region = region };
        configure(options);
        try
        {
            return new S3DvcRemote(options);
        }
        catch (Exception error) when (error is Microsoft.Extensions.Options.OptionsValidationException or ArgumentException or InvalidOperationException)
        {
            string secrets = remote.SecretsLeftOut.Count == 0 ? "" : $" Settings {string.Join(", ", remote.SecretsLeftOut)} are not taken from there: give credentials in the environment.";
            throw DvcException.RemoteRefused($"remote '{name}' of .dvc/config cannot be opened. {error.Message.TrimEnd('.')}.{secrets}".TrimEnd('.'), error);
        }
    }

    private static DvcException Refused(string name, string why) => DvcException.RemoteRefused($"remote '{name}' of .dvc/config: {why}");
}
