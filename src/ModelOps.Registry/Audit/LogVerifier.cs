using System.Data.Common;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Audit;

/// <summary>Walks the log and its chain.</summary>
internal sealed class LogVerifier
{
    private const int Page = 1000;
    private readonly Queue<RegistryCheckpoint> _ahead;
    private RegistryCheckpoint _agreed = new(0, Digest.Format(LogChain.Start));
    private long _sequence;
    private byte[] _chain = LogChain.Start;

    public LogVerifier(IEnumerable<RegistryCheckpoint> checkpoints) =>
        _ahead = new Queue<RegistryCheckpoint>(checkpoints.Where(static c => c.Sequence > 0).OrderBy(static c => c.Sequence));

    private RegistryCheckpoint LastGood => new(_sequence, Digest.Format(_chain));

    /// <summary>Walks only what came after a checkpoint, where the log still has it as it was; else all of it, to tell what is wrong.</summary>
    public static async Task<LogVerification> RunSinceAsync(Database database, RegistryCheckpoint known, CancellationToken cancellationToken)
    {
        LogVerifier verifier = new([known]);
        if (known.Sequence > 0 && await database.ReadAsync(c => LogTable.FindChainAsync(c, known.Sequence), cancellationToken).ConfigureAwait(false) == known.ChainDigest)
        {
            verifier._ahead.Clear();
            verifier._agreed = known;
            verifier._sequence = known.Sequence;
            verifier._chain = Convert.FromHexString(Digest.Hex(known.ChainDigest));
        }

        return await verifier.RunAsync(database, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Walks it, page by page, so that a long log does not keep a reader open.</summary>
    /// <param name="database">The store.</param>
    /// <param name="visit">Sees every event that is well, in order; null for none.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async Task<LogVerification> RunAsync(Database database, Action<RegistryEvent>? visit, CancellationToken cancellationToken)
    {
        while (true)
        {
            List<(long Sequence, RegistryEvent? Entry)> page = await database.ReadAsync(
                c => c.QueryAsync(LogTable.Select + "WHERE sequence > $1 ORDER BY sequence LIMIT $2", TryRead, _sequence, Page), cancellationToken).ConfigureAwait(false);
            foreach ((long sequence, RegistryEvent? entry) in page)
            {
                if (sequence != _sequence + 1) { return Broken(LogFault.EventMissing, _sequence + 1, $"event {_sequence + 1} is missing; the next is {sequence}"); }
                if (entry is null) { return Broken(LogFault.EventUnreadable, sequence, $"event {sequence} cannot be read"); }
                if (Check(entry) is { } fault) { return fault; }
                visit?.Invoke(entry);
            }

            if (page.Count < Page) { return End(); }
        }
    }

    private LogVerification? Check(RegistryEvent entry)
    {
        byte[] chain = LogChain.Next(_chain, entry);
        string digest = Digest.Format(chain);
        if (digest != entry.ChainDigest)
        {
            return Broken(LogFault.EventChanged, entry.Sequence, $"event {entry.Sequence} is not what was logged, or follows one that is not: its chain is {digest}, the one stored is {entry.ChainDigest}");
        }

        while (_ahead.TryPeek(out RegistryCheckpoint? checkpoint) && checkpoint.Sequence == entry.Sequence)
        {
            if (checkpoint.ChainDigest != digest) { return Rewritten(checkpoint, digest); }
            _agreed = _ahead.Dequeue();
        }

        _sequence = entry.Sequence;
        _chain = chain;
        return null;
    }

    private LogVerification Rewritten(RegistryCheckpoint checkpoint, string digest) => new()
    {
        LastGood = _agreed,
        FirstBroken = checkpoint.Sequence,
        Fault = LogFault.Rewritten,
        Problem = $"the log was rewritten after event {_agreed.Sequence} and not after {checkpoint.Sequence}, where the checkpoint has {checkpoint.ChainDigest}, the log {digest}",
    };

    private LogVerification End() => _ahead.LastOrDefault() is { } last
        ? Broken(LogFault.Shortened, _sequence + 1, $"the log ends at event {_sequence}; the checkpoint knows {last.Sequence}")
        : new LogVerification { LastGood = LastGood };

    private LogVerification Broken(LogFault fault, long sequence, string problem) => new() { LastGood = LastGood, FirstBroken = sequence, Fault = fault, Problem = problem };

    private static (long Sequence, RegistryEvent? Entry) TryRead(DbDataReader row)
    {
        try
        {
            return (row.GetInt64(0), LogTable.Read(row, 0));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or FormatException or InvalidCastException)
        {
            return (row.GetInt64(0), null);
        }
    }
}
