using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Buckets;

/// <summary>Merges what this replica saw with what other replicas serve over HTTP, so that windows span all of them without a store that all can reach.</summary>
/// <remarks>Writes go to a store of this replica's own, which the others pull from. A read asks all peers at once for what is new; a peer that is down, slow or
/// answers nonsense is left out, logged and counted, and fails nothing. What was pulled stays in memory: a replica that ended still counts where it was pulled
/// before. Thread-safe.</remarks>
public sealed class PeerDriftBuckets : IDriftBucketStore, IDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1); // clocks of hosts differ
    private readonly IDriftBucketStore _own;
    private readonly PeerDriftBucketsOptions _options;
    private readonly TimeProvider _time;
    private readonly MemoryDriftBuckets _kept;
    private readonly PeerResolver _resolver;
    private readonly PeerHttp _http;
    private readonly PeerPull _pull;
    private readonly PeerHealth _health;

    /// <summary>Makes the store; peers are looked up and asked at each read.</summary>
    /// <param name="own">Store of what this replica sees; it is not disposed.</param>
    /// <param name="options">Settings; read now, not kept in step.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="meters">Makes the meter; null for one of the process.</param>
    /// <param name="logger">Is told of peers that are left out; null for nobody.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names its key, the value found and the mend.</exception>
    public PeerDriftBuckets(
        IDriftBucketStore own, PeerDriftBucketsOptions options, TimeProvider? timeProvider = null, IMeterFactory? meters = null, ILogger<PeerDriftBuckets>? logger = null)
        : this(own, PeerDriftBucketsOptionsValidator.Ensure(options), timeProvider, meters, logger, PeerHttp.CreateHandler(options), Dns.GetHostAddressesAsync)
    {
    }

    internal PeerDriftBuckets(
        IDriftBucketStore own,
        PeerDriftBucketsOptions options,
        TimeProvider? timeProvider,
        IMeterFactory? meters,
        ILogger? logger,
        HttpMessageHandler handler,
        Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        ArgumentNullException.ThrowIfNull(own);
        _own = own;
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _kept = new MemoryDriftBuckets(options.MaxKeptBytes);
        _resolver = new PeerResolver(options.Peers, lookUp);
        _http = new PeerHttp(options, handler);
        _pull = new PeerPull(options, _http, _time, _kept);
        _health = new PeerHealth(new PeerMetrics(meters), logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public int MaxBytes => Math.Min(_own.MaxBytes, DriftBucketLimits.MaxBytes);

    /// <inheritdoc/>
    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        DriftBucketRules.Check(buckets, MaxBytes);
        return _own.PutAsync(buckets, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="DriftBucketStoreException">This replica's own store cannot be reached. Peers that cannot are left out.</exception>
    public async Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        DriftBucketSet found = new();
        foreach (DriftBucket bucket in await _own.ReadAsync(query, cancellationToken).ConfigureAwait(false)) { found.Add(bucket); }
        DateTimeOffset now = _time.GetUtcNow();
        DriftBucketQuery asked = query with { From = Later(query.From, now - _options.MaxAge), To = Earlier(query.To, now + Ahead) };
        if (NameRules.IsModel(query.Model) && asked.From < asked.To)
        {
            await _kept.RemoveBeforeAsync(query.Model, now - _options.MaxAge, cancellationToken).ConfigureAwait(false);
            await PullAsync(asked, found, cancellationToken).ConfigureAwait(false);
            foreach (DriftBucket bucket in await _kept.ReadAsync(asked, cancellationToken).ConfigureAwait(false)) { found.Add(bucket); }
        }

        return found.ToSorted();
    }

    /// <inheritdoc/>
    public async Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        await _own.RemoveBeforeAsync(model, before, cancellationToken).ConfigureAwait(false);
        await _kept.RemoveBeforeAsync(model, before, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes all connections; reads that run leave their peers out. This replica's own store is not disposed.</summary>
    public void Dispose() => _http.Dispose();

    private async Task PullAsync(DriftBucketQuery query, DriftBucketSet found, CancellationToken cancellationToken)
    {
        IReadOnlyList<Peer> peers = await FindAsync(cancellationToken).ConfigureAwait(false);
        long reused = _pull.Reused;
        await PullAsync(peers, query, found, cancellationToken).ConfigureAwait(false);
        if (!_pull.ForgetDropped()) { return; }
        _health.KeptFull();
        if (_pull.Reused == reused) { return; }

        // What was not sent, as it was kept, may have gone meanwhile to make room.
        await PullAsync(peers, query, found, cancellationToken).ConfigureAwait(false);
        _pull.ForgetDropped();
    }

    private async Task PullAsync(IReadOnlyList<Peer> peers, DriftBucketQuery query, DriftBucketSet found, CancellationToken cancellationToken)
    {
        Lock adding = new();
        await Parallel.ForEachAsync(
            peers,
            new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = cancellationToken },
            async (peer, token) => await PullAsync(peer, query, Add, token).ConfigureAwait(false)).ConfigureAwait(false);

        void Add(DriftBucket bucket)
        {
            lock (adding) { found.Add(bucket); }
        }
    }

    private async Task PullAsync(Peer peer, DriftBucketQuery query, Action<DriftBucket> add, CancellationToken cancellationToken)
    {
        try
        {
            await _pull.RunAsync(peer, query, add, cancellationToken).ConfigureAwait(false);
            _health.Answered(peer.Base);
        }
        catch (PeerFailureException error)
        {
            _health.Failed(peer.Base, error);
        }
    }

    private async Task<IReadOnlyList<Peer>> FindAsync(CancellationToken cancellationToken)
    {
        HashSet<string> known = new(_options.Peers.Select(static peer => peer.Authority), StringComparer.Ordinal);
        IReadOnlyList<Peer> peers = await _resolver.FindAsync(_health.Failed, cancellationToken).ConfigureAwait(false);
        known.UnionWith(peers.Select(static peer => peer.Base));
        _health.Keep(known);
        _health.Found(peers.Count, _options.MaxPeers);
        return [.. peers.Take(_options.MaxPeers)];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
