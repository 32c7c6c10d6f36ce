using System.Collections.Concurrent;

namespace ModelOps.Registry.Artifacts;

/// <summary>Files of this process that were read and hashed, and what the system said of them then.</summary>
/// <remarks>A file is remembered only when its last change lies well before the check: within one tick of the file system's clock a second change
/// would leave no trace.</remarks>
internal sealed class VerifiedFiles(bool enabled)
{
    private const int MaxFiles = 100_000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (FileIdentity Identity, string Digest)> _files = new(StringComparer.Ordinal);

    /// <summary>The digest of a file's bytes, from memory where the file is as it was.</summary>
    public async Task<string> DigestOfAsync(string path, CancellationToken cancellationToken)
    {
        FileIdentity? before = enabled ? NativeFile.Identify(path) : null;
        if (before is { } now && _files.TryGetValue(path, out (FileIdentity Identity, string Digest) known) && known.Identity == now) { return known.Digest; }
        string digest = await Digest.OfFileAsync(path, cancellationToken).ConfigureAwait(false);
        if (before is { } identity && IsSettled(identity) && NativeFile.Identify(path) == identity)
        {
            if (_files.Count >= MaxFiles) { _files.Clear(); }
            _files[path] = (identity, digest);
        }

        return digest;
    }

    /// <summary>The times of files are the system's, whatever clock the registry was given.</summary>
    private static bool IsSettled(FileIdentity identity)
    {
        long latest = Math.Max(identity.Changed, identity.Modified);
        return TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch.AddTicks(latest / TimeSpan.NanosecondsPerTick) > Settled;
    }
}
