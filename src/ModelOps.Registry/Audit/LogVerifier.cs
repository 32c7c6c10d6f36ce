using System.Data.Common;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Audit;

/// <summary>Walks the log and its chain.</summary>
internal sealed class LogVerifier(RegistryCheckpoint? checkpoint)
{
    private const int Page = 1000;
    private long _sequence;
    private byte[] _chain = LogChain.Start;

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
                if (sequence != _sequence + 1) { return Broken(_sequence + 1, $"event {_sequence + 1} is missing; the next is {sequence}"); }
                if (entry is null) { return Broken(sequence, $"event {sequence} cannot be read"); }
                if (Check(entry) is { } problem) { return Broken(sequence, problem); }
                visit?.Invoke(entry);
            }

            if (page.Count < Page) { return End(); }
        }
    }

    private string? Check(RegistryEvent entry)
    {
        byte[] chain = LogChain.Next(_chain, entry);
        string digest = Digest.Format(chain);
        if (digest != entry.ChainDigest) { return $"event {entry.Sequence} is not what was logged, or follows one that is not: its chain is {digest}, the one stored is {entry.ChainDigest}"; }
        if (checkpoint?.Sequence == entry.Sequence && checkpoint.ChainDigest != digest) { return $"the log was rewritten: the checkpoint has {checkpoint.ChainDigest} at event {entry.Sequence}, the log {digest}"; }
        _sequence = entry.Sequence;
        _chain = chain;
        return null;
    }

    private LogVerification End() => checkpoint is not null && checkpoint.Sequence > _sequence
        ? Broken(_sequence + 1, $"the log ends at event {_sequence}; the checkpoint knows {checkpoint.Sequence}")
        : new LogVerification { LastGood = LastGood };

    private LogVerification Broken(long sequence, string problem) => new() { LastGood = LastGood, FirstBroken = sequence, Problem = problem };

    private RegistryCheckpoint LastGood => new(_sequence, Digest.Format(_chain));

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
