using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4080 to 4089.</summary>
internal static partial class BucketLog
{
    [LoggerMessage(EventId = 4080, EventName = "DriftBucketDamaged", Level = LogLevel.Warning,
        Message = "A stored drift bucket is left out: {Problem}. Its replica writes it again while the bucket is open; afterwards what it held is lost.")]
    public static partial void DriftBucketDamaged(this ILogger logger, string problem);

    [LoggerMessage(EventId = 4081, EventName = "DriftPeerFailed", Level = LogLevel.Warning,
        Message = "The drift buckets of peer {Peer} are left out until it answers again: {Problem}.")]
    public static partial void DriftPeerFailed(this ILogger logger, string peer, string problem);

    [LoggerMessage(EventId = 4082, EventName = "DriftPeerAnswers", Level = LogLevel.Information,
        Message = "Peer {Peer} answers again; its drift buckets count.")]
    public static partial void DriftPeerAnswers(this ILogger logger, string peer);

    [LoggerMessage(EventId = 4083, EventName = "DriftPeersDropped", Level = LogLevel.Warning,
        Message = "{Found} peers were found, more than the {MaxPeers} that are asked; the others' drift buckets are left out.")]
    public static partial void DriftPeersDropped(this ILogger logger, int found, int maxPeers);

    [LoggerMessage(EventId = 4084, EventName = "DriftPeersKeptFull", Level = LogLevel.Warning,
        Message = "What peers answered does not fit into memory; it is pulled again for each window. Raise ModelOps:Drift:PeerBuckets:MaxKeptBytes.")]
    public static partial void DriftPeersKeptFull(this ILogger logger);
}
