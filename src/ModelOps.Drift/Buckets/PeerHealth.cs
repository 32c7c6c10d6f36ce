using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Buckets;

/// <summary>Counts how peers answer, and tells when that changes: not again at every window.</summary>
internal sealed class PeerHealth(PeerMetrics metrics, ILogger logger)
{
    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);
    private bool _isFull;

    internal void Answered(string peer)
    {
        metrics.Pulled(PeerMetrics.Answered);
        if (_failing.TryRemove(peer, out _)) { logger.DriftPeerAnswers(peer); }
    }

    internal void Failed(string peer, PeerFailureException error)
    {
        metrics.Pulled(error.Outcome);
        if (_failing.TryAdd(peer, error.Outcome)) { logger.DriftPeerFailed(peer, error.Message); }
    }

    /// <summary>Forgets peers that are there no more: pods come and go.</summary>
    internal void Keep(IReadOnlySet<string> peers)
    {
        foreach (string peer in _failing.Keys.Where(peer => !peers.Contains(peer))) { _failing.TryRemove(peer, out _); }
    }

    internal void KeptFull()
    {
        if (!_isFull) { logger.DriftPeersKeptFull(); }
        _isFull = true;
    }

    internal void Found(int peers, int most)
    {
        if (peers > most) { logger.DriftPeersDropped(peers, most); }
    }
}
