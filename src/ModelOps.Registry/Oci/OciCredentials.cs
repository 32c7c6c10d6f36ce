using System.Net.Http.Headers;
using System.Text;

namespace ModelOps.Registry.Oci;

/// <summary>How a caller proves itself to an OCI registry. Its text shows no secret.</summary>
public sealed class OciCredentials
{
    private readonly string _scheme;
    private readonly string _secret;

    private OciCredentials(string scheme, string secret)
    {
        _scheme = scheme;
        _secret = secret;
    }

    /// <summary>A user and a password or access token: sent as Basic, or exchanged for a bearer token where the registry asks for one.</summary>
    /// <param name="username">User; has no colon.</param>
    /// <param name="password">Password or access token.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="ArgumentException"><paramref name="username"/> is empty or has a colon.</exception>
    public static OciCredentials FromPassword(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentNullException.ThrowIfNull(password);
        return username.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException("A user has no ':' in HTTP Basic authentication. Give user and password apart.", nameof(username))
            : new OciCredentials("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));
    }

    /// <summary>A bearer token that the registry itself takes; sent as it is.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="ArgumentException"><paramref name="token"/> is empty.</exception>
    public static OciCredentials FromBearer(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new OciCredentials("Bearer", token);
    }

    /// <summary>Says which kind these are, without the secret.</summary>
    /// <returns>The scheme.</returns>
    public override string ToString() => $"{_scheme} ***";

    internal bool IsBearer => _scheme == "Bearer";

    internal AuthenticationHeaderValue Header => new(_scheme, _secret);
}
