using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.AspNetCore.Security;

/// <summary>Passwords that were right a while ago, as keyed hashes under a key that never leaves the process.</summary>
internal sealed class VerifiedPasswords(TimeProvider time)
{
    private const int MaxEntries = 1024;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);

    /// <summary>Hashing is slow by design: only as many callers hash at once as leave the machine some room.</summary>
    private readonly SemaphoreSlim _hashers = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The hash is part of the key, so a password that was changed is not taken from memory.</summary>
    public async ValueTask<bool> VerifyAsync(string hash, string password, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        string entry = EntryOf(hash, password);
        long now = time.GetTimestamp();
        if (_until.TryGetValue(entry, out long until))
        {
            if (now < until) { return true; }
            _until.TryRemove(entry, out _);
        }

        await _hashers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await Task.Run(() => MlflowPasswordHash.Verify(hash, password), cancellationToken).ConfigureAwait(false)) { return false; }
        }
        finally
        {
            _hashers.Release();
        }

        if (keepFor > TimeSpan.Zero)
        {
            if (_until.Count >= MaxEntries) { _until.Clear(); }
            _until[entry] = now + (long)(keepFor.TotalSeconds * time.TimestampFrequency);
        }

        return true;
    }

    private string EntryOf(string hash, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\0{password}")));
}
