using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Serving;

/// <summary>Tells the digest of files, which is taken anew once their marks have changed and then stayed the same for a while.</summary>
/// <param name="settleTime">How long.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class ContentWatch(TimeSpan settleTime, TimeProvider timeProvider)
{
    private IReadOnlyList<FileMark>? _settled;
    private IReadOnlyList<FileMark>? _pending;
    private long _since;

    /// <summary>Digest of the files as they last settled; null before.</summary>
    public string? Digest { get; private set; }

    /// <summary>Whether a change waits to settle.</summary>
    public bool IsSettling => _pending is not null;

    /// <summary>Compares marks with those seen before.</summary>
    /// <param name="marks">The marks now.</param>
    /// <param name="trustFirst">Whether files that were never seen before count as settled.</param>
    /// <param name="cancellationToken">Ends the reading of the files.</param>
    public async Task UpdateAsync(IReadOnlyList<FileMark> marks, bool trustFirst, CancellationToken cancellationToken)
    {
        if (_settled is { } settled && settled.SequenceEqual(marks))
        {
            _pending = null;
            return;
        }

        bool isFirst = _settled is null && trustFirst;
        if (!isFirst && (_pending is null || !_pending.SequenceEqual(marks)))
        {
            _pending = marks;
            _since = timeProvider.GetTimestamp();
            return;
        }

        if (!isFirst && timeProvider.GetElapsedTime(_since) < settleTime) { return; }
        Digest = await ReadDigestAsync(marks, cancellationToken).ConfigureAwait(false);
        _settled = marks;
        _pending = null;
    }

    /// <summary>Over names and contents, in the order of the names.</summary>
    private static async Task<string> ReadDigestAsync(IReadOnlyList<FileMark> marks, CancellationToken cancellationToken)
    {
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (FileMark mark in marks)
        {
            FileStream file = new(mark.Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (file.ConfigureAwait(false))
            {
                byte[] hash = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
                if (marks.Count == 1) { return $"sha256:{Convert.ToHexStringLower(hash)}"; }
                all.AppendData(Encoding.UTF8.GetBytes($"{mark.Name}\n"));
                all.AppendData(hash);
            }
        }

        return $"sha256:{Convert.ToHexStringLower(all.GetHashAndReset())}";
    }
}
