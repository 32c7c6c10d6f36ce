using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Secrets of Vault by <c>path</c> or <c>path#field</c>, kept for as long as the settings say, and longer while Vault is away.</summary>
internal sealed class VaultSecretSource(VaultClient client, VaultOptions options, TimeProvider time, ILogger logger) : ISecretSource
{
    private const int MaxEntries = 1000; // names come from code and settings; more means that something makes them up

    private readonly ConcurrentDictionary<string, Secret> _known = new(StringComparer.Ordinal);

    public async ValueTask<Secret?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        DateTimeOffset now = time.GetUtcNow();
        if (_known.TryGetValue(name, out Secret? known) && known.ExpiresAt > now) { return known; }
        int hash = name.LastIndexOf('#');
        string path = hash < 0 ? name : name[..hash];
        string field = hash < 0 ? options.DefaultField : name[(hash + 1)..];
        if (!VaultPath.IsPath(path)) { return null; } // a name of another source in the same chain
        try
        {
            VaultSecret? secret = await client.ReadAsync(path, null, cancellationToken).ConfigureAwait(false);
            if (secret is null || !secret.Reveal().TryGetValue(field, out string? value))
            {
                _known.TryRemove(name, out _);
                return null;
            }

            Secret fresh = new(name, value) { Version = secret.Version.ToString(CultureInfo.InvariantCulture), ExpiresAt = now + options.CacheDuration };
            if (_known.Count >= MaxEntries) { _known.Clear(); }
            _known[name] = fresh;
            return fresh;
        }
        catch (VaultException error) when (error.Kind == ModelOpsErrorKind.Unavailable && known?.ExpiresAt + options.OutageDuration > now)
        {
            logger.VaultSecretKept(name, error);
            return known;
        }
    }
}
