using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Redis.Diagnostics;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>Drift buckets in Redis, for any number of hosts. Its steps are <see cref="DriftBucketScripts"/>.</summary>
internal sealed class RedisDriftBuckets(RedisConnection connection, IOptions<RedisDriftBucketsOptions> options, ILogger<RedisDriftBuckets> logger) : IDriftBucketStore
{
    private const int BucketsAtOnce = 64;
    private const int IdsAtOnce = 5000;
    private const int BytesAtOnce = 4 << 20;
    private readonly RedisDriftBucketsOptions _options = options.Value;

    public int MaxBytes => _options.MaxBucketBytes;

    public async Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        DriftBucketRules.Check(buckets, MaxBytes);
        for (int done = 0; done < buckets.Count;)
        {
            DriftBucket[] batch = [.. Batch(buckets, done)];
            done += batch.Length;
            string[] full = await PutAsync(batch, cancellationToken).ConfigureAwait(false);
            foreach (string model in full) { await ForgetExpiredAsync(model, cancellationToken).ConfigureAwait(false); }
            if (full.Length > 0 && (await PutAsync(batch, cancellationToken).ConfigureAwait(false)).Length > 0)
            {
                throw new DriftBucketStoreException(
                    $"A model has {_options.MaxBuckets} drift buckets in Redis, as many as {RedisDriftBucketsOptions.SectionName}:{nameof(_options.MaxBuckets)} allows. " +
                    "Raise it, keep them for less time, or make buckets longer.");
            }
        }
    }

    public async Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        DriftBucketSet found = new();
        if (query.From >= query.To) { return []; }
        DriftBucketKeys keys = new(connection.KeyPrefix, query.Model);
        RedisValue[] ids = await FindAsync(keys, query.From, query.To, cancellationToken).ConfigureAwait(false);
        foreach (RedisValue[] part in ids.Chunk(BucketsAtOnce)) { await ReadAsync(keys, part, query, found, cancellationToken).ConfigureAwait(false); }
        return found.ToSorted();
    }

    public async Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        DriftBucketKeys keys = new(connection.KeyPrefix, model);
        RedisValue[] ids = await FindAsync(keys, DateTimeOffset.MinValue, before, cancellationToken).ConfigureAwait(false);
        foreach (RedisValue[] part in ids.Chunk(BucketsAtOnce))
        {
            await RunAsync(database => database.ScriptEvaluateAsync(DriftBucketScripts.Remove, keys.With(part), part), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(DriftBucketKeys keys, RedisValue[] ids, DriftBucketQuery query, DriftBucketSet found, CancellationToken cancellationToken)
    {
        long[] sizes = await RunAsync(
            database => Task.WhenAll(ids.Select(id => database.HashStringLengthAsync(keys.Bucket(id.ToString()), "p"))), cancellationToken).ConfigureAwait(false);
        RedisValue[] gone = [.. ids.Where((_, i) => sizes[i] == 0)];
        if (gone.Length > 0) { await ForgetAsync(keys, gone, cancellationToken).ConfigureAwait(false); }
        List<RedisValue> batch = [];
        long bytes = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (sizes[i] > MaxBytes + DriftBucketFormat.MaxOverhead) { logger.DriftBucketDamaged("it is too long"); }
            else if (sizes[i] > 0) { (batch, bytes) = ([.. batch, ids[i]], bytes + sizes[i]); }
            if (batch.Count == 0 || (bytes < BytesAtOnce && i < ids.Length - 1)) { continue; }
            RedisValue[] contents = await RunAsync(
                database => Task.WhenAll(batch.Select(id => database.HashGetAsync(keys.Bucket(id.ToString()), "p"))), cancellationToken).ConfigureAwait(false);
            foreach (RedisValue content in contents) { Add(content, query, found); }
            (batch, bytes) = ([], 0);
        }
    }

    // Few enough at once that a server of usual speed takes them within the timeout of one command.
    private static IEnumerable<DriftBucket> Batch(IReadOnlyList<DriftBucket> buckets, int from)
    {
        long bytes = 0;
        for (int i = from; i < buckets.Count && i < from + BucketsAtOnce && (i == from || bytes < BytesAtOnce); i++)
        {
            bytes += buckets[i].Profile.Length;
            yield return buckets[i];
        }
    }

    /// <summary>Puts buckets, and says which models have as many as they may.</summary>
    private async Task<string[]> PutAsync(DriftBucket[] batch, CancellationToken cancellationToken)
    {
        RedisResult[] answers = await RunAsync(database => Task.WhenAll(batch.Select(bucket => PutAsync(database, bucket))), cancellationToken).ConfigureAwait(false);
        return [.. batch.Where((_, i) => (int)answers[i] < 0).Select(static bucket => bucket.Model).Distinct(StringComparer.Ordinal)];
    }

    private Task<RedisResult> PutAsync(IDatabase database, DriftBucket bucket)
    {
        DriftBucketKeys keys = new(connection.KeyPrefix, bucket.Model);
        string id = DriftBucketKeys.IdOf(bucket);
        return database.ScriptEvaluateAsync(
            DriftBucketScripts.Put,
            [keys.Index, keys.Bucket(id)],
            [
                id,
                DriftBucketKeys.ScoreOf(bucket.Start),
                bucket.Sequence.ToString("D19", CultureInfo.InvariantCulture),
                DriftBucketFormat.Write(bucket),
                (long)_options.Retention.TotalMilliseconds,
                _options.MaxBuckets,
            ]);
    }

    private Task<RedisResult> ForgetAsync(DriftBucketKeys keys, RedisValue[] ids, CancellationToken cancellationToken) =>
        RunAsync(database => database.ScriptEvaluateAsync(DriftBucketScripts.Forget, keys.With(ids), ids), cancellationToken);

    /// <summary>Drops from a model's index what has expired; reading does so too, but only where it reads.</summary>
    private async Task ForgetExpiredAsync(string model, CancellationToken cancellationToken)
    {
        DriftBucketKeys keys = new(connection.KeyPrefix, model);
        RedisValue[] ids = await FindAsync(keys, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false);
        foreach (RedisValue[] part in ids.Chunk(BucketsAtOnce)) { await ForgetAsync(keys, part, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Identifiers of the buckets that start from one time to before another.</summary>
    private async Task<RedisValue[]> FindAsync(DriftBucketKeys keys, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        List<RedisValue> ids = [];
        RedisValue[] page;
        do
        {
            int skip = ids.Count;
            page = await RunAsync(
                database => database.SortedSetRangeByScoreAsync(keys.Index, DriftBucketKeys.ScoreOf(from), DriftBucketKeys.ScoreOf(to), skip: skip, take: IdsAtOnce),
                cancellationToken).ConfigureAwait(false);
            ids.AddRange(page);
        }
        while (page.Length == IdsAtOnce);
        return [.. ids.Where(id => DriftBucketKeys.StartOf(id.ToString()) is { } start && start >= from.UtcTicks && start < to.UtcTicks)];
    }

    private void Add(RedisValue content, DriftBucketQuery query, DriftBucketSet found)
    {
        if (content.IsNull) { return; }
        try
        {
            foreach (DriftBucket bucket in DriftBucketFormat.Read((byte[])content!, MaxBytes).Buckets.Where(bucket => DriftBucketSet.IsWanted(query, bucket))) { found.Add(bucket); }
        }
        catch (InvalidDataException error)
        {
            logger.DriftBucketDamaged(error.Message);
        }
    }

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            IDatabase database = await connection.GetDatabaseAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            return await command(database).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException or IOException)
        {
            string why = error is RedisServerException ? "Redis refuses the command; see the inner error, and whether its memory is full" : "Redis cannot be reached, or answers too late";
            throw new DriftBucketStoreException($"The store of drift buckets is not available: {why}. What was counted stays with its replica; try again.", error);
        }
    }
}
