using System.Collections.Concurrent;

namespace ModelOps.Drift.Buckets;

/// <summary>Takes from one peer what it has of a query, page by page, and keeps it.</summary>
internal sealed class PeerPull(PeerDriftBucketsOptions options, PeerHttp http, TimeProvider time, MemoryDriftBuckets kept)
{
    private const int MaxKnown = 100_000;
    private readonly ConcurrentDictionary<string, PeerPageState> _known = new(StringComparer.Ordinal);
    private long _dropped;
    private long _reused;

    /// <summary>Pages that were not sent because they are kept.</summary>
    internal long Reused => Interlocked.Read(ref _reused);

    /// <summary>Adds what the peer has to what is kept and to what is found. Pages that have not changed since are not sent again.</summary>
    /// <exception cref="PeerFailureException">The peer cannot be used; what it answered before counts.</exception>
    internal async Task RunAsync(Peer peer, DriftBucketQuery query, Action<DriftBucket> found, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        DateTimeOffset now = time.GetUtcNow();
        long room = options.MaxBytesPerPeer;
        try
        {
            foreach ((DateTimeOffset from, DateTimeOffset to) in PeerPages.Split(query.From, query.To, now))
            {
                room = await ReadAsync(peer, query with { From = from, To = to }, found, room, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerFailureException(PeerFailureException.TimedOut, $"it did not answer within {options.Timeout.TotalSeconds:0.###} s");
        }
    }

    /// <summary>What was kept and has gone must be asked for again. True when something has gone.</summary>
    internal bool ForgetDropped()
    {
        long dropped = kept.Dropped;
        bool isNew = Interlocked.Exchange(ref _dropped, dropped) != dropped;
        if (isNew || _known.Count > MaxKnown) { _known.Clear(); }
        return isNew;
    }

    private async Task<long> ReadAsync(Peer peer, DriftBucketQuery query, Action<DriftBucket> found, long room, CancellationToken cancellationToken)
    {
        for (int skip = 0; ;)
        {
            string path = PeerPages.Path(query.Model, query.Version, query.From, query.To, skip);
            PeerPageState? known = _known.GetValueOrDefault(peer.Base + path);
            (byte[]? bytes, string? tag) = await http.GetAsync(peer, path, known?.Tag, cancellationToken).ConfigureAwait(false);
            if (bytes is null)
            {
                Interlocked.Increment(ref _reused);
            }
            else
            {
                room -= bytes.Length;
                if (room < 0) { throw new PeerFailureException(PeerFailureException.TooLarge, $"it answered more than {options.MaxBytesPerPeer} bytes in one read"); }
                DriftBucketPage page = Parse(bytes);
                foreach (DriftBucket bucket in page.Buckets.Where(bucket => DriftBucketSet.IsWanted(query, bucket)))
                {
                    found(bucket);
                    kept.PutCopy(bucket);
                }

                known = new PeerPageState(tag, page.NextFrom, page.NextSkip);
                if (tag is not null) { _known[peer.Base + path] = known; }
            }

            if (known?.NextFrom is not { } from || from >= query.To) { return room; }
            if (from < query.From || (from == query.From && known.NextSkip <= skip)) { throw new PeerFailureException(PeerFailureException.Damaged, "its pages do not go on"); }
            (query, skip) = (query with { From = from }, known.NextSkip);
        }
    }

    private static DriftBucketPage Parse(byte[] bytes)
    {
        try
        {
            return DriftBucketFormat.Read(bytes, DriftBucketLimits.MaxBytes);
        }
        catch (InvalidDataException error)
        {
            throw new PeerFailureException(PeerFailureException.Damaged, $"its answer cannot be read: {error.Message}");
        }
    }
}
